//! Events on their way from the Worker into SQLite, past the object's Wasm.

use shared::time::UnixMillis;
use wasm_bindgen::JsValue;
use worker::Result;

use super::super::call::Message;

/// What most rows take at most, beside their text.
const ROW_BYTES: usize = 160;

/// An event on its way into table `event`: message id, verb, user, anonymous id, name,
/// timestamp, whether a server or a verified identity stands behind it, and where among the
/// bytes of the call its text is, from 1, and how long. A tuple, since SQLite reads a hundred
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
    events: Vec<NewEvent<'a>>,
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
    pub(crate) fn of(events: impl Iterator<Item = NewEvent<'a>>) -> Self {
        Self { events: events.collect() }
    }

    /// How many there are.
    pub(crate) const fn len(&self) -> usize {
        self.events.len()
    }

    /// The call that says `head` to the object and these rows to its SQLite, if there are any.
    pub(super) fn call(self, head: Vec<u8>) -> Result<Message> {
        if self.events.is_empty() {
            return Ok(Message::of(head));
        }
        let (n_read, mut bytes) = (head.len(), head);
        let mut rows: Vec<EventRow<'_>> = Vec::with_capacity(self.events.len());
        bytes.reserve(self.events.iter().map(|event| event.text.len() + ROW_BYTES).sum());
        for event in self.events {
            let NewEvent { message_id, r#type, user, anonymous, name, timestamp, trusted, text } =
                event;
            let (at, len) = (bytes.len() + 1, text.len());
            bytes.extend_from_slice(text.as_bytes());
            rows.push((message_id, r#type, user, anonymous, name, timestamp.0, trusted, at, len));
        }
        let rows_at = Some(bytes.len());
        serde_json::to_writer(&mut bytes, &rows)?;
        Ok(Message { bytes, n_read, rows_at })
    }
}

/// What goes to SQLite as it came.
#[derive(Debug)]
pub(super) struct Values {
    /// The bytes of the call. The texts that the rows point into are among them.
    pub(super) bytes: JsValue,
    /// Where among them the rows begin, as JSON, to the end; 0 if there are none.
    pub(super) rows_at: u32,
}
