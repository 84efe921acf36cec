//! How often something happened.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::{Map, Value};

use super::value::{Values, first_unmet};
use crate::time::{DAY_MS, UnixMillis};

/// A `track` event that must have happened.
///
/// In a content file its name alone, `"Process Run"`, or
/// `{"name": "Process Run", "where": {"kind": {"is": "real"}}, "at_least": 3, "within_days": 14}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventTest {
    /// The event's name.
    pub name: String,
    /// What its properties must be.
    #[serde(rename = "where", skip_serializing_if = "Values::is_empty")]
    pub properties: Values,
    /// How often; once, if it does not say.
    pub at_least: u32,
    /// In how many days, today included, by UTC; ever, if it does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within_days: Option<u32>,
    /// Who must have done it.
    pub by: By,
}

/// Who must have done it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The person.
    #[default]
    User,
    /// Anybody in their account, together.
    Account,
}

/// Which events are counted for a test, and from which day on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// What is counted, see [`EventTest::measure`].
    pub measure: String,
    /// The first UTC day, in days since 1970; `None` for all.
    pub since_day: Option<i64>,
    /// Whose events.
    pub by: By,
}

impl EventTest {
    /// Once, ever, by the person.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let properties = Values::new();
        Self { name: name.to_owned(), properties, at_least: 1, within_days: None, by: By::User }
    }

    /// Whether an event of this name, with these properties, counts.
    #[must_use]
    pub fn counts(&self, name: &str, properties: &Map<String, Value>, at: UnixMillis) -> bool {
        self.name == name && first_unmet(&self.properties, properties, at).is_none()
    }

    /// Names what is counted: tests that count the same events share it, however many they ask for.
    #[must_use]
    pub fn measure(&self) -> String {
        if self.properties.is_empty() {
            return self.name.clone();
        }
        let properties = serde_json::to_string(&self.properties).unwrap_or_default();
        format!("{}{properties}", self.name)
    }

    /// What must be counted to know at `now` whether it holds.
    #[must_use]
    pub fn window(&self, now: UnixMillis) -> Window {
        let since_day = self.within_days.map(|days| day_of(now) + 1 - i64::from(days.max(1)));
        Window { measure: self.measure(), since_day, by: self.by }
    }
}

/// The UTC day of an instant, in days since 1970.
pub(super) const fn day_of(at: UnixMillis) -> i64 {
    at.0.div_euclid(DAY_MS)
}

impl<'de> Deserialize<'de> for EventTest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NameOrTest)
    }
}

/// A test in full.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Form {
    /// The event's name.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"\S")))]
    name: String,
    /// What its properties must be.
    #[serde(rename = "where", default)]
    properties: Values,
    /// How often; once, if it does not say.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    at_least: Option<u32>,
    /// In how many days, today included, by UTC; ever, if it does not say.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    within_days: Option<u32>,
    /// Who must have done it.
    #[serde(default)]
    by: By,
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for EventTest {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "EventTest".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let form = generator.subschema_for::<Form>();
        schemars::json_schema!({
            "description": "A `track` event that must have happened: its name, or more.",
            "anyOf": [{ "type": "string", "pattern": r"\S" }, form],
        })
    }
}

/// Reads both forms and keeps track of the path, as an untagged enum would not.
struct NameOrTest;

impl<'de> Visitor<'de> for NameOrTest {
    type Value = EventTest;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of an event, or an object with its `name`")
    }

    fn visit_str<E>(self, name: &str) -> Result<EventTest, E> {
        Ok(EventTest::named(name))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<EventTest, A::Error> {
        let Form { name, properties, at_least, within_days, by } =
            Form::deserialize(MapAccessDeserializer::new(map))?;
        Ok(EventTest { name, properties, at_least: at_least.unwrap_or(1), within_days, by })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn test(json: Value) -> EventTest {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn a_name_is_enough() {
        assert_eq!(test(json!("Run")), test(json!({"name": "Run", "at_least": 1})));
        assert!(serde_json::from_value::<EventTest>(json!(7)).is_err());
    }

    #[test]
    fn counts_what_its_properties_say() {
        let big = test(json!({"name": "Run", "where": {"n": {"at_least": 3}}}));
        let properties = |n: i64| json!({"n": n}).as_object().unwrap().clone();
        assert!(big.counts("Run", &properties(3), UnixMillis(0)));
        assert!(!big.counts("Run", &properties(2), UnixMillis(0)));
        assert!(!big.counts("Walk", &properties(3), UnixMillis(0)));
    }

    #[test]
    fn a_window_has_whole_days_and_today() {
        let now = UnixMillis(10 * DAY_MS + 5);
        let since = |days: Value| test(json!({"name": "Run", "within_days": days})).window(now);
        assert_eq!(since(json!(1)).since_day, Some(10));
        assert_eq!(since(json!(7)).since_day, Some(4));
        assert_eq!(since(json!(null)).since_day, None);
    }

    /// Pins what counts are stored under.
    #[test]
    fn measure_stored_shape() {
        assert_eq!(test(json!("Run")).measure(), "Run");
        let twice = test(json!({"name": "Run", "at_least": 2, "where": {"n": {"is": 1}}}));
        assert_eq!(twice.measure(), r#"Run{"n":{"is":1}}"#);
    }
}
