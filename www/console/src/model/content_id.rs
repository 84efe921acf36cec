//! What content may be called.

/// The most characters the edge takes.
const MAX_CHARS: usize = 64;

/// What is wrong with an id, as the edge would find it: there an id that is none names nothing.
pub(crate) fn id_fault(id: &str) -> Option<&'static str> {
    let is_good = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_');
    if id.is_empty() {
        Some("Give it an ID.")
    } else if !id.bytes().all(is_good) {
        Some("Only a–z, 0–9, - and _ may be in an ID.")
    } else if id.len() > MAX_CHARS {
        Some("An ID has 64 characters at most.")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_slug_of_at_most_64_characters() {
        assert_eq!(id_fault("get-started_2"), None);
        assert_eq!(id_fault(&"a".repeat(64)), None);
        for wrong in ["", " ", "A", "a b", "ñ", "a/b", &"a".repeat(65)] {
            assert!(id_fault(wrong).is_some(), "{wrong}");
        }
    }
}
