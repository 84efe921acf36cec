//! How a client wants its answer packed.

/// What of the header `Accept-Encoding` we pack by: brotli if it takes that, else gzip.
pub(crate) fn preferred(accepted: &str) -> Option<&'static str> {
    let takes = |name: &str| {
        accepted.split(',').any(|entry| {
            let (coding, weight) = entry.split_once(';').unwrap_or((entry, ""));
            coding.trim().eq_ignore_ascii_case(name) && weight.trim() != "q=0"
        })
    };
    ["br", "gzip"].into_iter().find(|name| takes(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefers_brotli_and_heeds_a_refusal() {
        assert_eq!(preferred("gzip, deflate, br, zstd"), Some("br"));
        assert_eq!(preferred("br;q=0, gzip;q=0.5"), Some("gzip"));
        assert_eq!(preferred("identity"), None);
        assert_eq!(preferred(""), None);
    }
}
