//! `/v1/accounts/{id}/people/{user}`: one person, and what the vendor's staff did for them.

use gloo::net::http::Method;
use serde::Deserialize;
use web_sys::AbortSignal;

use super::{ApiError, Author, Client, Person, or_default, segment};
use crate::model::UnixMillis;

/// Somebody in an account, with their checklists.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct PersonDetail {
    /// Who they are.
    #[serde(flatten)]
    pub(crate) person: Person,
    /// The checklists that are meant for them, and those that they are in.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) checklists: Vec<Checklist>,
}

/// How far a person is in a checklist.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Checklist {
    /// Its id.
    pub(crate) id: String,
    /// Its heading.
    pub(crate) title: String,
    /// Whether they finished it, as it is or as it was.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) is_finished: bool,
    /// Whether they sent it away.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) is_dismissed: bool,
    /// Its items, first to last.
    pub(crate) items: Vec<Item>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Item {
    /// Its id.
    pub(crate) id: String,
    /// What to do.
    pub(crate) title: String,
    /// Whether the vendor's staff does it.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) is_vendors: bool,
    /// Whether it counts for everybody in the account.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) is_shared: bool,
    /// How it stands.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) state: ItemState,
    /// When it was done.
    #[serde(default)]
    pub(crate) done_at: Option<UnixMillis>,
    /// Whose doing that was, if it is known.
    #[serde(default)]
    pub(crate) done_by: Option<Author>,
    /// When it is due, in words.
    #[serde(default)]
    pub(crate) due: Option<String>,
    /// Whether that is past.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) is_overdue: bool,
}

/// How an item stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ItemState {
    /// It waits for others.
    Locked,
    /// It was left out.
    Skipped,
    /// It is done.
    Done,
    /// It is to be done; or it stands as this console does not know.
    #[default]
    #[serde(other)]
    Open,
}

/// An item of the vendor's that is done, or is not after all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tick {
    /// The item's checklist.
    pub(crate) checklist: String,
    /// The item.
    pub(crate) item: String,
    /// Whether it is done.
    pub(crate) is_done: bool,
}

/// Gets a person of `account`.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_person(
    (client, account, user): (Client, String, String),
    signal: AbortSignal,
) -> Result<PersonDetail, ApiError> {
    client.get(&path(&account, &user), &[], &signal).await
}

/// Does what `tick` says, and gets the checklist as it stands then.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn send_tick(
    client: &Client,
    (account, user): (&str, &str),
    tick: &Tick,
    signal: &AbortSignal,
) -> Result<Checklist, ApiError> {
    let method = if tick.is_done { Method::PUT } else { Method::DELETE };
    let (checklist, item) = (segment(&tick.checklist), segment(&tick.item));
    let path = format!("{}/checklists/{checklist}/items/{item}", path(account, user));
    client.change(method, &path, (None, None), signal).await
}

fn path(account: &str, user: &str) -> String {
    format!("/v1/accounts/{}/people/{}", segment(account), segment(user))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Cause;

    #[track_caller]
    fn check(done_by: &str, want: Option<Cause>) {
        let json = format!(r#"{{"id":"data","title":"Import","state":"done"{done_by}}}"#);
        let item: Item = serde_json::from_str(&json).unwrap();
        assert_eq!(item.done_by.map(|by| by.cause), want);
    }

    #[test]
    fn whose_doing_it_was_may_not_be_known() {
        check("", None);
        check(r#","done_by":null"#, None);
        check(
            r#","done_by":{"cause":"operator","actor":"Marta","actor_name":null}"#,
            Some(Cause::Operator),
        );
        check(r#","done_by":{"cause":"robot","actor":"r2"}"#, Some(Cause::Unknown));
    }
}
