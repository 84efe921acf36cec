//! What the edge says of a field, as people write it.

/// `the user id is empty` as a sentence.
pub(crate) fn sentence(detail: &str) -> String {
    let mut chars = detail.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", chars.as_str())
}
