//! The widget's own words.
//!
//! The edge picks the language and sends the words with the state, so the browser
//! carries none that its reader does not need.

use serde::{Deserialize, Serialize};

use crate::text::Locale;

/// The words of one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labels {
    /// Closes the widget.
    pub close: String,
    /// Sends a question away.
    pub not_now: String,
    /// Sends an answer.
    pub send: String,
    /// Marks an item as done.
    pub mark_done: String,
    /// Takes that back.
    pub undo: String,
    /// State of an item that is done.
    pub done: String,
    /// State of an item that waits for the ones before it.
    pub locked: String,
    /// Progress; `{n}` and `{total}` stand for the counts.
    pub progress: String,
    /// Beside a field that may stay empty.
    pub optional: String,
}

const ENGLISH: [&str; 9] = [
    "Close",
    "Not now",
    "Send",
    "Mark as done",
    "Undo",
    "Done",
    "Opens when the steps before it are done",
    "{n} of {total} done",
    "optional",
];

const SPANISH: [&str; 9] = [
    "Cerrar",
    "Ahora no",
    "Enviar",
    "Marcar como hecho",
    "Deshacer",
    "Hecho",
    "Se abre al terminar los pasos anteriores",
    "{n} de {total} hechos",
    "opcional",
];

impl Labels {
    /// The words for a reader of `locale`; English where we have no better.
    #[must_use]
    pub fn of(locale: &Locale) -> Self {
        let words = match locale.language() {
            "es" => SPANISH,
            _ => ENGLISH,
        };
        let [close, not_now, send, mark_done, undo, done, locked, progress, optional] =
            words.map(str::to_owned);
        Self { close, not_now, send, mark_done, undo, done, locked, progress, optional }
    }

    /// How many of `total` are done, in words.
    #[must_use]
    pub fn progress_of(&self, n: usize, total: usize) -> String {
        let fill = |(index, part): (usize, &str)| match part {
            "n" if index % 2 == 1 => n.to_string(),
            "total" if index % 2 == 1 => total.to_string(),
            text => text.to_owned(),
        };
        // Cheaper in the widget's Wasm than `replace`: a search for a character needs no tables.
        self.progress.split(['{', '}']).enumerate().map(fill).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speaks_the_readers_language_or_english() {
        let of = |tag: &str| Labels::of(&Locale::from(tag.to_owned())).progress_of(2, 5);
        assert_eq!(of("es-AR"), "2 de 5 hechos");
        assert_eq!(of("de"), "2 of 5 done");
    }
}
