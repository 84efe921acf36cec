//! How a state travels from the edge to the Wasm: as a text in JSON, each of whose characters is a
//! byte of postcard. So what compresses the answer finds the words of the HTML in it, which base64
//! hides, and the loader hands it on as it is.

use shared::placement::WidgetState;

use crate::trusted::read;

/// Stands before the bytes, and is another whenever they come to mean something else: a page that
/// has been open for long has an older Wasm than the edge, which must not read a state by chance.
/// `tests/travel.rs` says when.
const MARK: char = '1';

/// `postcard`, as the edge has written it, as a text.
#[must_use]
pub fn to_text(postcard: &[u8]) -> String {
    std::iter::once(MARK).chain(postcard.iter().map(|byte| char::from(*byte))).collect()
}

/// The state in `text`.
///
/// # Panics
/// If there is none of this build: the loader goes on with HTML.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "no character is more than a byte")]
pub fn from_text(text: &str) -> WidgetState {
    let mut chars = text.chars();
    assert!(chars.next() == Some(MARK), "another build's state");
    let bytes: Vec<u8> = chars.map(|char| u32::from(char) as u8).collect();
    read(&bytes)
}
