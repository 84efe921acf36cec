//! `/v1/tokens`: who of the vendor's staff may read and do what. Admins only.

use serde::{Deserialize, Serialize};
use worker::Env;

use super::keys::check_label;
use crate::{
    access::{Operator, Role},
    error::{ApiError, Resource},
    http::{Reply, Request, body},
    store::tokens::{self, Revoked, TokenRow},
};

/// A token with its secret: told once.
#[derive(Serialize)]
struct NewToken {
    token: String,
    #[serde(flatten)]
    row: TokenRow,
}

#[derive(Serialize)]
struct Listed {
    results: Vec<TokenRow>,
}

/// `GET /v1/tokens`: all of them, the newest first.
///
/// - Answer: `{results: [{id, role, label, hint, created_at, revoked_at}]}`.
pub(super) async fn list(env: &Env, operator: &Operator) -> Result<Reply, ApiError> {
    let results = tokens::list(env, &operator.workspace).await?;
    Ok(Reply::json(&Listed { results })?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Create {
    role: Role,
    label: String,
}

/// `POST /v1/tokens`: makes a token.
///
/// - Body: `{role: "viewer" | "csm" | "admin", label}`.
/// - Answer: 201 and the token as in the list, with `token`, told this once.
/// - Errors: 400 `invalid_json`, `invalid_field`.
pub(super) async fn create(
    mut request: Request,
    env: &Env,
    operator: &Operator,
) -> Result<Reply, ApiError> {
    let Create { role, label } = body::parse(&body::read_text(&mut request).await?)?;
    check_label(&label)?;
    let (row, token) = tokens::insert(env, &operator.workspace, role, &label).await?;
    Ok(Reply::json(&NewToken { token, row })?.with_status(201))
}

/// `DELETE /v1/tokens/{id}`: the token no longer works, within ten seconds everywhere.
///
/// - Answer: 200 and the token as in the list.
/// - Errors: 404 `unknown_token_id`; 409 `last_admin`.
pub(super) async fn revoke(env: &Env, operator: &Operator, id: &str) -> Result<Reply, ApiError> {
    match tokens::revoke(env, &operator.workspace, id).await? {
        Revoked::Done(row) => Ok(Reply::json(&row)?),
        Revoked::Unknown => Err(ApiError::Unknown(Resource::Token)),
        Revoked::LastAdmin => Err(ApiError::Conflict {
            code: "last_admin",
            detail: "this is the last admin token: nobody could make another one",
        }),
    }
}
