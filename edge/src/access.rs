//! Who asks, and what they may do.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use shared::{
    id::WorkspaceId,
    identity::{Enforcement, Proof},
    ingest::Sender,
    limit::Limits,
    origin::OriginPattern,
    time::UnixMillis,
};
use worker::Env;

use crate::{
    clock,
    error::ApiError,
    http::{Header, Request},
    identity, store,
};

/// How far an operator's word reaches. Each role may do what the ones before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
#[derive(Debug)]
pub(crate) struct EventKey {
    /// Whose events they are.
    pub(crate) workspace: WorkspaceId,
    /// By which people speak of it.
    pub(crate) id: String,
    /// Whether it is a secret one: what it says is believed.
    pub(crate) is_server: bool,
    /// The origins whose pages may use it; `None`: any.
    pub(crate) origins: Option<Vec<OriginPattern>>,
    /// How much it may send.
    pub(crate) limits: Limits,
    /// What its workspace asks of pages.
    pub(crate) enforcement: Enforcement,
    /// When it stops to work, if it was rotated.
    pub(crate) expires_at: Option<UnixMillis>,
}

/// Somebody of the vendor's staff.
#[derive(Debug, Clone)]
pub(crate) struct Operator {
    /// Where they work.
    pub(crate) workspace: WorkspaceId,
    /// By which people speak of the token.
    pub(crate) id: String,
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
    let header = request.header(Header::Authorization).ok_or(ApiError::Unauthorized)?;
    let token = bearer(header).ok_or(ApiError::Unauthorized)?;
    let operator = store::tokens::find(env, token).await?.ok_or(ApiError::Unauthorized)?;
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
) -> Result<Rc<EventKey>, ApiError> {
    let key = event_key(request, env, body_key).await?;
    if key.is_server { Ok(key) } else { Err(ApiError::ServerKeyRequired) }
}

/// The event key that came with a request, in `body_key` or the header.
///
/// # Errors
/// [`ApiError::MissingKey`], [`ApiError::UnknownKey`], [`ApiError::OriginNotAllowed`],
/// [`ApiError::ServerKeyInPage`].
pub(crate) async fn event_key(
    request: &Request,
    env: &Env,
    body_key: Option<&str>,
) -> Result<Rc<EventKey>, ApiError> {
    let basic_key = request.header(Header::Authorization).and_then(basic_user);
    let key = basic_key.as_deref().or(body_key).ok_or(ApiError::MissingKey)?;
    let key = store::keys::find(env, key).await?.ok_or(ApiError::UnknownKey)?;
    if key.expires_at.is_some_and(|at| at <= clock::now()) {
        return Err(ApiError::UnknownKey);
    }
    // Only browsers name an origin, and a page cannot lie about it. Whoever sends without a
    // browser could name any, so nothing is lost by letting in who names none.
    if let Some(origin) = request.header(Header::Origin) {
        if key.is_server {
            return Err(ApiError::ServerKeyInPage);
        }
        if key.origins.as_ref().is_some_and(|all| !all.iter().any(|one| one.matches(origin))) {
            return Err(ApiError::OriginNotAllowed(origin.to_owned()));
        }
    }
    Ok(key)
}

impl EventKey {
    /// Who sends, with what `token` proves of the page's user.
    pub(crate) async fn sender(&self, env: &Env, token: Option<&str>) -> Result<Sender, ApiError> {
        if self.is_server {
            return Ok(Sender::Server);
        }
        let proof = if token.is_some() {
            let secrets = store::identity::active(env, &self.workspace).await?;
            identity::prove(token, &secrets, clock::now())
        } else {
            Proof::Missing
        };
        Ok(Sender::Page(proof))
    }
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
        for role in [Role::Viewer, Role::Csm, Role::Admin] {
            let json = format!("\"{}\"", role.as_str());
            assert_eq!(serde_json::from_str::<Role>(&json).unwrap(), role);
        }
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
