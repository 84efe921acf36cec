//! Table `content`.

use std::rc::Rc;

use serde::Deserialize;
use shared::{
    content::{Content, ContentKind},
    id::WorkspaceId,
};
use worker::{Env, Result};

use super::{cache::Cache, rows};
use crate::clock;

/// How long an isolate shows content that was replaced since.
const TTL_MS: i64 = 10_000;

thread_local! {
    static CONTENT: Cache<WorkspaceId, Published> = Cache::new(TTL_MS);
}

/// All that a workspace has published, as it is stored and as it was read.
#[derive(Clone)]
struct Published {
    rows: Rc<[Row]>,
    content: Rc<[Content]>,
}

/// What a workspace has published of one piece of content.
#[derive(PartialEq, Eq, Deserialize)]
struct Row {
    kind: String,
    content_id: String,
    body: String,
}

impl Row {
    /// `None` if a newer edge published what this one cannot read. Everything else is shown.
    fn read(&self) -> Option<Content> {
        let kind = ContentKind::try_from(self.kind.as_str()).ok()?;
        match Content::parse(kind, &self.body) {
            Ok(content) => Some(content),
            Err(error) => {
                worker::console_error!("content {}: {error}", self.content_id);
                None
            }
        }
    }
}

/// Everything a workspace has published, in order of id. As long as nothing of it changes it is
/// the same `Rc`, by which objects know that there is nothing new in it.
pub(crate) async fn load_published(env: &Env, workspace: &WorkspaceId) -> Result<Rc<[Content]>> {
    let now = clock::now();
    if let Some(known) = CONTENT.with(|cache| cache.get(workspace, now)) {
        return Ok(known.content);
    }
    let query = "SELECT kind, content_id, body FROM content \
                 WHERE workspace_id = ? AND state = 'published' ORDER BY content_id";
    let stored: Vec<Row> = rows(env, query, &[workspace.as_str().into()]).await?;
    let known = CONTENT.with(|cache| cache.last(workspace));
    let published = known.filter(|known| *known.rows == *stored).unwrap_or_else(|| {
        let content = stored.iter().filter_map(Row::read).collect();
        Published { rows: stored.into(), content }
    });
    let content = Rc::clone(&published.content);
    CONTENT.with(|cache| cache.put(workspace.clone(), published, now));
    Ok(content)
}

/// Forgets what this isolate knows: somebody has just changed it.
pub(super) fn forget() {
    CONTENT.with(Cache::clear);
}
