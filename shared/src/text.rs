//! Texts in several languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A language a reader asked for, as a BCP 47 tag in lower case, `es` or `pt-br`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Locale(String);

/// Which way a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of the `dir` attribute.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

impl Locale {
    /// The language of last resort.
    pub const FALLBACK: &'static str = "en";

    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without region or script: `pt` of `pt-br`.
    #[must_use]
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// Which way it is written.
    #[must_use]
    pub fn direction(&self) -> Direction {
        match self.language() {
            "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ku" | "ps" | "sd" | "ug" | "ur" | "yi" => {
                Direction::Rtl
            }
            _ => Direction::Ltr,
        }
    }
}

impl From<String> for Locale {
    /// Any text makes a locale: what is not a language tag becomes [`Locale::FALLBACK`],
    /// because a browser's odd setting must not cost its reader the widget.
    fn from(tag: String) -> Self {
        let tag = tag.trim().replace('_', "-").to_ascii_lowercase();
        let well_formed = tag.len() <= 35
            && tag.split('-').all(|part| {
                (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
            });
        if well_formed { Self(tag) } else { Self::default() }
    }
}

impl From<Locale> for String {
    fn from(locale: Locale) -> Self {
        locale.0
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self(Self::FALLBACK.to_owned())
    }
}

/// A text as its author wrote it: language tag → text.
///
/// In a content file `{"en": "Invite your team", "es": "Invita a tu equipo"}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(BTreeMap<String, String>);

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Text {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "object",
            "description": "A text in each language: language tag → text. A reader gets their own \
                language, else `en`, else any.",
            "minProperties": 1,
            "propertyNames": { "pattern": "^[a-z0-9]{1,8}(-[a-z0-9]{1,8})*$", "maxLength": 35 },
            "additionalProperties": { "type": "string", "pattern": r"\S" },
        })
    }
}

impl Text {
    /// The language tags it is written in.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The text for a reader: the exact tag, else the bare language, else
    /// [`Locale::FALLBACK`], else whatever there is.
    #[must_use]
    pub fn resolve(&self, locale: &Locale) -> &str {
        [locale.as_str(), locale.language(), Locale::FALLBACK]
            .iter()
            .find_map(|tag| self.0.get(*tag))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// Whether a reader of `locale` finds their own language.
    #[must_use]
    pub fn speaks(&self, locale: &Locale) -> bool {
        [locale.as_str(), locale.language()].iter().any(|tag| self.0.contains_key(*tag))
    }

    /// Whether some language has nothing to read.
    #[must_use]
    pub fn has_gap(&self) -> bool {
        self.0.is_empty() || self.0.values().any(|text| text.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> Text {
        serde_json::from_str(r#"{"en":"Hi","es":"Hola","pt-br":"Oi"}"#).unwrap()
    }

    #[track_caller]
    fn check(tag: &str, want: &str) {
        assert_eq!(text().resolve(&Locale::from(tag.to_owned())), want);
    }

    #[test]
    fn falls_back_from_region_to_language_to_english() {
        check("es-MX", "Hola");
        check("pt_BR", "Oi");
        check("pt", "Hi");
        check("de", "Hi");
        check("<script>", "Hi");
    }

    #[test]
    fn without_english_any_language_is_better_than_none() {
        let text: Text = serde_json::from_str(r#"{"es":"Hola"}"#).unwrap();
        assert_eq!(text.resolve(&Locale::default()), "Hola");
    }

    #[test]
    fn knows_right_to_left() {
        assert_eq!(Locale::from("ar-EG".to_owned()).direction(), Direction::Rtl);
        assert_eq!(Locale::from("es".to_owned()).direction(), Direction::Ltr);
    }
}
