//! `GET /v1/session`: whose token this is.

use serde::Deserialize;
use web_sys::AbortSignal;

use super::{ApiError, Client, or_default};

/// The operator a token stands for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Operator {
    /// The workspace whose data the token reads.
    pub(crate) workspace: Workspace,
    /// `viewer`, `csm`, `admin`, or one this console does not know.
    pub(crate) role: String,
    /// The name the token was given.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) label: String,
}

/// How far an operator's word reaches. Each role may do what the ones before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Reads.
    Viewer,
    /// Works accounts.
    Csm,
    /// Changes how the workspace runs.
    Admin,
}

impl Operator {
    /// Whether the operator may do what asks for `least`. The edge has the last word: this only
    /// spares people controls that it would refuse. A role that is not known here reads.
    pub(crate) fn may(&self, least: Role) -> bool {
        let role = match self.role.as_str() {
            "csm" => Role::Csm,
            "admin" => Role::Admin,
            _ => Role::Viewer,
        };
        role >= least
    }
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

    #[test]
    fn each_role_may_what_the_ones_before_it_may() {
        let may = |role: &str| {
            let json = format!(r#"{{"workspace":{{"name":"Demo"}},"role":"{role}"}}"#);
            let operator: Operator = serde_json::from_str(&json).unwrap();
            [Role::Viewer, Role::Csm, Role::Admin].map(|least| operator.may(least))
        };
        assert_eq!(may("viewer"), [true, false, false]);
        assert_eq!(may("csm"), [true, true, false]);
        assert_eq!(may("admin"), [true, true, true]);
        assert_eq!(may("owner"), [true, false, false]);
    }
}
