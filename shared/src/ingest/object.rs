//! JSON objects, and nothing that only looks like one to serde.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::value::RawValue;

/// What a JSON object says. A derived struct alone would also be read from an array, field by
/// field in the order of our source.
#[derive(Debug)]
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }

        deserializer.deserialize_map(Fields(PhantomData))
    }
}

/// The fields of an object, each with its own text, in order and as often as they stand there.
#[derive(Debug)]
pub(super) struct Entries<'a>(pub(super) Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;

        impl<'de> Visitor<'de> for All {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(All)
    }
}

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Named {
        name: Option<String>,
    }

    #[test]
    fn an_array_is_no_object() {
        let read = |json| serde_json::from_str::<Object<Named>>(json).map(|Object(named)| named);
        assert_eq!(read(r#"{"name":"a"}"#).unwrap(), Named { name: Some("a".to_owned()) });
        assert!(serde_json::from_str::<Named>(r#"["a"]"#).is_ok(), "what serde does by itself");
        assert!(read(r#"["a"]"#).unwrap_err().to_string().contains("expected an object"));
    }

    #[test]
    fn entries_keep_order_text_and_repetition() {
        let json = r#"{"b":1.50,"a\u0020":[ 1 ],"b":null}"#;
        let entries: Entries = serde_json::from_str(json).unwrap();
        let got: Vec<_> = entries.0.iter().map(|(k, v)| (k.as_str(), v.get())).collect();
        assert_eq!(got, [("b", "1.50"), ("a ", "[ 1 ]"), ("b", "null")]);
        assert_eq!(serde_json::to_string(&entries).unwrap(), r#"{"b":1.50,"a ":[ 1 ],"b":null}"#);
    }
}
