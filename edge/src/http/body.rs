//! Reads a body, and no more than we take.

use std::{borrow::Cow, io::Read as _};

use flate2::read::MultiGzDecoder;
use futures_util::StreamExt as _;
use serde::{Deserialize, Deserializer};
use shared::ingest::{MAX_BODY_BYTES, Object, check_readable, mend};

use super::{Header, Request};
use crate::error::ApiError;

/// The body as text, whatever its content type: a page sends `text/plain` to spare itself
/// a preflight.
///
/// The cap holds for what comes and for what it unpacks to: a few bytes of gzip can be a
/// gigabyte of text. Half a character, which a client made by cutting a text, is replaced.
///
/// # Errors
/// [`ApiError::BodyTooLarge`]; [`ApiError::UnsupportedEncoding`] for
/// another encoding than gzip; [`ApiError::InvalidJson`] if it is no gzip or no UTF-8.
pub(crate) async fn read_text(request: &mut Request) -> Result<String, ApiError> {
    let bytes = match request.take_body() {
        Some(bytes) => bytes,
        None => read_stream(request).await?,
    };
    let bytes = match Encoding::of(request.header(Header::ContentEncoding))? {
        Encoding::Plain => bytes,
        Encoding::Gzip => gunzip(&bytes)?,
    };
    let text =
        String::from_utf8(bytes).map_err(|error| ApiError::InvalidJson(error.to_string()))?;
    Ok(match mend(&text) {
        Cow::Owned(mended) => mended,
        Cow::Borrowed(_) => text,
    })
}

/// How a body is packed.
#[derive(Debug, PartialEq, Eq)]
enum Encoding {
    Plain,
    Gzip,
}

impl Encoding {
    /// By its name, in capitals or not; `x-gzip` is what gzip was called once.
    fn of(name: Option<&str>) -> Result<Self, ApiError> {
        let is = |known: &str| name.is_none_or(|name| name.trim().eq_ignore_ascii_case(known));
        if is("identity") {
            Ok(Self::Plain)
        } else if is("gzip") || is("x-gzip") {
            Ok(Self::Gzip)
        } else {
            Err(ApiError::UnsupportedEncoding)
        }
    }
}

/// How much of a body beyond the cap is read and dropped. A client that is still sending
/// when the connection closes never sees why.
const MAX_DRAINED_BYTES: usize = 8 * MAX_BODY_BYTES;

async fn read_stream(request: &Request) -> Result<Vec<u8>, ApiError> {
    // Without a body there is no stream to read.
    let Ok(mut stream) = request.platform().stream() else { return Ok(Vec::new()) };
    let (mut bytes, mut n_read) = (Vec::new(), 0);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk?;
        n_read += chunk.len();
        if n_read <= MAX_BODY_BYTES {
            bytes.extend_from_slice(&chunk);
        } else if n_read > MAX_DRAINED_BYTES {
            break;
        }
    }
    if n_read > MAX_BODY_BYTES { Err(ApiError::BodyTooLarge) } else { Ok(bytes) }
}

/// All members of `packed`, one after the other: who compresses as they write ends one at each
/// flush.
fn gunzip(packed: &[u8]) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    // One byte beyond the cap tells that there are more.
    let limit = u64::try_from(MAX_BODY_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    MultiGzDecoder::new(packed)
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| ApiError::InvalidJson(format!("gzip: {error}")))?;
    if bytes.len() > MAX_BODY_BYTES { Err(ApiError::BodyTooLarge) } else { Ok(bytes) }
}

/// The body as a JSON object of a known shape. An array of its values in our order is none.
///
/// # Errors
/// [`ApiError::InvalidJson`] with the place where it goes wrong.
pub(crate) fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, ApiError> {
    read(text).map(|Object(body)| body)
}

/// The body as JSON of any kind that can be read again within what it will be stored in.
///
/// # Errors
/// As [`parse`]; [`ApiError::InvalidJson`] for what is nested too deep, too.
pub(crate) fn parse_any<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, ApiError> {
    let body = read(text)?;
    check_readable(text, 0).map_err(|fault| ApiError::InvalidJson(fault.to_string()))?;
    Ok(body)
}

/// A field that may be absent, or null, which means the same.
///
/// # Errors
/// For what is no `T` and not null either.
pub(crate) fn or_default<'de, D, T>(field: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::deserialize(field).map(Option::unwrap_or_default)
}

fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|error| ApiError::InvalidJson(error.to_string()))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn unpacks_up_to_the_cap_and_no_further() {
        let full = vec![b' '; MAX_BODY_BYTES];
        assert_eq!(gunzip(&gzip(&full)).unwrap(), full);
        let bomb = gzip(&vec![b' '; 50 * MAX_BODY_BYTES]);
        assert!(bomb.len() < MAX_BODY_BYTES);
        assert!(matches!(gunzip(&bomb), Err(ApiError::BodyTooLarge)));
        assert!(matches!(gunzip(b"no gzip"), Err(ApiError::InvalidJson(_))));
    }

    #[test]
    fn reads_every_member_of_a_gzip_under_the_one_cap() {
        let members = [gzip(b"{\"a\":"), gzip(b""), gzip(b"1}")].concat();
        assert_eq!(gunzip(&members).unwrap(), b"{\"a\":1}");
        let cut = &members[..members.len() - 9];
        assert!(matches!(gunzip(cut), Err(ApiError::InvalidJson(_))));
        let bomb = gzip(&vec![b' '; MAX_BODY_BYTES / 2]).repeat(3);
        assert!(matches!(gunzip(&bomb), Err(ApiError::BodyTooLarge)));
    }

    #[test]
    fn an_encoding_is_known_by_any_of_its_names() {
        for name in [None, Some("identity"), Some("Identity")] {
            assert_eq!(Encoding::of(name).unwrap(), Encoding::Plain);
        }
        for name in ["gzip", "GZIP", "x-gzip", " X-Gzip "] {
            assert_eq!(Encoding::of(Some(name)).unwrap(), Encoding::Gzip);
        }
        for name in ["br", "gzip, br", "zip"] {
            assert!(matches!(Encoding::of(Some(name)), Err(ApiError::UnsupportedEncoding)));
        }
    }

    #[test]
    fn a_body_is_an_object_unless_the_route_takes_others() {
        #[derive(Debug, Deserialize)]
        struct Named {
            name: String,
        }
        assert_eq!(parse::<Named>(r#"{"name":"a"}"#).unwrap().name, "a");
        assert!(matches!(parse::<Named>(r#"["a"]"#), Err(ApiError::InvalidJson(_))));
        assert_eq!(parse_any::<Vec<u8>>("[1]").unwrap(), [1]);
        let deep = format!("{}{}", "[".repeat(120), "]".repeat(120));
        assert!(serde_json::from_str::<serde_json::Value>(&deep).is_ok());
        assert!(matches!(parse_any::<serde_json::Value>(&deep), Err(ApiError::InvalidJson(_))));
    }
}
