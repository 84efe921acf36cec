//! Pages of lists.

use serde::Deserialize;

/// Rows a page, unless a list says otherwise. The edge gives at most 100.
const PAGE_SIZE: usize = 50;

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Page<R> {
    /// The rows.
    pub(crate) results: Vec<R>,
    /// The cursor of the next page; `None` on the last.
    #[serde(default)]
    pub(crate) next: Option<String>,
}

/// The parameters of the page that begins at `cursor`, or of the first.
pub(super) fn page_params(cursor: Option<String>) -> Vec<(&'static str, String)> {
    sized_params(PAGE_SIZE, cursor)
}

/// The same for a page of `size` rows.
pub(super) fn sized_params(size: usize, cursor: Option<String>) -> Vec<(&'static str, String)> {
    let mut params = vec![("limit", size.to_string())];
    params.extend(cursor.map(|cursor| ("cursor", cursor)));
    params
}
