//! The text in which content is kept: JSON on one line, its fields in the order of its author.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Value, value::RawValue};

use super::read::SCHEMA_FIELD;

/// `json` as it is kept: without white space between its parts, and without `$schema`, which
/// says where an author's editor finds help and is nobody else's business.
///
/// # Errors
/// If it is no JSON object.
pub fn compact(json: &str) -> serde_json::Result<String> {
    let Fields(fields) = serde_json::from_str(json)?;
    let fields: Vec<String> = fields
        .iter()
        .filter(|(name, _)| name != SCHEMA_FIELD)
        .map(|(name, value)| Ok(format!("{}:{}", serde_json::to_string(name)?, squeeze(value))))
        .collect::<serde_json::Result<_>>()?;
    Ok(format!("{{{}}}", fields.join(",")))
}

/// Whether two texts say the same: the order of fields and `$schema` say nothing.
#[must_use]
pub fn is_same(one: &str, other: &str) -> bool {
    let read = |json: &str| {
        let mut value: Value = serde_json::from_str(json).ok()?;
        value.as_object_mut().map(|fields| fields.remove(SCHEMA_FIELD));
        Some(value)
    };
    one == other || read(one).is_some_and(|value| Some(value) == read(other))
}

/// The fields of an object, in their order.
struct Fields(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        from.deserialize_map(Read)
    }
}

/// Good JSON without the white space between its parts.
fn squeeze(json: &RawValue) -> String {
    let mut is_text = false;
    let mut is_escaped = false;
    let keep = |c: &char| {
        if is_text {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '"' => is_text = false,
                _ => {}
            }
            return true;
        }
        is_text = *c == '"';
        !c.is_ascii_whitespace()
    };
    json.get().chars().filter(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order_of_fields_and_the_space_in_texts() {
        let json =
            "{ \"$schema\": \"x\",\n \"b\" : [ 1 , { \"a\" : \" \\\" { \" } ], \"a\": \"\" }";
        assert_eq!(compact(json).unwrap(), r#"{"b":[1,{"a":" \" { "}],"a":""}"#);
        assert_eq!(compact(&compact(json).unwrap()).unwrap(), compact(json).unwrap());
        assert!(compact("[]").is_err());
        assert!(compact("{").is_err());
    }

    #[test]
    fn order_space_and_schema_make_no_difference() {
        assert!(is_same(r#"{"a":1,"b":2}"#, r#"{ "$schema": "s", "b": 2, "a": 1 }"#));
        assert!(!is_same(r#"{"a":1}"#, r#"{"a":2}"#));
        assert!(!is_same("{", "}"));
    }
}
