//! Answers, written out at the end in one go: each call from Wasm into JavaScript costs, and a
//! header is one.

use std::borrow::Cow;

use serde::Serialize;
use shared::limit::Allowance;
use wasm_bindgen::prelude::*;
use worker::{EncodeBody, Error, Response, ResponseBody, Result, web_sys};

use super::encoding;

/// Bodies smaller than this are not worth compressing.
const MIN_COMPRESSED_BYTES: usize = 1_024;
/// What a page may read beside the body.
const EXPOSED: &str = "ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after";
/// What a page may send beside the body.
const ALLOWED: &str = "authorization, content-encoding, content-type, x-retry-count";

/// An answer on its way.
#[derive(Debug)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, Cow<'static, str>)>,
    body: Body,
}

#[derive(Debug)]
enum Body {
    Empty,
    Text(String),
    /// A file, or a stream.
    Platform(Box<Response>),
}

#[wasm_bindgen]
extern "C" {
    /// `edge/entry/reply.mjs`. Names and values of headers by turns, a line each.
    #[wasm_bindgen(js_name = rumboReply, catch)]
    fn make(
        status: u16,
        headers: &str,
        body: Option<Vec<u8>>,
    ) -> std::result::Result<web_sys::Response, JsValue>;
}

impl Reply {
    /// `status` and nothing else.
    pub(crate) const fn empty(status: u16) -> Self {
        Self { status, headers: vec![], body: Body::Empty }
    }

    /// 200 with `value` as JSON, which no cache may keep.
    pub(crate) fn json<T: Serialize>(value: &T) -> Result<Self> {
        let body = Body::Text(serde_json::to_string(value)?);
        let reply = Self { status: 200, headers: vec![], body };
        Ok(reply.with("content-type", "application/json").with("cache-control", "no-store"))
    }

    /// 200 with `text`.
    pub(crate) const fn text(text: String) -> Self {
        Self { status: 200, headers: vec![], body: Body::Text(text) }
    }

    /// What the platform made: a file, or a stream.
    pub(crate) fn platform(response: Response) -> Self {
        let status = response.status_code();
        Self { status, headers: vec![], body: Body::Platform(Box::new(response)) }
    }

    /// A file that `encoding` has packed already. An answer that brings none is not packed.
    pub(crate) fn packed(response: Response, encoding: &'static str) -> Self {
        if response.status_code() != 200 {
            return Self::platform(response);
        }
        let response = response.with_encode_body(EncodeBody::Manual);
        Self::platform(response).with("content-encoding", encoding)
    }

    /// The same with another status.
    pub(crate) const fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// The same with a header. Of one name, the last counts, but for `vary`, which grows.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        let value = value.into();
        match self.headers.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) if name == "vary" => {
                if !known.split(", ").any(|known| known == value) {
                    *known = format!("{known}, {value}").into();
                }
            }
            Some((_, known)) => *known = value,
            None => self.headers.push((name, value)),
        }
        self
    }

    /// Tells the client how near it is to its limit.
    pub(crate) fn with_allowance(self, allowance: Allowance) -> Self {
        let Allowance { limit, remaining, reset_s, retry_after_s } = allowance;
        let reply = self
            .with("ratelimit-limit", limit.to_string())
            .with("ratelimit-remaining", remaining.to_string())
            .with("ratelimit-reset", reset_s.to_string());
        if retry_after_s == 0 {
            reply
        } else {
            reply.with("retry-after", retry_after_s.to_string())
        }
    }

    /// Lets the page that asked read this answer, or any page if none is named. It holds nothing
    /// that a cookie or an address would open: who may see it is decided by the key and the ids
    /// in the request.
    pub(crate) fn allow_origin(self, origin: Option<&str>) -> Self {
        let is_exposed = |name| EXPOSED.split(", ").any(|exposed| exposed == name);
        let says_what_is_left = self.headers.iter().any(|(name, _)| is_exposed(*name));
        let reply = self.with("cross-origin-resource-policy", "cross-origin");
        // A file has none of them, and each byte of the loader is on the way of every page.
        let reply = if says_what_is_left {
            reply.with("access-control-expose-headers", EXPOSED)
        } else {
            reply
        };
        match origin {
            Some(origin) => {
                reply.with("access-control-allow-origin", origin.to_owned()).with("vary", "origin")
            }
            None => reply.with("access-control-allow-origin", "*"),
        }
    }

    /// Lets the runtime compress the body, if the client takes that and it is worth it.
    pub(crate) fn compress(self, accept_encoding: Option<&str>) -> Self {
        let is_worth_it = match &self.body {
            _ if self.status == 304 || self.is_packed() => false,
            Body::Empty => false,
            Body::Text(text) => text.len() >= MIN_COMPRESSED_BYTES,
            Body::Platform(response) => match response.body() {
                ResponseBody::Empty => false,
                ResponseBody::Body(bytes) => bytes.len() >= MIN_COMPRESSED_BYTES,
                ResponseBody::Stream(_) => true,
            },
        };
        match accept_encoding.and_then(encoding::preferred) {
            Some(encoding) if is_worth_it => {
                self.with("content-encoding", encoding).with("vary", "accept-encoding")
            }
            _ => self,
        }
    }

    fn is_packed(&self) -> bool {
        self.headers.iter().any(|(name, _)| *name == "content-encoding")
    }

    /// Answers a preflight for `methods`. Which pages may use a key is known when the key comes.
    pub(crate) fn preflight(methods: String, origin: Option<&str>) -> Self {
        Self::empty(204)
            .with("access-control-allow-methods", methods)
            .with("access-control-allow-headers", ALLOWED)
            .with("access-control-max-age", "86400")
            .allow_origin(origin)
    }

    /// Writes it out.
    pub(crate) fn into_response(self) -> Result<web_sys::Response> {
        let text = match self.body {
            Body::Platform(response) => {
                // The headers of a fetched response cannot be changed: a copy has its own.
                let headers = response.headers().clone();
                for (name, value) in &self.headers {
                    headers.set(name, value)?;
                }
                return Ok(response.with_headers(headers).into());
            }
            // As bytes: as text it would be decoded only to be encoded again.
            Body::Text(text) => Some(text.into_bytes()),
            Body::Empty => None,
        };
        let mut lines = String::with_capacity(512);
        for (name, value) in &self.headers {
            lines.extend([name, "\n", value.as_ref(), "\n"]);
        }
        make(self.status, &lines, text).map_err(Error::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_set_once_and_vary_grows() {
        let reply = Reply::empty(200)
            .with("cache-control", "no-store")
            .with("cache-control", "public")
            .with("vary", "origin")
            .with("vary", "accept-encoding")
            .with("vary", "origin");
        let want = [("cache-control", "public"), ("vary", "origin, accept-encoding")];
        assert_eq!(reply.headers, want.map(|(name, value)| (name, value.into())));
    }
}
