//! What lies in a database, read as far as it can be.

use std::collections::BTreeMap;

use serde_json::{Map, Value, value::RawValue};

/// The most bytes that the merged traits of a user, or of an account, may have as JSON.
///
/// Whoever has the public key may name new traits without end, every visit reads all of them, and
/// a row takes 2 MB. An event has 32 KB, so one `identify` always has room for as much again. What
/// would go over it is not merged, and the event is stored all the same. Traits of standing do not
/// count: they have bounds of their own, and nobody may crowd them out.
pub const MAX_TRAITS_BYTES: usize = 64 * 1024;

/// A JSON object that clients have sent, as far as it can be read.
#[derive(Debug, Default, PartialEq)]
pub struct StoredObject {
    /// The fields that can be read.
    pub fields: Map<String, Value>,
    /// The others, each with the text of its value: JSON by its grammar, but nested deeper than
    /// anybody should, with a number beyond all measure, or with half a character.
    pub unreadable: BTreeMap<String, String>,
    /// Whether the text is no object at all, or has a field without a readable name.
    pub is_lost: bool,
}

impl StoredObject {
    /// Reads `text`. Never fails: what was stored may have come in by an earlier, laxer door, and
    /// must not stop whoever reads it.
    #[must_use]
    pub fn read(text: &str) -> Self {
        if let Ok(fields) = serde_json::from_str(text) {
            return Self { fields, ..Self::default() };
        }
        let Ok(by_name) = serde_json::from_str::<BTreeMap<String, &RawValue>>(text) else {
            return Self { is_lost: true, ..Self::default() };
        };
        let mut object = Self::default();
        for (name, value) in by_name {
            match serde_json::from_str(value.get()) {
                Ok(value) => {
                    object.fields.insert(name, value);
                }
                Err(_) => {
                    object.unreadable.insert(name, value.get().to_owned());
                }
            }
        }
        object
    }

    /// Whether nothing is missing in `fields`.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.is_lost && self.unreadable.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_field_that_cannot_be_read_takes_no_other_with_it() {
        let deep = format!("{}1{}", "[".repeat(2_000), "]".repeat(2_000));
        let text = format!(r#"{{"a":1,"deep":{deep},"big":1e400,"half":"\ud800","z":"ok"}}"#);
        let object = StoredObject::read(&text);
        assert_eq!(Value::Object(object.fields.clone()), json!({"a": 1, "z": "ok"}));
        let names: Vec<_> = object.unreadable.keys().map(String::as_str).collect();
        assert_eq!(names, ["big", "deep", "half"]);
        assert_eq!(object.unreadable["big"], "1e400");
        assert_eq!(object.unreadable["deep"], deep);
        assert!(!object.is_whole() && !object.is_lost);
    }

    #[test]
    fn what_is_no_object_is_lost_and_no_error() {
        for text in ["", "[]", "{", r#"{"\ud800":1}"#] {
            let object = StoredObject::read(text);
            assert!(object.is_lost && !object.is_whole() && object.fields.is_empty(), "{text}");
        }
        assert!(StoredObject::read("{}").is_whole());
    }
}
