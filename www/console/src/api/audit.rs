//! `GET /v1/accounts/{id}/audit`: what became of the items of checklists, when, and by whom.

use serde::Deserialize;
use web_sys::AbortSignal;

use super::{ApiError, Client, Page, or_default, segment, sized_params};
use crate::model::{Row, UnixMillis};

/// Rows a page. Few, because the trail stands among other things.
const PAGE_SIZE: usize = 10;

/// Whose trail: an account's, or that of one user in it.
pub(super) type Trail = (Client, String, Option<String>);

/// An item that was settled, or opened again.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct AuditEntry {
    /// Tells it from the other rows of the account.
    pub(crate) id: u64,
    /// When it was.
    pub(crate) at: UnixMillis,
    /// What became of the item.
    #[serde(rename = "type", default, deserialize_with = "or_default")]
    pub(crate) change: ItemChange,
    /// The checklist's id.
    pub(crate) checklist: String,
    /// Its heading; absent if it is published no more.
    #[serde(default)]
    pub(crate) checklist_title: Option<String>,
    /// The item's id.
    pub(crate) item: String,
    /// What is to be done; absent if it is in the checklist no more.
    #[serde(default)]
    pub(crate) item_title: Option<String>,
    /// In whose list; absent if the item counts for everybody in the account.
    #[serde(default)]
    pub(crate) user: Option<String>,
    /// What they call themselves.
    #[serde(default)]
    pub(crate) user_name: Option<String>,
    /// Whose doing it was.
    #[serde(flatten)]
    pub(crate) by: Author,
}

impl AuditEntry {
    /// What is to be done, or the item's id.
    pub(crate) fn item_name(&self) -> &str {
        self.item_title.as_deref().unwrap_or(&self.item)
    }

    /// What the checklist is called, or its id.
    pub(crate) fn checklist_name(&self) -> &str {
        self.checklist_title.as_deref().unwrap_or(&self.checklist)
    }
}

impl Row for AuditEntry {
    fn key(&self) -> String {
        self.id.to_string()
    }
}

/// What became of an item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
pub(crate) enum ItemChange {
    /// It was done.
    #[serde(rename = "checklist_item_completed")]
    Completed,
    /// It was left out.
    #[serde(rename = "checklist_item_skipped")]
    Skipped,
    /// That it was done, or left out, was taken back.
    #[serde(rename = "checklist_item_reopened")]
    Reopened,
    /// Something that this console does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// Whose doing something was, and by what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Author {
    /// By what.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) cause: Cause,
    /// The user's id; of an operator, what their token is called.
    #[serde(default)]
    pub(crate) actor: Option<String>,
    /// What the user calls themselves.
    #[serde(default)]
    pub(crate) actor_name: Option<String>,
}

impl Author {
    /// What they are called, or their id.
    pub(crate) fn name(&self) -> Option<&str> {
        self.actor_name.as_deref().or(self.actor.as_deref())
    }
}

/// By what an item is settled, or opened again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Cause {
    /// The person said so in the widget.
    Hand,
    /// What they did in the product: an event, a trait, a page or a course.
    Product,
    /// The vendor's staff said so.
    Operator,
    /// Something that this console does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

/// Gets the page of `trail` that begins at `cursor`, or the first; newest first.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_audit(
    trail: Trail,
    cursor: Option<String>,
    signal: AbortSignal,
) -> Result<Page<AuditEntry>, ApiError> {
    let (client, path, filter) = asked(trail);
    let params = [filter, sized_params(PAGE_SIZE, cursor)].concat();
    client.get(&path, &params, &signal).await
}

/// Gets all of `trail`, as CSV.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn download_audit(trail: Trail, signal: AbortSignal) -> Result<Vec<u8>, ApiError> {
    let (client, path, mut params) = asked(trail);
    params.push(("format", "csv".to_owned()));
    client.download(&path, &params, "text/csv", &signal).await
}

fn asked((client, account, user): Trail) -> (Client, String, Vec<(&'static str, String)>) {
    let filter = user.map(|user| ("user", user)).into_iter().collect();
    (client, format!("/v1/accounts/{}/audit", segment(&account)), filter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_row() {
        let json = r#"{"id":12,"at":1795255200000,"type":"checklist_item_completed",
            "checklist":"get-started","checklist_title":"Get started","item":"data",
            "item_title":"Import your data","user":null,"user_name":null,"cause":"hand",
            "actor":"ana","actor_name":"Ana"}"#;
        let row: AuditEntry = serde_json::from_str(json).unwrap();
        assert_eq!(
            (row.key().as_str(), row.change, row.user.as_deref()),
            ("12", ItemChange::Completed, None)
        );
        assert_eq!((row.item_name(), row.checklist_name()), ("Import your data", "Get started"));
        assert_eq!((row.by.cause, row.by.name()), (Cause::Hand, Some("Ana")));
    }

    #[test]
    fn reads_a_row_of_words_it_does_not_know() {
        let json = r#"{"id":1,"at":1,"type":"checklist_item_moved","checklist":"c",
            "checklist_title":null,"item":"i","item_title":null,"user":"ana","user_name":null,
            "cause":"robot","actor":"r2","actor_name":null,"mood":"good"}"#;
        let row: AuditEntry = serde_json::from_str(json).unwrap();
        assert_eq!((row.change, row.by.cause), (ItemChange::Unknown, Cause::Unknown));
        assert_eq!((row.item_name(), row.checklist_name(), row.by.name()), ("i", "c", Some("r2")));
    }

    #[test]
    fn one_row_that_says_little_does_not_take_its_page_along() {
        let json = r#"{"results":[{"id":1,"at":1,"type":null,"checklist":"c","item":"i",
            "cause":null}],"next":null}"#;
        let page: Page<AuditEntry> = serde_json::from_str(json).unwrap();
        assert_eq!(page.results[0].by.name(), None);
    }
}
