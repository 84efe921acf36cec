//! Opaque cursors: where a list goes on.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The sort key of the last row of a page: an instant, and what tells rows of one instant apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cursor<K>(pub(crate) i64, pub(crate) K);

impl<K: Serialize + DeserializeOwned> Cursor<K> {
    /// The text handed to the client.
    pub(crate) fn encode(&self) -> String {
        // A tuple of a number and a text or number always has a JSON form.
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// Reads what a client hands back; `None` if we never made it.
    pub(crate) fn decode(text: &str) -> Option<Self> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_its_own_text_and_nothing_else() {
        let cursor = Cursor(7, "acme".to_owned());
        assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        assert_eq!(Cursor::<i64>::decode("nonsense"), None);
        assert_eq!(Cursor::<i64>::decode(&Cursor(7, "acme".to_owned()).encode()), None);
    }
}
