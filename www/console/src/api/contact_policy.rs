//! `/v1/contact-policy`: how often people may be interrupted.

use gloo::net::http::Method;
use serde::{Deserialize, Serialize};
use web_sys::AbortSignal;

use super::{ApiError, Client};

const PATH: &str = "/v1/contact-policy";

/// How often people may be interrupted, over all that a workspace asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ContactPolicy {
    /// Nothing interrupts anybody.
    pub(crate) paused: bool,
    /// Nothing interrupts anybody before this instant, RFC 3339.
    pub(crate) paused_until: Option<String>,
    /// The least days between two surveys that one person sees.
    pub(crate) recontact_days: Days,
    /// The least days of quiet after a person sent something away.
    pub(crate) quiet_days: Days,
}

/// A number of days as the operator typed it: what is none the edge refuses, by its field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Days {
    /// A whole number.
    Whole(i64),
    /// Anything else.
    Other(String),
}

impl From<String> for Days {
    fn from(typed: String) -> Self {
        typed.trim().parse().map_or(Self::Other(typed), Self::Whole)
    }
}

impl std::fmt::Display for Days {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(days) => write!(f, "{days}"),
            Self::Other(typed) => f.write_str(typed),
        }
    }
}

/// Gets the policy in force.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_contact_policy(
    client: Client,
    signal: AbortSignal,
) -> Result<ContactPolicy, ApiError> {
    client.get(PATH, &[], &signal).await
}

/// Puts `policy` in force, and gets it as it is kept.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn put_contact_policy(
    client: &Client,
    policy: &ContactPolicy,
    signal: &AbortSignal,
) -> Result<ContactPolicy, ApiError> {
    let body = serde_json::to_string(policy).expect("numbers and texts are JSON");
    client.change(Method::PUT, PATH, (Some(body), None), signal).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_sent_as_it_is() {
        let sent = |typed: &str| serde_json::to_string(&Days::from(typed.to_owned())).unwrap();
        assert_eq!(sent(" 14 "), "14");
        assert_eq!(sent("-1"), "-1");
        assert_eq!(sent("1.5"), r#""1.5""#);
        assert_eq!(sent(""), r#""""#);
    }
}
