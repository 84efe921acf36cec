//! [`Client`]: authorised requests to the edge that served this console.

use form_urlencoded::Serializer;
use gloo::net::{
    Error,
    http::{Request, Response},
};
use serde::de::DeserializeOwned;
use web_sys::{AbortSignal, RequestCache, RequestCredentials};

use super::{ApiError, Token};
use crate::browser::with_deadline;

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
        let answer = self.send(path, params, "application/json", signal).await?;
        answer.json().await.map_err(of_fetch)
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
        self.send(path, params, accept, signal).await?.binary().await.map_err(of_fetch)
    }

    async fn send(
        &self,
        path: &str,
        params: &[(&str, String)],
        accept: &str,
        signal: &AbortSignal,
    ) -> Result<Response, ApiError> {
        let query = Serializer::new(String::new()).extend_pairs(params).finish();
        let url = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        let answer = Request::get(&url)
            .header("authorization", &self.token.authorization())
            .header("accept", accept)
            // The token is the only credential; what is read is never kept on the disk.
            .credentials(RequestCredentials::Omit)
            .cache(RequestCache::NoStore)
            .abort_signal(Some(&with_deadline(signal)))
            .send()
            .await
            .map_err(of_fetch)?;
        if answer.ok() {
            return Ok(answer);
        }
        // A body that is no problem document is an answer of something in between: the status tells.
        let problem = answer.json().await.ok();
        Err(ApiError::of_status(answer.status(), problem))
    }
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
