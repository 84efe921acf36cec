//! Table `content`, as operators read it: all versions of a piece of content.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use shared::{
    content::ContentKind,
    id::{ContentId, WorkspaceId},
    time::UnixMillis,
};
use worker::{Env, Result, wasm_bindgen::JsValue};

use super::{first, rows};
use crate::objects::{Page, encode};

/// One piece of content of a workspace.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// Whose.
    pub(crate) workspace: WorkspaceId,
    /// Of which kind.
    pub(crate) kind: ContentKind,
    /// Its id, unique among all content of the workspace.
    pub(crate) id: ContentId,
}

impl Place {
    /// The workspace and the id, as statements take them.
    pub(super) fn values(&self) -> [JsValue; 2] {
        [self.workspace.as_str().into(), self.id.as_str().into()]
    }
}

/// An operator's token, by which it is known who did something.
#[derive(Debug, Serialize)]
pub(crate) struct Who {
    /// The token's id.
    pub(crate) id: String,
    /// What the token is called now.
    pub(crate) label: Option<String>,
}

/// What became of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VersionState {
    /// It is to be published.
    Draft,
    /// People see it.
    Published,
    /// People saw it until another one took its place.
    Superseded,
    /// People saw it until it was taken back.
    Unpublished,
    /// A draft that another one replaced, or that was deleted.
    Discarded,
}

/// A version of a piece of content. Instants are milliseconds.
#[derive(Debug, Serialize)]
pub(crate) struct VersionRow {
    /// Its number, from 1 on.
    pub(crate) version: i64,
    /// What became of it.
    pub(crate) state: VersionState,
    /// The version whose body it has, if it was not written anew.
    pub(crate) copied_from: Option<i64>,
    /// When it was saved.
    pub(crate) saved_at: UnixMillis,
    /// By whom; null: by the seed.
    pub(crate) saved_by: Option<Who>,
    /// When people began to see it.
    pub(crate) published_at: Option<UnixMillis>,
    /// Who published it.
    pub(crate) published_by: Option<Who>,
    /// When it was superseded, unpublished or discarded.
    pub(crate) ended_at: Option<UnixMillis>,
    /// Who did that.
    pub(crate) ended_by: Option<Who>,
    /// The content itself, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<Box<RawValue>>,
}

/// A row as D1 has it.
#[derive(Deserialize)]
struct Stored {
    version: i64,
    state: VersionState,
    copied_from: Option<i64>,
    saved_at: UnixMillis,
    saved_by: Option<String>,
    saved_by_label: Option<String>,
    published_at: Option<UnixMillis>,
    published_by: Option<String>,
    published_by_label: Option<String>,
    ended_at: Option<UnixMillis>,
    ended_by: Option<String>,
    ended_by_label: Option<String>,
    #[serde(default)]
    body: Option<String>,
}

impl TryFrom<Stored> for VersionRow {
    type Error = worker::Error;

    fn try_from(stored: Stored) -> Result<Self> {
        let who = |id: Option<String>, label| id.map(|id| Who { id, label });
        Ok(Self {
            version: stored.version,
            state: stored.state,
            copied_from: stored.copied_from,
            saved_at: stored.saved_at,
            saved_by: who(stored.saved_by, stored.saved_by_label),
            published_at: stored.published_at,
            published_by: who(stored.published_by, stored.published_by_label),
            ended_at: stored.ended_at,
            ended_by: who(stored.ended_by, stored.ended_by_label),
            body: stored.body.map(RawValue::from_string).transpose()?,
        })
    }
}

/// The columns of [`Stored`], but for the body.
fn columns() -> String {
    let label = |who: &str| {
        format!("(SELECT label FROM operator_token WHERE token_id = {who}) AS {who}_label")
    };
    let whos = ["saved_by", "published_by", "ended_by"];
    let labels = whos.map(label).join(", ");
    format!(
        "version, state, copied_from, saved_at, published_at, ended_at, {}, {labels}",
        whos.join(", ")
    )
}

/// Version `number` with its body.
pub(crate) async fn version(env: &Env, place: &Place, number: i64) -> Result<Option<VersionRow>> {
    let query = format!(
        "SELECT {}, body FROM content WHERE workspace_id = ? AND content_id = ? AND version = ?",
        columns()
    );
    let [workspace, id] = place.values();
    let number = super::whole(number);
    let stored: Option<Stored> = first(env, &query, &[workspace, id, number]).await?;
    stored.map(VersionRow::try_from).transpose()
}

/// All versions without their bodies, the newest first; those before `before`.
pub(crate) async fn versions(
    env: &Env,
    place: &Place,
    before: Option<i64>,
    limit: u32,
) -> Result<Page<VersionRow>> {
    let query = format!(
        "SELECT {} FROM content WHERE workspace_id = ? AND content_id = ? \
         AND version < coalesce(?, version + 1) ORDER BY version DESC LIMIT ?",
        columns()
    );
    let [workspace, id] = place.values();
    let before = before.map_or(JsValue::NULL, super::whole);
    let stored: Vec<Stored> =
        rows(env, &query, &[workspace, id, before, (limit + 1).into()]).await?;
    let has_more = stored.len() > limit as usize;
    let results: Vec<VersionRow> =
        stored.into_iter().take(limit as usize).map(VersionRow::try_from).collect::<Result<_>>()?;
    let next = results.last().filter(|_| has_more).map(|last| encode(&last.version));
    Ok(Page { results, next })
}
