//! Secrets that we make, and what we keep of them.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// How much of a secret is shown to tell it from others.
const HINT_CHARS: usize = 4;

/// A new secret of the kind that `prefix` names, with more than 240 random bits.
pub(crate) fn make(prefix: &str) -> String {
    format!("{prefix}_{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

/// A new id of the kind that `prefix` names; later ones sort later.
pub(crate) fn make_id(prefix: &str) -> String {
    format!("{prefix}_{}", Uuid::now_v7().simple())
}

/// What is kept of a secret: SHA-256 in lower-case hex.
pub(crate) fn hash(secret: &str) -> String {
    let hex = |byte: &u8| {
        [byte >> 4, byte & 15].map(|half| char::from(b"0123456789abcdef"[half as usize]))
    };
    Sha256::digest(secret).iter().flat_map(hex).collect()
}

/// The end of a secret, to tell it from others.
pub(crate) fn hint(secret: &str) -> &str {
    secret.char_indices().nth_back(HINT_CHARS - 1).map_or("", |(start, _)| &secret[start..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_the_seed_does() {
        let want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash("abc"), want);
    }

    #[test]
    fn a_hint_is_the_end_and_never_a_short_secret() {
        assert_eq!(hint("sk_0123456789"), "6789");
        assert_eq!(hint("abc"), "");
    }
}
