//! Instants.

use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, Serialize};

/// An instant, in milliseconds since 1970-01-01T00:00:00Z.
///
/// On the wire and in SQL a whole number, as `Date.now()` gives it.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct UnixMillis(pub i64);

/// Milliseconds in a day.
pub const DAY_MS: i64 = 24 * 60 * 60 * 1000;

impl UnixMillis {
    /// Parses an RFC 3339 instant such as `2026-11-21T10:00:00.000Z`.
    ///
    /// `None` if the text is anything else, a bare date included.
    #[must_use]
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|instant| Self(instant.timestamp_millis()))
    }

    /// The instant as RFC 3339 in UTC with milliseconds; empty for a year no calendar has.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        DateTime::from_timestamp_millis(self.0)
            .map(|instant| instant.to_rfc3339_opts(SecondsFormat::Millis, true))
            .unwrap_or_default()
    }

    /// This instant moved by `ms` milliseconds.
    #[must_use]
    pub const fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
}

/// How an instant stands in a content file.
#[cfg(feature = "schema")]
pub(crate) struct Rfc3339;

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Rfc3339 {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Instant".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "date-time",
            "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
        })
    }
}

/// An instant that authors write as RFC 3339, or leave out.
pub(crate) mod rfc3339_optional {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use super::UnixMillis;

    /// Writes it as RFC 3339.
    #[expect(clippy::ref_option, reason = "serde's own form")]
    pub(crate) fn serialize<S: Serializer>(
        at: &Option<UnixMillis>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        at.map(UnixMillis::to_rfc3339).serialize(serializer)
    }

    /// Reads it.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<UnixMillis>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| {
            UnixMillis::parse_rfc3339(&text)
                .ok_or_else(|| D::Error::custom("must be an instant such as 2026-11-21T10:00:00Z"))
        })
        .transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_rfc_3339() {
        let text = "2026-11-21T10:00:00.032Z";
        let at = UnixMillis::parse_rfc3339(text).unwrap();
        assert_eq!(at, UnixMillis(1_795_255_200_032));
        assert_eq!(at.to_rfc3339(), text);
        assert_eq!(UnixMillis::parse_rfc3339("2026-11-21T12:00:00.032+02:00"), Some(at));
        assert_eq!(UnixMillis::parse_rfc3339("yesterday"), None);
        assert_eq!(UnixMillis(i64::MAX).to_rfc3339(), "");
    }
}
