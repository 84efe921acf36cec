//! How a language says numbers and days: the platform's own tables.

use shared::{text::Locale, time::UnixMillis, wording::Wording};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `edge/entry/wording.mjs`.
    #[wasm_bindgen(js_name = rumboWords)]
    fn words(what: &str, locale: &str, value: f64) -> String;
}

/// A language as the platform knows it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Language<'a>(pub(crate) &'a Locale);

impl Language<'_> {
    /// A day with its year: `24 November 2026`.
    pub(crate) fn date(self, at: UnixMillis) -> String {
        #[expect(clippy::cast_precision_loss, reason = "instants are far below 2^53")]
        words("date", self.0.as_str(), at.0 as f64)
    }
}

impl Wording for Language<'_> {
    fn day(&self, at: UnixMillis) -> String {
        #[expect(clippy::cast_precision_loss, reason = "instants are far below 2^53")]
        words("day", self.0.as_str(), at.0 as f64)
    }

    fn number(&self, n: u32) -> String {
        words("number", self.0.as_str(), n.into())
    }

    fn plural(&self, n: u32) -> &'static str {
        let form = words("plural", self.0.as_str(), n.into());
        let forms = ["zero", "one", "two", "few", "many"];
        forms.into_iter().find(|name| *name == form).unwrap_or("other")
    }
}
