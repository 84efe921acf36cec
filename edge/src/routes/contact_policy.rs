//! `/v1/contact-policy`: how often people may be interrupted.

use shared::contact::ContactPolicy;
use worker::Env;

use crate::{
    access::Operator,
    error::ApiError,
    http::{Reply, Request, body},
    store,
};

/// `GET /v1/contact-policy`.
///
/// - Answer: `{paused, paused_until, recontact_days, quiet_days}`.
pub(super) async fn get(env: &Env, operator: &Operator) -> Result<Reply, ApiError> {
    let policy = store::workspace::contact_policy(env, &operator.workspace).await?;
    Ok(Reply::json(&*policy)?)
}

/// `PUT /v1/contact-policy`: changes it, within ten seconds everywhere.
///
/// - Body and answer: `{paused?, paused_until?, recontact_days?, quiet_days?}`; what is absent
///   goes back to its default. `paused_until` is RFC 3339.
/// - Errors: 400 `invalid_json`.
pub(super) async fn update(
    mut request: Request,
    env: &Env,
    operator: &Operator,
) -> Result<Reply, ApiError> {
    let policy: ContactPolicy = body::parse(&body::read_text(&mut request).await?)?;
    store::workspace::set_contact_policy(env, &operator.workspace, &policy).await?;
    Ok(Reply::json(&policy)?)
}
