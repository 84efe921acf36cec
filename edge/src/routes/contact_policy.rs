//! `/v1/contact-policy`: how often people may be interrupted.

use serde_json::{Map, Value};
use shared::{contact::ContactPolicy, time::UnixMillis};
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
/// - Errors: 400 `invalid_json`, with the `pointer` of a field that is wrong.
pub(super) async fn update(
    mut request: Request,
    env: &Env,
    operator: &Operator,
) -> Result<Reply, ApiError> {
    let policy = read(body::parse(&body::read_text(&mut request).await?)?)?;
    store::workspace::set_contact_policy(env, &operator.workspace, &policy).await?;
    Ok(Reply::json(&policy)?)
}

const BOOLEAN: &str = "must be true or false";
const DAYS: &str = "must be a whole number of days, 0 or more";
const INSTANT: &str = "must be an instant such as 2026-11-21T10:00:00Z, or null";

/// The policy that `fields` say; what they do not name stays unread.
fn read(fields: Map<String, Value>) -> Result<ContactPolicy, ApiError> {
    let invalid = |pointer, detail| ApiError::InvalidJsonField { pointer, detail };
    let mut policy = ContactPolicy::default();
    for (name, value) in fields {
        match name.as_str() {
            // As good as absent.
            _ if value.is_null() => {}
            "paused" => {
                policy.paused = value.as_bool().ok_or_else(|| invalid("/paused", BOOLEAN))?;
            }
            "paused_until" => {
                let at = value.as_str().and_then(UnixMillis::parse_rfc3339);
                policy.paused_until = Some(at.ok_or_else(|| invalid("/paused_until", INSTANT))?);
            }
            "recontact_days" => {
                let invalid = || invalid("/recontact_days", DAYS);
                policy.recontact_days = days(&value).ok_or_else(invalid)?;
            }
            "quiet_days" => {
                let invalid = || invalid("/quiet_days", DAYS);
                policy.quiet_days = days(&value).ok_or_else(invalid)?;
            }
            _ => {}
        }
    }
    Ok(policy)
}

fn days(value: &Value) -> Option<u32> {
    value.as_u64().and_then(|days| u32::try_from(days).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, want: Result<ContactPolicy, &str>) {
        let got = read(serde_json::from_str(json).unwrap()).map_err(|error| match error {
            ApiError::InvalidJsonField { pointer, .. } => pointer,
            _ => "another error",
        });
        assert_eq!(got, want);
    }

    #[test]
    fn what_is_absent_or_unknown_changes_nothing() {
        check("{}", Ok(ContactPolicy::default()));
        check(r#"{"quiet_hours":3,"paused_until":null}"#, Ok(ContactPolicy::default()));
        check(r#"{"paused":null,"recontact_days":null}"#, Ok(ContactPolicy::default()));
        let policy = ContactPolicy { quiet_days: 0, paused: true, ..ContactPolicy::default() };
        check(r#"{"quiet_days":0,"paused":true}"#, Ok(policy));
    }

    #[test]
    fn a_field_that_is_wrong_is_named() {
        check(r#"{"recontact_days":-1}"#, Err("/recontact_days"));
        check(r#"{"quiet_days":1.5}"#, Err("/quiet_days"));
        check(r#"{"quiet_days":4294967296}"#, Err("/quiet_days"));
        check(r#"{"paused":"no"}"#, Err("/paused"));
        check(r#"{"paused_until":"2026-11-22"}"#, Err("/paused_until"));
    }
}
