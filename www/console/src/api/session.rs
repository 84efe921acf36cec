//! `GET /v1/session`: whose token this is.

use serde::Deserialize;
use web_sys::AbortSignal;

use super::{ApiError, Client};

/// The operator a token stands for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Operator {
    /// The workspace whose data the token reads.
    pub(crate) workspace: Workspace,
    /// `viewer`, `csm`, `admin`, or one this console does not know.
    pub(crate) role: String,
    /// The name the token was given.
    #[serde(default)]
    pub(crate) label: String,
}

/// A workspace.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Workspace {
    /// What people call it.
    pub(crate) name: String,
}

/// Asks whose token `client` shows.
///
/// # Errors
/// [`ApiError::Unauthorized`] if it does not stand; any other on the way.
pub(crate) async fn get_session(
    client: &Client,
    signal: &AbortSignal,
) -> Result<Operator, ApiError> {
    client.get("/v1/session", &[], signal).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_session_that_says_more_than_expected() {
        let json = r#"{"workspace":{"id":"demo","name":"Demo","plan":"x"},"role":"owner","new":1}"#;
        let operator: Operator = serde_json::from_str(json).unwrap();
        assert_eq!((&*operator.workspace.name, &*operator.role), ("Demo", "owner"));
        assert_eq!(operator.label, "");
    }
}
