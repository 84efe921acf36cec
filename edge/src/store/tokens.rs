//! Table `operator_token`: who of the vendor's staff may read and do what.

use serde::{Deserialize, Serialize};
use shared::{id::WorkspaceId, time::UnixMillis};
use worker::{Env, Error, Result};

use super::{TTL_MS, cache::Cache, first, integer, rows, workspace_id};
use crate::{
    access::{Operator, Role},
    clock, secret,
};

thread_local! {
    static OPERATORS: Cache<String, Option<Operator>> = Cache::new(TTL_MS);
}

/// A token as admins read it. Instants are milliseconds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TokenRow {
    /// By which people speak of it.
    pub(crate) id: String,
    /// How far its word reaches.
    pub(crate) role: Role,
    /// What it is called.
    pub(crate) label: String,
    /// Its end.
    pub(crate) hint: String,
    /// When it was made.
    pub(crate) created_at: UnixMillis,
    /// When it was revoked.
    pub(crate) revoked_at: Option<UnixMillis>,
}

const COLUMNS: &str = "token_id AS id, role, label, hint, created_at, revoked_at";

/// The operator that `token` stands for, unless it is unknown or revoked.
pub(crate) async fn find(env: &Env, token: &str) -> Result<Option<Operator>> {
    #[derive(Deserialize)]
    struct Row {
        workspace_id: String,
        token_id: String,
        role: Role,
        label: String,
    }
    let (hash, now) = (secret::hash(token), clock::now());
    if let Some(known) = OPERATORS.with(|cache| cache.get(&hash, now)) {
        return Ok(known);
    }
    let query = "SELECT workspace_id, token_id, role, label FROM operator_token \
                 WHERE token_hash = ? AND revoked_at IS NULL";
    let row: Option<Row> = first(env, query, &[hash.as_str().into()]).await?;
    let operator = row
        .map(|Row { workspace_id: workspace, token_id: id, role, label }| {
            Ok::<_, Error>(Operator { workspace: workspace_id(workspace)?, id, role, label })
        })
        .transpose()?;
    OPERATORS.with(|cache| cache.put(hash, operator.clone(), now));
    Ok(operator)
}

/// All tokens of `workspace`, the newest first.
pub(crate) async fn list(env: &Env, workspace: &WorkspaceId) -> Result<Vec<TokenRow>> {
    let query = format!(
        "SELECT {COLUMNS} FROM operator_token WHERE workspace_id = ? \
         ORDER BY created_at DESC, token_id DESC"
    );
    rows(env, &query, &[workspace.as_str().into()]).await
}

/// Makes a token; returns it with its secret, which is nowhere else.
pub(crate) async fn insert(
    env: &Env,
    workspace: &WorkspaceId,
    role: Role,
    label: &str,
) -> Result<(TokenRow, String)> {
    let token = secret::make("op");
    let query = format!(
        "INSERT INTO operator_token (token_hash, workspace_id, role, label, created_at, token_id, \
         hint) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING {COLUMNS}"
    );
    let values = [
        secret::hash(&token).into(),
        workspace.as_str().into(),
        role.as_str().into(),
        label.into(),
        integer(clock::now()),
        secret::make_id("tok").into(),
        secret::hint(&token).into(),
    ];
    let row: Option<TokenRow> = first(env, &query, &values).await?;
    let row = row.ok_or_else(|| Error::RustError("the token was not stored".to_owned()))?;
    OPERATORS.with(Cache::clear);
    Ok((row, token))
}

/// What came of revoking a token.
pub(crate) enum Revoked {
    /// It no longer works.
    Done(TokenRow),
    /// There is none of this id that works.
    Unknown,
    /// Nobody could make another one.
    LastAdmin,
}

/// Revokes a token, unless it is the last that could make others.
pub(crate) async fn revoke(env: &Env, workspace: &WorkspaceId, id: &str) -> Result<Revoked> {
    let query = format!(
        "UPDATE operator_token SET revoked_at = ?1 \
         WHERE workspace_id = ?2 AND token_id = ?3 AND revoked_at IS NULL \
         AND (role <> 'admin' OR 1 < (SELECT count(*) FROM operator_token \
              WHERE workspace_id = ?2 AND role = 'admin' AND revoked_at IS NULL)) \
         RETURNING {COLUMNS}"
    );
    let values = [integer(clock::now()), workspace.as_str().into(), id.into()];
    if let Some(row) = first::<TokenRow>(env, &query, &values).await? {
        OPERATORS.with(Cache::clear);
        return Ok(Revoked::Done(row));
    }
    let query = "SELECT 1 AS found FROM operator_token \
                 WHERE workspace_id = ? AND token_id = ? AND revoked_at IS NULL";
    let values = [workspace.as_str().into(), id.into()];
    let found = first::<serde_json::Value>(env, query, &values).await?;
    Ok(if found.is_some() { Revoked::LastAdmin } else { Revoked::Unknown })
}
