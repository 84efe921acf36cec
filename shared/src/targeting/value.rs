//! Tests of one value: a trait, or a property of an event.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::time::{DAY_MS, UnixMillis};

/// What a value must be. Everything that is given must hold; nothing holds of a value that is
/// absent but `exists: false`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ValueTest {
    /// Equal to this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<Value>,
    /// Equal to one of these.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub is_in: Option<Vec<Value>>,
    /// Equal to none of these; an absent value is none of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_in: Option<Vec<Value>>,
    /// A number, and no less.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// A number, and no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
    /// A text with this in it, in any case of letters; or a list that has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contains: Option<String>,
    /// There at all, and not null; or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exists: Option<bool>,
    /// An instant (RFC 3339, or milliseconds) in the last days, not in the future.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within_days: Option<u32>,
    /// An instant longer ago than so many days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub older_than_days: Option<u32>,
}

/// Tests by the name of the trait or property. All must hold.
pub type Values = BTreeMap<String, ValueTest>;

impl ValueTest {
    /// Whether it says anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it holds of `value` at `now`.
    #[must_use]
    pub fn holds(&self, value: Option<&Value>, now: UnixMillis) -> bool {
        let value = value.filter(|value| !value.is_null());
        if let Some(exists) = self.exists
            && exists != value.is_some()
        {
            return false;
        }
        if let (Some(none_of), Some(value)) = (&self.not_in, value)
            && none_of.iter().any(|other| is_same(value, other))
        {
            return false;
        }
        let needs_value = self.is.is_some()
            || self.is_in.is_some()
            || self.at_least.is_some()
            || self.at_most.is_some()
            || self.contains.is_some()
            || self.within_days.is_some()
            || self.older_than_days.is_some();
        match value {
            None => !needs_value,
            Some(value) => self.holds_of(value, now),
        }
    }

    fn holds_of(&self, value: &Value, now: UnixMillis) -> bool {
        let number = || value.as_f64();
        let age_ms = || instant(value).map(|at| now.0.saturating_sub(at.0));
        let days = |n: u32| i64::from(n) * DAY_MS;
        self.is.as_ref().is_none_or(|other| is_same(value, other))
            && self.is_in.as_ref().is_none_or(|all| all.iter().any(|other| is_same(value, other)))
            && self.at_least.is_none_or(|least| number().is_some_and(|n| n >= least))
            && self.at_most.is_none_or(|most| number().is_some_and(|n| n <= most))
            && self.contains.as_ref().is_none_or(|part| contains(value, part))
            && self.within_days.is_none_or(|n| age_ms().is_some_and(|a| a >= 0 && a <= days(n)))
            && self.older_than_days.is_none_or(|n| age_ms().is_some_and(|age| age > days(n)))
    }
}

/// The name of the first test in `tests` that does not hold of `values`.
pub(super) fn first_unmet<'a>(
    tests: &'a Values,
    values: &Map<String, Value>,
    now: UnixMillis,
) -> Option<&'a str> {
    tests.iter().find(|(name, test)| !test.holds(values.get(*name), now)).map(|(name, _)| &**name)
}

/// Equal, where 1 and 1.0 are one number.
fn is_same(value: &Value, other: &Value) -> bool {
    value == other || (value.is_number() && value.as_f64() == other.as_f64())
}

fn contains(value: &Value, part: &str) -> bool {
    match value {
        Value::String(text) => text.to_lowercase().contains(&part.to_lowercase()),
        Value::Array(list) => list.iter().any(|entry| entry.as_str() == Some(part)),
        _ => false,
    }
}

fn instant(value: &Value) -> Option<UnixMillis> {
    match value {
        Value::String(text) => UnixMillis::parse_rfc3339(text)
            .or_else(|| UnixMillis::parse_rfc3339(&format!("{text}T00:00:00Z"))),
        Value::Number(number) => number.as_i64().map(UnixMillis),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: UnixMillis = UnixMillis(1_795_255_200_000);

    #[track_caller]
    fn check(test: Value, value: Value, want: bool) {
        let test: ValueTest = serde_json::from_value(test).unwrap();
        assert_eq!(test.holds(Some(&value), NOW), want, "{test:?} of {value}");
    }

    #[test]
    fn compares() {
        check(json!({"is": "admin"}), json!("admin"), true);
        check(json!({"is": 1}), json!(1.0), true);
        check(json!({"is": "1"}), json!(1), false);
        check(json!({"in": ["a", 2]}), json!(2), true);
        check(json!({"not_in": ["a"]}), json!("a"), false);
        check(json!({"at_least": 3, "at_most": 5}), json!(5), true);
        check(json!({"at_least": 3}), json!("4"), false);
        check(json!({"contains": "ADMIN"}), json!("Super admin"), true);
        check(json!({"contains": "beta"}), json!(["alpha", "beta"]), true);
        check(json!({}), json!(1), true);
    }

    #[test]
    fn an_absent_value_is_nothing() {
        check(json!({"exists": false}), json!(null), true);
        check(json!({"exists": true}), json!(null), false);
        check(json!({"not_in": ["a"]}), json!(null), true);
        check(json!({"at_most": 5}), json!(null), false);
    }

    #[test]
    fn reads_instants() {
        check(json!({"within_days": 7}), json!("2026-11-20T10:00:00Z"), true);
        check(json!({"within_days": 7}), json!("2026-11-14"), false);
        check(json!({"within_days": 7}), json!("2026-12-01"), false);
        check(json!({"older_than_days": 30}), json!(1_700_000_000_000_i64), true);
        check(json!({"older_than_days": 30}), json!("soon"), false);
    }
}
