//! Table `content`, as operators read it: a row for each piece of content.

use serde::{Deserialize, Serialize};
use shared::{
    content::{Content, ContentKind},
    id::{ContentId, WorkspaceId},
    text::Locale,
};
use worker::{Env, Result, wasm_bindgen::JsValue};

use super::{content_history::Place, first, rows};
use crate::objects::{Page, encode};

/// How a piece of content stands.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Head {
    /// Its kind.
    pub(crate) kind: String,
    /// Its id.
    pub(crate) id: String,
    /// The number of its newest version, whatever became of that.
    pub(crate) version: i64,
    /// The version that people see.
    pub(crate) published_version: Option<i64>,
    /// The version that is to be published.
    pub(crate) draft_version: Option<i64>,
}

/// The columns of [`Head`], where rows are grouped by `content_id`.
const HEAD: &str = "content_id AS id, kind, max(version) AS version, \
                    max(CASE state WHEN 'published' THEN version END) AS published_version, \
                    max(CASE state WHEN 'draft' THEN version END) AS draft_version";

/// How the content with this id stands, of whatever kind it is; `None` if it never was.
pub(crate) async fn head(env: &Env, place: &Place) -> Result<Option<Head>> {
    let query = format!(
        "SELECT {HEAD} FROM content WHERE workspace_id = ? AND content_id = ? GROUP BY content_id"
    );
    first(env, &query, &place.values()).await
}

/// A piece of content in the list. Instants are milliseconds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ContentRow {
    /// Its kind.
    pub(crate) kind: String,
    /// Its id.
    pub(crate) id: String,
    /// What it is called: its heading or its question, in one language.
    #[serde(default)]
    pub(crate) title: String,
    /// The number of its newest version.
    pub(crate) version: i64,
    /// The version that people see.
    pub(crate) published_version: Option<i64>,
    /// The version that is to be published.
    pub(crate) draft_version: Option<i64>,
    /// When people began to see it.
    pub(crate) published_at: Option<i64>,
    /// When anything about it changed.
    pub(crate) updated_at: i64,
}

/// Which page of content.
#[derive(Debug, Clone)]
pub(crate) struct ContentQuery {
    /// Of this kind only.
    pub(crate) kind: Option<ContentKind>,
    /// The language of titles.
    pub(crate) locale: Locale,
    /// Those after this id.
    pub(crate) after: Option<ContentId>,
    /// How many rows.
    pub(crate) limit: u32,
}

/// Everything that is published or to be published, in order of id.
pub(crate) async fn list(
    env: &Env,
    workspace: &WorkspaceId,
    wanted: &ContentQuery,
) -> Result<Page<ContentRow>> {
    #[derive(Deserialize)]
    struct Stored {
        #[serde(flatten)]
        row: ContentRow,
        published_body: Option<String>,
        draft_body: Option<String>,
    }
    let query = format!(
        "SELECT {HEAD}, \
         max(CASE state WHEN 'published' THEN published_at END) AS published_at, \
         max(max(saved_at, coalesce(published_at, 0), coalesce(ended_at, 0))) AS updated_at, \
         max(CASE state WHEN 'published' THEN body END) AS published_body, \
         max(CASE state WHEN 'draft' THEN body END) AS draft_body \
         FROM content WHERE workspace_id = ? AND content_id > ? AND kind = coalesce(?, kind) \
         GROUP BY content_id HAVING published_version IS NOT NULL OR draft_version IS NOT NULL \
         ORDER BY content_id LIMIT ?"
    );
    let values = [
        workspace.as_str().into(),
        wanted.after.as_ref().map_or("", ContentId::as_str).into(),
        wanted.kind.map_or(JsValue::NULL, |kind| kind.as_str().into()),
        (wanted.limit + 1).into(),
    ];
    let mut stored: Vec<Stored> = rows(env, &query, &values).await?;
    let has_more = stored.len() > wanted.limit as usize;
    stored.truncate(wanted.limit as usize);
    let next = stored.last().filter(|_| has_more).map(|last| encode(&last.row.id));
    let titled = |Stored { row, published_body, draft_body }| {
        let body = published_body.or(draft_body).unwrap_or_default();
        ContentRow { title: title(&row, &body, &wanted.locale).unwrap_or_default(), ..row }
    };
    Ok(Page { results: stored.into_iter().map(titled).collect(), next })
}

fn title(row: &ContentRow, body: &str, locale: &Locale) -> Option<String> {
    let kind = ContentKind::try_from(row.kind.as_str()).ok()?;
    Some(Content::parse(kind, body).ok()?.title().resolve(locale).to_owned())
}
