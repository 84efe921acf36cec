//! Requests, their heads read in one go: each call from Wasm into JavaScript costs, and a header
//! is one.

use worker::{Method, Result, Url, web_sys};

/// A request that came.
#[derive(Debug)]
pub(crate) struct Request {
    /// The method, the URL and the headers of [`Header`], a line each.
    head: String,
    body: Option<Vec<u8>>,
    raw: web_sys::Request,
}

/// A header that most routes read; they stand in the head in this order. As in
/// `edge/entry/request.mjs`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Header {
    /// How the answer may be packed, in the client's own words.
    AcceptEncoding,
    /// The origin of the page that asks.
    Origin,
    /// The key or token.
    Authorization,
    /// How the body is packed.
    ContentEncoding,
}

/// A header that few routes read: it is got when it is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum RareHeader {
    /// What the client began from.
    IfMatch,
    /// What the client has already.
    IfNoneMatch,
    /// What the client is.
    UserAgent,
    /// Which xAPI the client speaks.
    XapiVersion,
}

impl RareHeader {
    const fn as_str(self) -> &'static str {
        match self {
            Self::IfMatch => "if-match",
            Self::IfNoneMatch => "if-none-match",
            Self::UserAgent => "user-agent",
            Self::XapiVersion => "x-experience-api-version",
        }
    }
}

impl Request {
    /// A request with this head. `body` is absent if it was not read yet.
    pub(crate) const fn new(head: String, body: Option<Vec<u8>>, raw: web_sys::Request) -> Self {
        Self { head, body, raw }
    }

    /// What is asked for; `None` for a method that nothing here takes.
    pub(crate) fn method(&self) -> Option<Method> {
        method_of(self.method_name())
    }

    /// The method as it came.
    pub(crate) fn method_name(&self) -> &str {
        self.line(0)
    }

    /// The whole URL, as text.
    pub(crate) fn url_text(&self) -> &str {
        self.line(1)
    }

    /// The whole URL.
    pub(crate) fn url(&self) -> Result<Url> {
        Ok(Url::parse(self.url_text())?)
    }

    /// The path, percent-encoded as it came.
    pub(crate) fn path(&self) -> &str {
        path_of(self.url_text())
    }

    /// The header `name`, unless it is absent or empty.
    pub(crate) fn header(&self, name: Header) -> Option<&str> {
        Some(self.line(2 + name as usize)).filter(|value| !value.is_empty())
    }

    /// The header `name`, unless it is absent or empty.
    pub(crate) fn rare_header(&self, name: RareHeader) -> Option<String> {
        let value = self.raw.headers().get(name.as_str()).ok().flatten();
        value.filter(|value| !value.is_empty())
    }

    /// Takes out the body, if it was read already.
    pub(super) const fn take_body(&mut self) -> Option<Vec<u8>> {
        self.body.take()
    }

    /// The platform's own, for what it does best.
    pub(super) fn platform(&self) -> worker::Request {
        Clone::clone(&self.raw).into()
    }

    fn line(&self, index: usize) -> &str {
        self.head.split('\n').nth(index).unwrap_or_default()
    }
}

/// The method of this name. The platform takes any that it does not know for a GET.
fn method_of(name: &str) -> Option<Method> {
    let method = Method::from(name.to_owned());
    (method != Method::Get || name.eq_ignore_ascii_case("GET")).then_some(method)
}

/// The path in `url`, which the platform has written: there is a slash after the host.
fn path_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let path = url[host..].find('/').map_or("/", |at| &url[host + at..]);
    path.split(['?', '#']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_that_nobody_knows_is_no_get() {
        assert_eq!(method_of("GET"), Some(Method::Get));
        assert_eq!(method_of("PATCH"), Some(Method::Patch));
        assert_eq!(method_of("PROPFIND"), None);
        assert_eq!(method_of(""), None);
    }

    #[test]
    fn finds_the_path_in_a_url() {
        assert_eq!(path_of("https://rumbo.example/v1/batch?a=/b#c"), "/v1/batch");
        assert_eq!(path_of("http://localhost:8787/"), "/");
        assert_eq!(path_of("http://localhost:8787/v1/accounts/a%2Fb"), "/v1/accounts/a%2Fb");
    }
}
