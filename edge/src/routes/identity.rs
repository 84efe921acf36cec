//! `/v1/identity`: what a page must prove, and the secrets it is proved with. Admins only.

use serde::{Deserialize, Serialize};
use shared::identity::Enforcement;
use worker::Env;

use crate::{
    access::Operator,
    error::{ApiError, Resource},
    http::{Reply, Request, body, query::Query},
    objects::workspace::{self, IdentityCounts, Span},
    store::{
        self,
        identity::{self, Revoked, SecretRow},
    },
};

#[derive(Serialize)]
struct Identity {
    enforcement: Enforcement,
    secrets: Vec<SecretRow>,
    counts: IdentityCounts,
}

/// `GET /v1/identity`: how it stands.
///
/// - Query: `from`, `to` (milliseconds or RFC 3339): the days, by UTC, over which is counted.
/// - Answer: `{enforcement, secrets: [{id, hint, created_at}], counts: {verified, unverified,
///   missing}}`. Counted are visits of users to their account, while enforcement is `report` or
///   `required`; the figures may lag by some seconds.
pub(super) async fn get(
    request: &Request,
    env: &Env,
    operator: &Operator,
) -> Result<Reply, ApiError> {
    let query = Query::of(request)?;
    let span = Span { from: query.instant("from")?, to: query.instant("to")?, ..Span::default() };
    let workspace = &operator.workspace;
    Ok(Reply::json(&Identity {
        enforcement: store::workspace::enforcement(env, workspace).await?,
        secrets: identity::list(env, workspace).await?,
        counts: workspace::identity_counts(env, workspace, &span).await?,
    })?)
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Update {
    enforcement: Enforcement,
}

/// `PUT /v1/identity`: changes what is asked of pages, within ten seconds everywhere.
///
/// - Body and answer: `{enforcement: "off" | "report" | "required"}`.
/// - Errors: 400 `invalid_json`; 409 `no_identity_secret` for `required` without a secret, which
///   would lock everybody out.
pub(super) async fn update(
    mut request: Request,
    env: &Env,
    operator: &Operator,
) -> Result<Reply, ApiError> {
    let update: Update = body::parse(&body::read_text(&mut request).await?)?;
    let workspace = &operator.workspace;
    if update.enforcement == Enforcement::Required
        && identity::list(env, workspace).await?.is_empty()
    {
        return Err(ApiError::Conflict {
            code: "no_identity_secret",
            detail: "make a secret first (`POST /v1/identity/secrets`): without one nobody can \
                     prove anything",
        });
    }
    store::workspace::set_enforcement(env, workspace, update.enforcement).await?;
    Ok(Reply::json(&update)?)
}

/// A secret, told once.
#[derive(Serialize)]
struct NewSecret {
    secret: String,
    #[serde(flatten)]
    row: SecretRow,
}

/// `POST /v1/identity/secrets`: makes a secret; tokens signed with either active one hold.
///
/// - Answer: 201 `{id, secret, hint, created_at}`; the secret is told this once.
/// - Errors: 409 `too_many_secrets`: revoke the old one first.
pub(super) async fn create_secret(env: &Env, operator: &Operator) -> Result<Reply, ApiError> {
    let made = identity::insert(env, &operator.workspace).await?;
    let (row, secret) = made.ok_or(ApiError::Conflict {
        code: "too_many_secrets",
        detail: "two secrets are active; revoke the older one first",
    })?;
    Ok(Reply::json(&NewSecret { secret, row })?.with_status(201))
}

/// `DELETE /v1/identity/secrets/{id}`: tokens signed with it no longer hold.
///
/// - Answer: 200 `{id, hint, created_at}`.
/// - Errors: 404 `unknown_secret_id`; 409 `last_identity_secret` where proof is required.
pub(super) async fn revoke_secret(
    env: &Env,
    operator: &Operator,
    id: &str,
) -> Result<Reply, ApiError> {
    match identity::revoke(env, &operator.workspace, id).await? {
        Revoked::Done(row) => Ok(Reply::json(&row)?),
        Revoked::Unknown => Err(ApiError::Unknown(Resource::IdentitySecret)),
        Revoked::LastSecret => Err(ApiError::Conflict {
            code: "last_identity_secret",
            detail: "the workspace requires proof, and without a secret nobody can prove \
                     anything: make another one, or require no proof first",
        }),
    }
}
