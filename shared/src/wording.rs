//! How a language says numbers and days.

use crate::time::UnixMillis;

/// Says what only a platform's tables know. The edge brings its own.
pub trait Wording {
    /// A day without its year: `24 November`.
    fn day(&self, at: UnixMillis) -> String;
    /// A whole number: `1,234`.
    fn number(&self, n: u32) -> String;
    /// Which of the language's plural forms goes with `n`, by CLDR: `one`, `few`, `other`…
    fn plural(&self, n: u32) -> &'static str;
}

/// Says it without any table: digits, ISO dates, and English plurals.
#[derive(Debug, Clone, Copy, Default)]
pub struct Plain;

impl Wording for Plain {
    fn day(&self, at: UnixMillis) -> String {
        at.to_rfc3339().split('T').next().unwrap_or_default().to_owned()
    }

    fn number(&self, n: u32) -> String {
        n.to_string()
    }

    fn plural(&self, n: u32) -> &'static str {
        if n == 1 { "one" } else { "other" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_it_plainly() {
        assert_eq!(Plain.day(UnixMillis(1_795_255_200_032)), "2026-11-21");
        assert_eq!((Plain.number(1_234).as_str(), Plain.plural(1)), ("1234", "one"));
    }
}
