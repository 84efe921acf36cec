//! Writes responses.

use serde::Serialize;
use worker::{Response, ResponseBody, ResponseBuilder, Result};

/// Bodies smaller than this are not worth compressing.
const MIN_COMPRESSED_BYTES: usize = 1_024;

/// 200 with `value` as JSON, which no cache may keep.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<Response> {
    text("application/json", serde_json::to_string(value)?)
}

/// 200 with `body`, which no cache may keep.
pub(crate) fn text(content_type: &str, body: String) -> Result<Response> {
    Ok(ResponseBuilder::new()
        .with_header("content-type", content_type)?
        .with_header("cache-control", "no-store")?
        .fixed(body.into_bytes()))
}

/// Lets the runtime compress the body, if the client takes that and it is worth it.
pub(crate) fn compress(response: Response, accept_encoding: Option<&str>) -> Result<Response> {
    let is_worth_it = match response.body() {
        _ if response.status_code() == 304 => false,
        ResponseBody::Empty => false,
        ResponseBody::Body(bytes) => bytes.len() >= MIN_COMPRESSED_BYTES,
        ResponseBody::Stream(_) => true,
    };
    match accept_encoding.and_then(preferred_encoding) {
        Some(encoding) if is_worth_it => {
            with_headers(response, &[("content-encoding", encoding), ("vary", "accept-encoding")])
        }
        _ => Ok(response),
    }
}

/// Any page may read this response, and when to ask again. It holds nothing that a cookie or an address would
/// open: who may see it is decided by the key and the ids in the request.
pub(crate) fn allow_any_origin(response: Response) -> Result<Response> {
    with_headers(
        response,
        &[
            ("access-control-allow-origin", "*"),
            ("access-control-expose-headers", "retry-after"),
            ("cross-origin-resource-policy", "cross-origin"),
        ],
    )
}

/// Sets headers on a copy: those of a fetched response cannot be changed.
pub(crate) fn with_headers(response: Response, pairs: &[(&str, &str)]) -> Result<Response> {
    let headers = response.headers().clone();
    for (name, value) in pairs {
        headers.set(name, value)?;
    }
    Ok(response.with_headers(headers))
}

fn preferred_encoding(accepted: &str) -> Option<&'static str> {
    let takes = |name: &str| {
        accepted.split(',').any(|entry| {
            let (coding, weight) = entry.split_once(';').unwrap_or((entry, ""));
            coding.trim().eq_ignore_ascii_case(name) && weight.trim() != "q=0"
        })
    };
    ["br", "gzip"].into_iter().find(|name| takes(name))
}

/// Answers a preflight for `methods`.
pub(crate) fn preflight(methods: &str) -> Result<Response> {
    allow_any_origin(
        ResponseBuilder::new()
            .with_status(204)
            .with_header("access-control-allow-methods", methods)?
            .with_header(
                "access-control-allow-headers",
                "authorization, content-type, x-retry-count",
            )?
            .with_header("access-control-max-age", "86400")?
            .empty(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefers_brotli_and_heeds_a_refusal() {
        assert_eq!(preferred_encoding("gzip, deflate, br, zstd"), Some("br"));
        assert_eq!(preferred_encoding("br;q=0, gzip;q=0.5"), Some("gzip"));
        assert_eq!(preferred_encoding("identity"), None);
    }
}
