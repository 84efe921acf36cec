//! Who asks, and what they may do.

use serde::Serialize;
use shared::{id::WorkspaceId, ingest::Sender};
use worker::{Env, Request};

use crate::{error::ApiError, store::control};

/// How far an operator's word reaches. Each role may do what the ones before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// Reads.
    Viewer,
    /// Works accounts.
    Csm,
    /// Changes how the workspace runs.
    Admin,
}

/// What a route asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Access {
    /// Nothing.
    Anyone,
    /// An event key of a workspace, in the body or by Basic authentication.
    EventKey,
    /// The same, and the key must be a secret one: what it says is believed.
    ServerKey,
    /// An operator token of at least this role.
    Operator(Role),
}

/// A key that sends events.
#[derive(Debug, Clone)]
pub(crate) struct EventKey {
    /// Whose events they are.
    pub(crate) workspace: WorkspaceId,
    /// Who has it.
    pub(crate) sender: Sender,
}

/// Somebody of the vendor's staff.
#[derive(Debug, Clone)]
pub(crate) struct Operator {
    /// Where they work.
    pub(crate) workspace: WorkspaceId,
    /// How far their word reaches.
    pub(crate) role: Role,
    /// What the token is called.
    pub(crate) label: String,
}

impl Role {
    /// The word on the wire and in SQL.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Csm => "csm",
            Self::Admin => "admin",
        }
    }

    /// The role that `word` names.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        [Self::Viewer, Self::Csm, Self::Admin].into_iter().find(|role| role.as_str() == word)
    }
}

/// The operator behind a request, if their role reaches as far as `least`.
///
/// # Errors
/// [`ApiError::Unauthorized`], [`ApiError::Forbidden`].
pub(crate) async fn operator(
    request: &Request,
    env: &Env,
    least: Role,
) -> Result<Operator, ApiError> {
    let header = request.headers().get("authorization")?.ok_or(ApiError::Unauthorized)?;
    let token = bearer(&header).ok_or(ApiError::Unauthorized)?;
    let operator = control::find_operator(env, token).await?.ok_or(ApiError::Unauthorized)?;
    if operator.role < least {
        return Err(ApiError::Forbidden(least.as_str()));
    }
    Ok(operator)
}

/// The event key of a request that only a server may make.
///
/// # Errors
/// As [`event_key`]; [`ApiError::ServerKeyRequired`].
pub(crate) async fn server_key(
    request: &Request,
    env: &Env,
    body_key: Option<&str>,
) -> Result<EventKey, ApiError> {
    let key = event_key(request, env, body_key).await?;
    match key.sender {
        Sender::Server => Ok(key),
        Sender::Page => Err(ApiError::ServerKeyRequired),
    }
}

/// The event key that came with a request, in `body_key` or the header.
///
/// # Errors
/// [`ApiError::MissingKey`], [`ApiError::UnknownKey`].
pub(crate) async fn event_key(
    request: &Request,
    env: &Env,
    body_key: Option<&str>,
) -> Result<EventKey, ApiError> {
    let header = request.headers().get("authorization")?;
    let basic_key = header.as_deref().and_then(basic_user);
    let key = basic_key.as_deref().or(body_key).ok_or(ApiError::MissingKey)?;
    control::find_event_key(env, key).await?.ok_or(ApiError::UnknownKey)
}

fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The user of `Basic base64("USER:PASSWORD")`: Segment's clients put the key there.
fn basic_user(header: &str) -> Option<String> {
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    let (scheme, credentials) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let credentials = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    let (user, _) = credentials.split_once(':')?;
    (!user.is_empty()).then(|| user.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_ordered_and_keep_their_words() {
        assert!(Role::Viewer < Role::Csm && Role::Csm < Role::Admin);
        assert_eq!(Role::parse("csm"), Some(Role::Csm));
        assert_eq!(Role::parse("root"), None);
    }

    #[test]
    fn reads_credentials_and_nothing_else() {
        assert_eq!(bearer("Bearer op_1"), Some("op_1"));
        assert_eq!(bearer("bearer op_1"), Some("op_1"));
        assert_eq!(bearer("Basic op_1"), None);
        assert_eq!(basic_user("Basic d2tfZGVtbzo="), Some("wk_demo".to_owned()));
        assert_eq!(basic_user("Basic Og=="), None);
        assert_eq!(basic_user("Basic %%%"), None);
    }
}
