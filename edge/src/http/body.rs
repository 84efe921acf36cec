//! Reads a body, and no more than we take.

use std::io::Read as _;

use flate2::read::GzDecoder;
use futures_util::StreamExt as _;
use serde::Deserialize;
use shared::ingest::MAX_BODY_BYTES;

use super::{Header, Request};
use crate::error::ApiError;

/// The body as text, whatever its content type: a page sends `text/plain` to spare itself
/// a preflight.
///
/// The cap holds for what comes and for what it unpacks to: a few bytes of gzip can be a
/// gigabyte of text.
///
/// # Errors
/// [`ApiError::BodyTooLarge`]; [`ApiError::UnsupportedEncoding`] for
/// another encoding than gzip; [`ApiError::InvalidJson`] if it is no gzip or no UTF-8.
pub(crate) async fn read_text(request: &mut Request) -> Result<String, ApiError> {
    let bytes = match request.take_body() {
        Some(bytes) => bytes,
        None => read_stream(request).await?,
    };
    let bytes = match request.header(Header::ContentEncoding) {
        None | Some("identity") => bytes,
        Some("gzip") => gunzip(&bytes)?,
        Some(_) => return Err(ApiError::UnsupportedEncoding),
    };
    String::from_utf8(bytes).map_err(|error| ApiError::InvalidJson(error.to_string()))
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

fn gunzip(packed: &[u8]) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::new();
    // One byte beyond the cap tells that there are more.
    let limit = u64::try_from(MAX_BODY_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    GzDecoder::new(packed)
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| ApiError::InvalidJson(format!("gzip: {error}")))?;
    if bytes.len() > MAX_BODY_BYTES { Err(ApiError::BodyTooLarge) } else { Ok(bytes) }
}

/// The body as JSON of a known shape.
///
/// # Errors
/// As [`read_text`]; [`ApiError::InvalidJson`] with the place where it goes wrong.
pub(crate) fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, ApiError> {
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
}
