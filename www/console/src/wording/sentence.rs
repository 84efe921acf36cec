//! What the edge says of a field, as people write it.

/// `the user id is empty` as a sentence.
pub(crate) fn sentence(detail: &str) -> String {
    format!("{}.", capitalized(detail))
}

/// `text` with a capital at its beginning.
pub(crate) fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}", chars.as_str())
}
