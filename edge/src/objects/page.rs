//! Pages of a list, and the opaque cursors between them.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The sort key of the last row of a page: an instant, and what tells rows of one instant apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cursor<K>(pub(crate) i64, pub(crate) K);

/// The text in which a place in a list is handed to a client.
pub(crate) fn encode(place: &impl Serialize) -> String {
    // Tuples and structs of numbers and texts always have a JSON form.
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).unwrap_or_default())
}

/// Reads what a client hands back; `None` if we never made it.
pub(crate) fn decode<C: DeserializeOwned>(text: &str) -> Option<C> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

/// Rows of a list, and how to get those after them.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Page<T> {
    /// The rows.
    pub(crate) results: Vec<T>,
    /// Opaque; `None` after the last row.
    pub(crate) next: Option<String>,
}

impl<T> Page<T> {
    /// Of rows read one beyond `limit`: those of the page, and the cursor if there are more.
    pub(super) fn cut<C: Serialize>(
        mut rows: Vec<T>,
        limit: u32,
        cursor_of: impl Fn(&T) -> C,
    ) -> Self {
        let has_more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = rows.last().filter(|_| has_more).map(|row| encode(&cursor_of(row)));
        Self { results: rows, next }
    }

    /// The same page of what `to` makes of each row.
    pub(super) fn map<U>(self, to: impl Fn(T) -> U) -> Page<U> {
        Page { results: self.results.into_iter().map(to).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_its_own_text_and_nothing_else() {
        let cursor = Cursor(7, "acme".to_owned());
        assert_eq!(decode(&encode(&cursor)), Some(cursor.clone()));
        assert_eq!(decode::<Cursor<i64>>("nonsense"), None);
        assert_eq!(decode::<Cursor<i64>>(&encode(&cursor)), None);
    }

    #[test]
    fn a_page_has_a_cursor_only_if_rows_follow() {
        let cursor_of = |row: &i64| Cursor(*row, *row);
        let whole = Page { results: vec![3, 2], next: None };
        assert_eq!(Page::cut(vec![3, 2], 2, cursor_of), whole);
        let first = Page { results: vec![3, 2], next: Some(encode(&Cursor(2, 2))) };
        assert_eq!(Page::cut(vec![3, 2, 1], 2, cursor_of), first);
    }
}
