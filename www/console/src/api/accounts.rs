//! `GET /v1/accounts` and one of them: who the customers are, and who is in them.

use serde::Deserialize;
use web_sys::AbortSignal;

use super::{ApiError, Client, Page, or_default, page_params, segment};
use crate::model::{Row, UnixMillis};

/// A customer company, in the list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Account {
    /// Its id, the vendor's.
    pub(crate) id: String,
    /// What it calls itself.
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// What it pays for.
    #[serde(default)]
    pub(crate) plan: Option<String>,
    /// Where it is in its life.
    #[serde(default)]
    pub(crate) stage: Option<String>,
    /// How many users it has.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) users: u32,
    /// When somebody in it last did something.
    pub(crate) last_seen_at: UnixMillis,
}

impl Row for Account {
    fn key(&self) -> String {
        self.id.clone()
    }
}

/// What an account says of itself. What is of another type than it should be is left out.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(crate) struct AccountTraits {
    #[serde(deserialize_with = "text")]
    pub(crate) name: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(crate) plan: Option<String>,
    #[serde(deserialize_with = "text")]
    pub(crate) stage: Option<String>,
    /// What it pays each month, in units of `currency`.
    #[serde(deserialize_with = "amount")]
    pub(crate) mrr: Option<f64>,
    /// ISO 4217.
    #[serde(deserialize_with = "text")]
    pub(crate) currency: Option<String>,
    /// How many seats it has bought.
    #[serde(deserialize_with = "amount")]
    pub(crate) seats: Option<f64>,
    /// When its contract renews, RFC 3339.
    #[serde(rename = "renewalAt", deserialize_with = "text")]
    pub(crate) renewal_at: Option<String>,
}

/// An account, with a page of its people.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct AccountDetail {
    /// What it says of itself.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) traits: AccountTraits,
    /// When we first heard of it.
    pub(crate) created_at: UnixMillis,
    /// When somebody in it last did something.
    pub(crate) last_seen_at: UnixMillis,
    /// How many users are in it.
    pub(crate) users: u32,
    /// Who is or was in it, last seen first.
    pub(crate) people: Page<Person>,
}

/// Somebody in an account.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Person {
    /// Their id, the vendor's.
    pub(crate) id: String,
    /// What they call themselves.
    #[serde(default)]
    pub(crate) name: Option<String>,
    /// Where to write to them.
    #[serde(default)]
    pub(crate) email: Option<String>,
    /// What they do there.
    #[serde(default)]
    pub(crate) role: Option<String>,
    /// Whether they are the account's champion.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) is_champion: bool,
    /// When they left; `None` while they are in the account.
    #[serde(default)]
    pub(crate) left_at: Option<UnixMillis>,
    /// When they were there last.
    pub(crate) last_seen_at: UnixMillis,
}

impl Row for Person {
    fn key(&self) -> String {
        self.id.clone()
    }
}

/// Gets the page of accounts that begins at `cursor`, or the first; last seen first.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_accounts(
    client: Client,
    cursor: Option<String>,
    signal: AbortSignal,
) -> Result<Page<Account>, ApiError> {
    client.get("/v1/accounts", &page_params(cursor), &signal).await
}

/// Gets an account with the page of its people that begins at `cursor`, or the first.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_account(
    client: &Client,
    account: &str,
    cursor: Option<String>,
    signal: &AbortSignal,
) -> Result<AccountDetail, ApiError> {
    let path = format!("/v1/accounts/{}", segment(account));
    client.get(&path, &page_params(cursor), signal).await
}

/// A trait, if it is a number.
fn amount<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Ok(serde_json::Value::deserialize(deserializer)?.as_f64())
}

/// A trait, if it is a text.
fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(value.as_str().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trait_of_another_type_is_left_out() {
        let json = r#"{"id":"a","traits":{"name":7,"plan":"pro","mrr":1},"created_at":1,
            "last_seen_at":2,"users":1,"people":{"results":[
            {"id":"u1","name":null,"joined_at":1,"left_at":null,"last_seen_at":2}],"next":"x"}}"#;
        let account: AccountDetail = serde_json::from_str(json).unwrap();
        assert_eq!((account.traits.name, account.traits.plan.as_deref()), (None, Some("pro")));
        assert_eq!(account.people.results[0].left_at, None);
    }
}
