//! [`Client`]: authorised requests to the edge that served this console.

use form_urlencoded::Serializer;
use gloo::net::{
    Error,
    http::{Method, Request, RequestBuilder, Response},
};
use serde::de::DeserializeOwned;
use web_sys::{AbortSignal, RequestCache, RequestCredentials};

use super::{ApiError, Token};
use crate::browser::{DEADLINE_MS, FILE_DEADLINE_MS, with_deadline};

/// Asks the operators' API with one operator's token.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Client {
    token: Token,
}

impl Client {
    /// A client that shows `token`.
    pub(crate) const fn new(token: Token) -> Self {
        Self { token }
    }

    /// The token it shows.
    pub(crate) const fn token(&self) -> &Token {
        &self.token
    }

    /// Gets JSON.
    ///
    /// # Errors
    /// Any [`ApiError`]. When `signal` has fired the error means nothing: look at the signal first.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        path: &str,
        params: &[(&str, String)],
        signal: &AbortSignal,
    ) -> Result<T, ApiError> {
        let request = self.request(Method::GET, path, params, &with_deadline(signal, DEADLINE_MS));
        let request = request.header("accept", "application/json");
        send(request.build()).await?.json().await.map_err(of_fetch)
    }

    /// Changes something, with `body` as it is, and gets JSON.
    ///
    /// `version` is the newest that the change was made from, of what has versions: if there is a
    /// newer one by now, the edge refuses with `version_conflict`. 0 is before the first: there
    /// must be none yet.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub(super) async fn change<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        (body, version): (Option<String>, Option<u32>),
        signal: &AbortSignal,
    ) -> Result<T, ApiError> {
        let mut request = self
            .request(method, path, &[], &with_deadline(signal, DEADLINE_MS))
            .header("accept", "application/json");
        request = match version {
            Some(0) => request.header("if-none-match", "*"),
            Some(version) => request.header("if-match", &format!("\"{version}\"")),
            None => request,
        };
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(body),
            None => request.build(),
        };
        send(request).await?.json().await.map_err(of_fetch)
    }

    /// Gets a file.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub(super) async fn download(
        &self,
        path: &str,
        params: &[(&str, String)],
        accept: &str,
        signal: &AbortSignal,
    ) -> Result<Vec<u8>, ApiError> {
        let signal = with_deadline(signal, FILE_DEADLINE_MS);
        let request = self.request(Method::GET, path, params, &signal).header("accept", accept);
        send(request.build()).await?.binary().await.map_err(of_fetch)
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        params: &[(&str, String)],
        signal: &AbortSignal,
    ) -> RequestBuilder {
        let query = Serializer::new(String::new()).extend_pairs(params).finish();
        let url = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        RequestBuilder::new(&url)
            .method(method)
            .header("authorization", &self.token.authorization())
            // The token is the only credential; what is read is never kept on the disk.
            .credentials(RequestCredentials::Omit)
            .cache(RequestCache::NoStore)
            .abort_signal(Some(signal))
    }
}

async fn send(request: Result<Request, Error>) -> Result<Response, ApiError> {
    let answer = request.map_err(of_fetch)?.send().await.map_err(of_fetch)?;
    if answer.ok() {
        return Ok(answer);
    }
    // A body that is no problem document is an answer of something in between: the status tells.
    let problem = answer.json().await.ok();
    Err(ApiError::of_status(answer.status(), problem))
}

/// The error of a fetch that failed on the way. The names are those of the fetch standard.
fn of_fetch(error: Error) -> ApiError {
    match error {
        Error::SerdeError(_) => ApiError::Unreadable,
        Error::JsError(error) if error.name == "SyntaxError" => ApiError::Unreadable,
        Error::JsError(error) if error.name == "TimeoutError" => ApiError::TimedOut,
        Error::JsError(_) | Error::GlooError(_) => ApiError::Unreachable,
    }
}

/// `text` as one segment of a path.
pub(super) fn segment(text: &str) -> String {
    // What a form writes, but for the space, which is a plus in a query only.
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_one_whatever_is_in_it() {
        assert_eq!(segment("a/b ñ+%"), "a%2Fb%20%C3%B1%2B%25");
    }
}
