//! The fields of an item, as clients send them.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, Unexpected, Visitor},
};
use serde_json::{Value, value::RawValue};

use super::{Object, Rejection, Unreadable, VerbName, check_readable, object::Entries};

/// What may be secret where it stands in an item, and is no part of what happened.
const SECRETS: [&str; 2] = ["writeKey", "token"];
/// Beyond it, integers are no longer told apart by all who write JSON.
const MAX_INTEGER: u64 = 1 << 53;

/// The fields that we look at.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fields<'a> {
    #[serde(borrow, rename = "type")]
    pub(super) verb: Option<Cow<'a, str>>,
    #[serde(default, deserialize_with = "any_id")]
    pub(super) message_id: Option<String>,
    #[serde(default, deserialize_with = "given_id")]
    pub(super) user_id: Option<String>,
    #[serde(default, deserialize_with = "given_id")]
    pub(super) anonymous_id: Option<String>,
    #[serde(default, deserialize_with = "given_id")]
    pub(super) group_id: Option<String>,
    #[serde(default, deserialize_with = "any_id")]
    pub(super) previous_id: Option<String>,
    #[serde(borrow)]
    pub(super) event: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) traits: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) timestamp: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) original_timestamp: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub(super) sent_at: Option<Cow<'a, str>>,
    #[serde(default, deserialize_with = "context")]
    pub(super) context: Option<Context>,
    write_key: Option<IgnoredAny>,
    token: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Context {
    #[serde(default, deserialize_with = "given_id")]
    pub(super) group_id: Option<String>,
}

impl<'a> Fields<'a> {
    /// Reads the fields of `text`, valid JSON.
    ///
    /// # Errors
    /// [`Rejection`], for what cannot be read now or could not be later.
    pub(super) fn read(text: &'a str) -> Result<Self, Rejection> {
        if !text.trim_start().starts_with('{') {
            return Err(Rejection::NotAnObject);
        }
        check_readable(text, 0).map_err(|fault| locate(text, fault))?;
        serde_json::from_str(text).map_err(|_| diagnose(text))
    }

    /// The item as it is stored: `text`, without what may be secret, and without a `type` that is
    /// not what `path_verb` made of it.
    pub(super) fn stored(&self, text: &'a str, path_verb: Option<VerbName>) -> Cow<'a, str> {
        let has_secret = self.write_key.is_some() || self.token.is_some();
        let other_verb =
            path_verb.is_some_and(|verb| self.verb.as_deref().is_some_and(|t| t != verb.as_str()));
        if !has_secret && !other_verb {
            return Cow::Borrowed(text);
        }
        let is_left_out = |name: &str| SECRETS.contains(&name) || other_verb && name == "type";
        let Entries(mut entries) = serde_json::from_str(text).expect("it was read as an object");
        entries.retain(|(name, _)| !is_left_out(name));
        let stored = serde_json::to_string(&Entries(entries));
        Cow::Owned(stored.expect("names and JSON texts have a JSON form"))
    }
}

/// An id: a text, or the integer that it is in the client's database.
///
/// # Errors
/// For any other number, and one beyond ±2^53.
pub(crate) fn any_id<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    deserializer.deserialize_any(AnyId)
}

/// As an item's ids are read: a text, or an integer within ±2^53 as its decimal digits. `null` and
/// the empty text, which clients send of somebody they do not know yet, are as good as absent.
///
/// # Errors
/// For anything else.
pub fn given_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(any_id(deserializer)?.filter(|id| !id.is_empty()))
}

struct AnyId;

impl Visitor<'_> for AnyId {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(ID)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        if number > MAX_INTEGER {
            return Err(E::invalid_value(Unexpected::Unsigned(number), &self));
        }
        Ok(Some(number.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        if number.unsigned_abs() > MAX_INTEGER {
            return Err(E::invalid_value(Unexpected::Signed(number), &self));
        }
        Ok(Some(number.to_string()))
    }
}

/// What an id may be, for people.
const ID: &str = "a string, or an integer within ±2^53";

fn context<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Context>, D::Error> {
    Ok(Option::<Object<Context>>::deserialize(deserializer)?.map(|Object(context)| context))
}

/// Finds the field that `fault` is in. As slow as [`diagnose`], and as rare.
fn locate(text: &str, source: Unreadable) -> Rejection {
    let entries = serde_json::from_str(text).map(|Entries(entries)| entries).unwrap_or_default();
    let at_fault = |value: &RawValue| check_readable(value.get(), 1) == Err(source);
    let found = entries.into_iter().find(|(_, value)| at_fault(value));
    Rejection::Unreadable { field: found.map(|(name, _)| name), source }
}

const STRINGS: [&str; 6] = ["type", "event", "name", "timestamp", "originalTimestamp", "sentAt"];
const IDS: [&str; 5] = ["messageId", "userId", "anonymousId", "groupId", "previousId"];
const OTHERS: [&str; 4] = ["traits", "context", "writeKey", "token"];

/// Finds the field that serde stumbled over. Slow, and only for items that are refused.
fn diagnose(text: &str) -> Rejection {
    let Ok(Value::Object(item)) = serde_json::from_str(text) else {
        return Rejection::NotAnObject;
    };
    let is_string = |field| item.get(field).is_none_or(|it| it.is_string() || it.is_null());
    if let Some(field) = STRINGS.into_iter().find(|field| !is_string(*field)) {
        return Rejection::WrongType { field, expected: "a string" };
    }
    let is_id = |value: Option<&Value>| value.is_none_or(|value| any_id(value).is_ok());
    if let Some(field) = IDS.into_iter().find(|field| !is_id(item.get(*field))) {
        return Rejection::WrongType { field, expected: ID };
    }
    match item.get("context") {
        Some(Value::Object(context)) if !is_id(context.get("groupId")) => {
            Rejection::WrongType { field: "context/groupId", expected: ID }
        }
        Some(context) if !context.is_object() && !context.is_null() => {
            Rejection::WrongType { field: "context", expected: "an object" }
        }
        // Nothing else is left to stumble over.
        _ => Rejection::RepeatedField(repeated(text).unwrap_or("context/groupId")),
    }
}

/// The first of our fields that stands twice in the item.
fn repeated(text: &str) -> Option<&'static str> {
    let Entries(entries) = serde_json::from_str(text).ok()?;
    let n_times = |field: &str| entries.iter().filter(|(name, _)| name == field).count();
    STRINGS.into_iter().chain(IDS).chain(OTHERS).find(|field| n_times(field) > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_stored(text: &str, path_verb: Option<VerbName>, want: &str) {
        assert_eq!(Fields::read(text).unwrap().stored(text, path_verb), want);
    }

    #[test]
    fn keys_and_tokens_are_not_stored() {
        check_stored(
            r#"{"userId":"u","writeKey":"sk_secret","n": 1.50,"token":"a.b.c"}"#,
            None,
            r#"{"userId":"u","n":1.50}"#,
        );
        check_stored(r#"{"write\u004bey":"sk_secret"}"#, None, "{}");
        check_stored(r#"{"token":{"deep":[1]}}"#, None, "{}");
        let inner = r#"{ "properties": {"token":"of the vendor's own"} }"#;
        check_stored(inner, None, inner);
    }

    #[test]
    fn a_type_that_the_path_overrules_is_not_stored() {
        let text = r#"{"type":"track","userId":"u"}"#;
        check_stored(text, Some(VerbName::Page), r#"{"userId":"u"}"#);
        check_stored(text, Some(VerbName::Track), text);
        check_stored(text, None, text);
    }

    #[test]
    fn an_id_is_a_text_or_the_integer_it_is_elsewhere() {
        let user = |json: &str| {
            let text = format!(r#"{{"userId":{json}}}"#);
            Fields::read(&text).map(|fields| fields.user_id)
        };
        let id = |text: &str| Ok(Some(text.to_owned()));
        assert_eq!(user("42"), id("42"));
        assert_eq!(user("-1"), id("-1"));
        assert_eq!(user("9007199254740992"), id("9007199254740992"));
        assert_eq!(user(r#"" ""#), id(" "));
        assert_eq!(user(r#""""#), Ok(None));
        assert_eq!(user("null"), Ok(None));
        for other in ["9007199254740993", "-9007199254740993", "1.0", "1e3", "true", "{}", "[7]"] {
            let wrong = Rejection::WrongType { field: "userId", expected: ID };
            assert_eq!(user(other), Err(wrong), "{other}");
        }
    }
}
