//! Table `identity_secret`: what hosts sign identity tokens with.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use shared::{
    id::WorkspaceId,
    identity::{Enforcement, MAX_ACTIVE_SECRETS},
    time::UnixMillis,
};
use worker::{Env, Result};

use super::{TTL_MS, cache::Cache, first, integer, rows};
use crate::{clock, secret};

thread_local! {
    static SECRETS: Cache<WorkspaceId, Rc<[String]>> = Cache::new(TTL_MS);
}

/// A secret as admins read it: never the secret itself. Instants are milliseconds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SecretRow {
    /// By which people speak of it.
    pub(crate) id: String,
    /// Its end.
    pub(crate) hint: String,
    /// When it was made.
    pub(crate) created_at: UnixMillis,
}

const COLUMNS: &str = "secret_id AS id, substr(secret, -4) AS hint, created_at";

/// The secrets that sign for `workspace` now.
pub(crate) async fn active(env: &Env, workspace: &WorkspaceId) -> Result<Rc<[String]>> {
    #[derive(Deserialize)]
    struct Row {
        secret: String,
    }
    let now = clock::now();
    if let Some(known) = SECRETS.with(|cache| cache.get(workspace, now)) {
        return Ok(known);
    }
    let query = "SELECT secret FROM identity_secret WHERE workspace_id = ? AND revoked_at IS NULL";
    let found: Vec<Row> = rows(env, query, &[workspace.as_str().into()]).await?;
    let secrets: Rc<[String]> = found.into_iter().map(|row| row.secret).collect();
    SECRETS.with(|cache| cache.put(workspace.clone(), Rc::clone(&secrets), now));
    Ok(secrets)
}

/// The active secrets of `workspace`, the newest first.
pub(crate) async fn list(env: &Env, workspace: &WorkspaceId) -> Result<Vec<SecretRow>> {
    let query = format!(
        "SELECT {COLUMNS} FROM identity_secret WHERE workspace_id = ? AND revoked_at IS NULL \
         ORDER BY created_at DESC, secret_id DESC"
    );
    rows(env, &query, &[workspace.as_str().into()]).await
}

/// Makes a secret and returns it; `None` if as many as may be are active.
pub(crate) async fn insert(
    env: &Env,
    workspace: &WorkspaceId,
) -> Result<Option<(SecretRow, String)>> {
    let made = secret::make("is");
    let query = format!(
        "INSERT INTO identity_secret (secret_id, workspace_id, secret, created_at) \
         SELECT ?1, ?2, ?3, ?4 WHERE {MAX_ACTIVE_SECRETS} > (SELECT count(*) FROM identity_secret \
         WHERE workspace_id = ?2 AND revoked_at IS NULL) RETURNING {COLUMNS}"
    );
    let values = [
        secret::make_id("sec").into(),
        workspace.as_str().into(),
        made.as_str().into(),
        integer(clock::now()),
    ];
    let row: Option<SecretRow> = first(env, &query, &values).await?;
    SECRETS.with(Cache::clear);
    Ok(row.map(|row| (row, made)))
}

/// What became of a secret that was to be revoked.
pub(crate) enum Revoked {
    /// It no longer holds.
    Done(SecretRow),
    /// There is none of this id that is active.
    Unknown,
    /// Proof is required, and nobody could prove anything.
    LastSecret,
}

/// Revokes an active secret, unless it is the last one where proof is required.
pub(crate) async fn revoke(env: &Env, workspace: &WorkspaceId, id: &str) -> Result<Revoked> {
    let query = format!(
        "UPDATE identity_secret SET revoked_at = ?1 \
         WHERE workspace_id = ?2 AND secret_id = ?3 AND revoked_at IS NULL \
         AND (1 < (SELECT count(*) FROM identity_secret \
                   WHERE workspace_id = ?2 AND revoked_at IS NULL) \
              OR NOT EXISTS (SELECT 1 FROM workspace \
                   WHERE workspace_id = ?2 AND identity_enforcement = ?4)) \
         RETURNING {COLUMNS}"
    );
    let values = [
        integer(clock::now()),
        workspace.as_str().into(),
        id.into(),
        Enforcement::Required.as_str().into(),
    ];
    if let Some(row) = first::<SecretRow>(env, &query, &values).await? {
        SECRETS.with(Cache::clear);
        return Ok(Revoked::Done(row));
    }
    let is_active = list(env, workspace).await?.iter().any(|secret| secret.id == id);
    Ok(if is_active { Revoked::LastSecret } else { Revoked::Unknown })
}
