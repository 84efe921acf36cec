//! Table `workspace`.

use std::rc::Rc;

use serde::Deserialize;
use shared::{contact::ContactPolicy, id::WorkspaceId, identity::Enforcement};
use worker::{Env, Result};

use super::{cache::Cache, first, keys, rows};
use crate::clock;

/// What the workspace is called.
pub(crate) async fn name(env: &Env, workspace: &WorkspaceId) -> Result<String> {
    Ok(name_of(env, workspace).await?.unwrap_or_else(|| workspace.to_string()))
}

/// The same; `None` if there is no such workspace.
pub(crate) async fn name_of(env: &Env, workspace: &WorkspaceId) -> Result<Option<String>> {
    #[derive(Deserialize)]
    struct Row {
        name: String,
    }
    let query = "SELECT name FROM workspace WHERE workspace_id = ?";
    let row: Option<Row> = first(env, query, &[workspace.as_str().into()]).await?;
    Ok(row.map(|row| row.name))
}

/// How long an isolate goes by a policy that was replaced since.
const TTL_MS: i64 = 10_000;

thread_local! {
    static POLICIES: Cache<WorkspaceId, Rc<ContactPolicy>> = Cache::new(TTL_MS);
}

/// How often people of the workspace may be interrupted.
pub(crate) async fn contact_policy(
    env: &Env,
    workspace: &WorkspaceId,
) -> Result<Rc<ContactPolicy>> {
    #[derive(Deserialize)]
    struct Row {
        contact_policy: Option<String>,
    }
    let now = clock::now();
    if let Some(known) = POLICIES.with(|cache| cache.get(workspace, now)) {
        return Ok(known);
    }
    let query = "SELECT contact_policy FROM workspace WHERE workspace_id = ?";
    let row: Option<Row> = first(env, query, &[workspace.as_str().into()]).await?;
    let stored = row.and_then(|row| row.contact_policy);
    let policy = stored.map(|json| serde_json::from_str(&json)).transpose()?.unwrap_or_default();
    let policy: Rc<ContactPolicy> = Rc::new(policy);
    POLICIES.with(|cache| cache.put(workspace.clone(), Rc::clone(&policy), now));
    Ok(policy)
}

/// Changes how often people may be interrupted: within ten seconds everywhere, here at once.
pub(crate) async fn set_contact_policy(
    env: &Env,
    workspace: &WorkspaceId,
    policy: &ContactPolicy,
) -> Result<()> {
    let query = "UPDATE workspace SET contact_policy = ? WHERE workspace_id = ? \
                 RETURNING workspace_id";
    let values = [serde_json::to_string(policy)?.into(), workspace.as_str().into()];
    rows::<serde_json::Value>(env, query, &values).await?;
    POLICIES.with(Cache::clear);
    Ok(())
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
