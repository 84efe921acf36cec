//! Table `workspace`.

use serde::Deserialize;
use shared::{id::WorkspaceId, identity::Enforcement};
use worker::{Env, Result};

use super::{first, keys, rows};

/// What the workspace is called.
pub(crate) async fn name(env: &Env, workspace: &WorkspaceId) -> Result<String> {
    #[derive(Deserialize)]
    struct Row {
        name: String,
    }
    let query = "SELECT name FROM workspace WHERE workspace_id = ?";
    let row: Option<Row> = first(env, query, &[workspace.as_str().into()]).await?;
    Ok(row.map_or_else(|| workspace.to_string(), |row| row.name))
}

/// How much the workspace asks of its pages.
pub(crate) async fn enforcement(env: &Env, workspace: &WorkspaceId) -> Result<Enforcement> {
    #[derive(Deserialize)]
    struct Row {
        identity_enforcement: Enforcement,
    }
    let query = "SELECT identity_enforcement FROM workspace WHERE workspace_id = ?";
    let row: Option<Row> = first(env, query, &[workspace.as_str().into()]).await?;
    Ok(row.map(|row| row.identity_enforcement).unwrap_or_default())
}

/// Changes how much the workspace asks of its pages.
pub(crate) async fn set_enforcement(
    env: &Env,
    workspace: &WorkspaceId,
    enforcement: Enforcement,
) -> Result<()> {
    let query = "UPDATE workspace SET identity_enforcement = ? WHERE workspace_id = ? \
                 RETURNING workspace_id";
    let values = [enforcement.as_str().into(), workspace.as_str().into()];
    rows::<serde_json::Value>(env, query, &values).await?;
    keys::forget();
    Ok(())
}

/// Makes a workspace, unless it is there.
#[cfg(feature = "dev")]
pub(crate) async fn insert(env: &Env, workspace: &WorkspaceId) -> Result<()> {
    let query = "INSERT INTO workspace (workspace_id, name, created_at) VALUES (?1, ?1, ?2) \
                 ON CONFLICT DO NOTHING RETURNING workspace_id";
    let values = [workspace.as_str().into(), super::integer(crate::clock::now())];
    rows::<serde_json::Value>(env, query, &values).await.map(drop)
}
