//! What is around the items of a request.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;
use thiserror::Error;

use super::{MAX_BATCH_ITEMS, Object};
use crate::time::UnixMillis;

/// A batch: items still unread, and what they share.
#[derive(Debug)]
pub struct Envelope<'a> {
    /// The key in the body, where the client puts it there.
    pub write_key: Option<String>,
    /// What proves who the page's user is, where the client sends it.
    pub token: Option<String>,
    /// The client's clock when it sent this.
    pub sent_at: Option<UnixMillis>,
    /// The items, each with its own text.
    pub items: Vec<&'a RawValue>,
}

/// Why a body is no batch.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvalidEnvelope {
    /// No JSON, or not of the shape.
    #[error("{0}")]
    Json(String),
    /// More items than a batch may have.
    #[error("the batch has {0} items; the most is {MAX_BATCH_ITEMS}")]
    TooManyItems(usize),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    write_key: Option<String>,
    token: Option<String>,
    #[serde(borrow)]
    sent_at: Option<Cow<'a, str>>,
    #[serde(borrow)]
    batch: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SingleBody {
    write_key: Option<String>,
    token: Option<String>,
}

impl<'a> Envelope<'a> {
    /// Reads the body of `/v1/batch`.
    ///
    /// # Errors
    /// [`InvalidEnvelope`].
    pub fn of_batch(body: &'a str) -> Result<Self, InvalidEnvelope> {
        let Object(body) = serde_json::from_str::<Object<Body>>(body).map_err(json_error)?;
        if body.batch.len() > MAX_BATCH_ITEMS {
            return Err(InvalidEnvelope::TooManyItems(body.batch.len()));
        }
        Ok(Self {
            write_key: body.write_key,
            token: body.token,
            sent_at: body.sent_at.as_deref().and_then(UnixMillis::parse_rfc3339),
            items: body.batch,
        })
    }

    /// Reads the body of a single verb, which is the item itself.
    ///
    /// # Errors
    /// [`InvalidEnvelope::Json`].
    pub fn of_single(body: &'a str) -> Result<Self, InvalidEnvelope> {
        let Object(SingleBody { write_key, token }) =
            serde_json::from_str(body).map_err(json_error)?;
        let item: &RawValue = serde_json::from_str(body).map_err(json_error)?;
        Ok(Self { write_key, token, sent_at: None, items: vec![item] })
    }
}

fn json_error(error: serde_json::Error) -> InvalidEnvelope {
    InvalidEnvelope::Json(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_text_of_each_item() {
        let body = r#"{"writeKey":"wk","batch":[{"a": 1}, 7],"sentAt":"1970-01-01T00:00:01Z"}"#;
        let envelope = Envelope::of_batch(body).unwrap();
        assert_eq!(envelope.write_key.as_deref(), Some("wk"));
        assert_eq!(envelope.sent_at, Some(UnixMillis(1000)));
        let items: Vec<_> = envelope.items.iter().map(|item| item.get()).collect();
        assert_eq!(items, [r#"{"a": 1}"#, "7"]);
    }

    #[test]
    fn a_broken_body_and_one_with_too_many_items_are_refused_whole() {
        assert!(matches!(Envelope::of_batch("{"), Err(InvalidEnvelope::Json(_))));
        assert!(matches!(Envelope::of_batch("{}"), Err(InvalidEnvelope::Json(_))));
        assert!(matches!(Envelope::of_single("[]"), Err(InvalidEnvelope::Json(_))));
        assert!(matches!(Envelope::of_single(r#"["wk",null]"#), Err(InvalidEnvelope::Json(_))));
        let array = r#"["wk",null,null,[{"type":"page","userId":"u"}]]"#;
        assert!(matches!(Envelope::of_batch(array), Err(InvalidEnvelope::Json(_))));
        let batch = vec!["{}"; MAX_BATCH_ITEMS + 1].join(",");
        let got = Envelope::of_batch(&format!(r#"{{"batch":[{batch}]}}"#)).err();
        assert_eq!(got, Some(InvalidEnvelope::TooManyItems(MAX_BATCH_ITEMS + 1)));
    }
}
