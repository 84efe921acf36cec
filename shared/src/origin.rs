//! Which pages may use a public key.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An origin, or all subdomains of one: `https://app.example.com`, `https://*.example.com`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OriginPattern(String);

/// Why a text is no [`OriginPattern`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not an origin such as https://app.example.com or https://*.example.com")]
pub struct InvalidOrigin(pub String);

impl OriginPattern {
    /// The pattern as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a page of `origin`, as its browser names it, is meant.
    #[must_use]
    pub fn matches(&self, origin: &str) -> bool {
        match self.0.split_once("://*.") {
            None => self.0.eq_ignore_ascii_case(origin),
            Some((scheme, domain)) => {
                let host = origin.split_once("://").filter(|(s, _)| s.eq_ignore_ascii_case(scheme));
                host.and_then(|(_, host)| {
                    host.to_ascii_lowercase().strip_suffix(domain).map(str::to_owned)
                })
                .is_some_and(|rest| rest.len() > 1 && rest.ends_with('.'))
            }
        }
    }
}

impl TryFrom<String> for OriginPattern {
    type Error = InvalidOrigin;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let origin = text.trim().to_ascii_lowercase();
        let is_origin = origin.split_once("://").is_some_and(|(scheme, host)| {
            let host = host.strip_prefix("*.").unwrap_or(host);
            matches!(scheme, "https" | "http")
                && !host.is_empty()
                && !host.starts_with('.')
                && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b))
        });
        if is_origin { Ok(Self(origin)) } else { Err(InvalidOrigin(text)) }
    }
}

impl From<OriginPattern> for String {
    fn from(pattern: OriginPattern) -> Self {
        pattern.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, origin: &str, want: bool) {
        let pattern = OriginPattern::try_from(pattern.to_owned()).unwrap();
        assert_eq!(pattern.matches(origin), want, "{origin}");
    }

    #[test]
    fn an_origin_is_itself_and_a_star_is_what_is_below() {
        check("https://app.example.com", "https://app.example.com", true);
        check("https://App.example.com", "https://app.example.com", true);
        check("https://app.example.com", "http://app.example.com", false);
        check("https://app.example.com", "https://app.example.com:8443", false);
        check("https://*.example.com", "https://a.b.example.com", true);
        check("https://*.example.com", "https://example.com", false);
        check("https://*.example.com", "https://evil-example.com", false);
        check("https://*.example.com", "https://.example.com", false);
        check("https://*.example.com", "null", false);
        check("http://localhost:3000", "http://localhost:3000", true);
    }

    #[test]
    fn refuses_what_is_no_origin() {
        for text in [
            "",
            "*",
            "example.com",
            "https://",
            "https://a.com/path",
            "ftp://a.com",
            "https://*.*.a",
        ] {
            assert!(OriginPattern::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
