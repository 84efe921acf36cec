//! Table `content`.

use std::rc::Rc;

use serde::Deserialize;
use shared::{
    content::{Content, ContentKind},
    id::WorkspaceId,
};
use worker::{Env, Error, Result};

use super::{cache::Cache, rows};
use crate::clock;

/// How long an isolate shows content that was replaced since.
const TTL_MS: i64 = 10_000;

thread_local! {
    static CONTENT: Cache<WorkspaceId, Rc<[Content]>> = Cache::new(TTL_MS);
}

/// Everything a workspace has published, the newest version of each, in order of id.
pub(crate) async fn load_published(env: &Env, workspace: &WorkspaceId) -> Result<Rc<[Content]>> {
    #[derive(Deserialize)]
    struct Row {
        kind: String,
        body: String,
    }
    let now = clock::now();
    if let Some(known) = CONTENT.with(|cache| cache.get(workspace, now)) {
        return Ok(known);
    }
    // Beside max(), SQLite takes the other columns from the row that has the maximum.
    let query = "SELECT kind, body, max(version) FROM content \
                 WHERE workspace_id = ? AND published_at IS NOT NULL \
                 GROUP BY content_id ORDER BY content_id";
    let stored: Vec<Row> = rows(env, query, &[workspace.as_str().into()]).await?;
    let content = stored
        .iter()
        .map(|row| {
            let kind = ContentKind::try_from(row.kind.as_str())
                .map_err(|error| Error::RustError(error.to_string()))?;
            Ok(Content::parse(kind, &row.body)?)
        })
        .collect::<Result<Rc<[Content]>>>()?;
    CONTENT.with(|cache| cache.put(workspace.clone(), Rc::clone(&content), now));
    Ok(content)
}
