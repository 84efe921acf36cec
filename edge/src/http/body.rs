//! Reads a body, and no more than we take.

use futures_util::StreamExt as _;
use serde::Deserialize;
use shared::ingest::MAX_BODY_BYTES;
use worker::Request;

use crate::error::ApiError;

/// The body as text, whatever its content type: a page sends `text/plain` to spare itself
/// a preflight.
///
/// # Errors
/// [`ApiError::BodyTooLarge`] as soon as that is known; [`ApiError::InvalidJson`] if it is no UTF-8.
pub(crate) async fn read_text(request: &mut Request) -> Result<String, ApiError> {
    let announced = request.headers().get("content-length")?;
    let bytes = match announced.and_then(|length| length.parse::<usize>().ok()) {
        Some(length) if length > MAX_BODY_BYTES => return Err(ApiError::BodyTooLarge),
        // The runtime holds a body to its announced length.
        Some(0) => Vec::new(),
        Some(_) => request.bytes().await?,
        None => read_stream(request).await?,
    };
    String::from_utf8(bytes).map_err(|error| ApiError::InvalidJson(error.to_string()))
}

async fn read_stream(request: &mut Request) -> Result<Vec<u8>, ApiError> {
    // Without a body there is no stream to read.
    let Ok(mut stream) = request.stream() else { return Ok(Vec::new()) };
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        bytes.extend_from_slice(&chunk?);
        if bytes.len() > MAX_BODY_BYTES {
            return Err(ApiError::BodyTooLarge);
        }
    }
    Ok(bytes)
}

/// The body as JSON of a known shape.
///
/// # Errors
/// As [`read_text`]; [`ApiError::InvalidJson`] with the place where it goes wrong.
pub(crate) fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|error| ApiError::InvalidJson(error.to_string()))
}
