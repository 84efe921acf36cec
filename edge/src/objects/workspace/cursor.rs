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

/// Of rows read one beyond `limit`: those of the page, and the cursor if there are more.
pub(super) fn cut<R, K: Serialize + DeserializeOwned>(
    mut rows: Vec<R>,
    limit: u32,
    cursor_of: impl Fn(&R) -> Cursor<K>,
) -> (Vec<R>, Option<String>) {
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| has_more).map(|row| cursor_of(row).encode());
    (rows, next)
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

    #[test]
    fn a_page_has_a_cursor_only_if_rows_follow() {
        let cursor_of = |row: &i64| Cursor(*row, *row);
        assert_eq!(cut(vec![3, 2], 2, cursor_of), (vec![3, 2], None));
        let (page, next) = cut(vec![3, 2, 1], 2, cursor_of);
        assert_eq!((page, next), (vec![3, 2], Some(Cursor(2, 2).encode())));
    }
}
