//! Events on their way from the Worker into SQLite, past the object's Wasm.

use shared::time::UnixMillis;
use wasm_bindgen::JsValue;
use worker::Result;

use super::super::call::Rows;

/// An event on its way into table `event`: message id, verb, user, anonymous id, name,
/// timestamp, whether a server or a verified identity stands behind it, and where among
/// [`EventRows::texts`] its own is, from 1, and how long. A tuple, since SQLite reads a hundred
/// of them at once and would look up names.
type EventRow<'a> = (
    &'a str,
    &'static str,
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a str>,
    i64,
    bool,
    usize,
    usize,
);

/// The events of a visit, as SQLite reads them. What clients sent stands apart from the rest, one
/// after the other: as strings in JSON it would be escaped here, and parsed and unescaped there.
#[derive(Debug, Default)]
pub(crate) struct EventRows<'a> {
    rows: Vec<EventRow<'a>>,
    texts: Vec<u8>,
}

/// An event for [`EventRows`].
#[derive(Debug)]
pub(crate) struct NewEvent<'a> {
    /// Its id.
    pub(crate) message_id: &'a str,
    /// The verb.
    pub(crate) r#type: &'static str,
    /// Who did it, if it is a user.
    pub(crate) user: Option<&'a str>,
    /// Who did it, if nobody has signed in.
    pub(crate) anonymous: Option<&'a str>,
    /// What it is called.
    pub(crate) name: Option<&'a str>,
    /// When it happened, by our clock.
    pub(crate) timestamp: UnixMillis,
    /// Whether a server, or a verified identity, stands behind it.
    pub(crate) trusted: bool,
    /// All that the client sent.
    pub(crate) text: &'a str,
}

impl<'a> EventRows<'a> {
    /// The rows of `events`.
    pub(crate) fn of(events: impl ExactSizeIterator<Item = NewEvent<'a>> + Clone) -> Self {
        let n_bytes = events.clone().map(|event| event.text.len()).sum();
        let (mut rows, mut texts) = (Vec::with_capacity(events.len()), Vec::with_capacity(n_bytes));
        for event in events {
            let NewEvent { message_id, r#type, user, anonymous, name, timestamp, trusted, text } =
                event;
            let (at, len) = (texts.len() + 1, text.len());
            texts.extend_from_slice(text.as_bytes());
            rows.push((message_id, r#type, user, anonymous, name, timestamp.0, trusted, at, len));
        }
        Self { rows, texts }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Writes them out, if there are any.
    pub(super) fn write(self) -> Result<Option<Rows>> {
        if self.rows.is_empty() {
            return Ok(None);
        }
        Ok(Some(Rows { rows: serde_json::to_string(&self.rows)?, texts: self.texts }))
    }
}

/// What goes to SQLite as it came.
#[derive(Debug)]
pub(super) struct Values {
    /// JSON, if there are rows.
    pub(super) rows: JsValue,
    /// The texts that the rows point into, as bytes.
    pub(super) texts: JsValue,
}
