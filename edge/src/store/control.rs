//! Tables `workspace`, `event_key` and `operator_token`.

use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use shared::{id::WorkspaceId, ingest::Sender};
use worker::{Env, Error, Result};

use super::cache::Cache;
use crate::{
    access::{EventKey, Operator, Role},
    clock,
};

/// The binding of D1 in `wrangler.jsonc`.
pub(super) const DB: &str = "DB";
/// How long an isolate trusts what it read of a key or token.
const TTL_MS: i64 = 10_000;

thread_local! {
    static EVENT_KEYS: Cache<String, Option<EventKey>> = Cache::new(TTL_MS);
    static OPERATORS: Cache<String, Option<Operator>> = Cache::new(TTL_MS);
}

/// What `key` stands for, unless it is unknown or revoked.
pub(crate) async fn find_event_key(env: &Env, key: &str) -> Result<Option<EventKey>> {
    #[derive(Deserialize)]
    struct Row {
        workspace_id: String,
        kind: String,
    }
    let (hash, now) = (hash(key), clock::now());
    if let Some(known) = EVENT_KEYS.with(|cache| cache.get(&hash, now)) {
        return Ok(known);
    }
    let query =
        "SELECT workspace_id, kind FROM event_key WHERE key_hash = ? AND revoked_at IS NULL";
    let row: Option<Row> =
        env.d1(DB)?.prepare(query).bind(&[hash.as_str().into()])?.first(None).await?;
    let found = row
        .map(|row| {
            let workspace = workspace_id(row.workspace_id)?;
            let sender = if row.kind == "server" { Sender::Server } else { Sender::Page };
            Ok::<_, Error>(EventKey { workspace, sender })
        })
        .transpose()?;
    EVENT_KEYS.with(|cache| cache.put(hash, found.clone(), now));
    Ok(found)
}

/// The operator that `token` stands for, unless it is unknown or revoked.
pub(crate) async fn find_operator(env: &Env, token: &str) -> Result<Option<Operator>> {
    #[derive(Deserialize)]
    struct Row {
        workspace_id: String,
        role: String,
        label: String,
    }
    let (hash, now) = (hash(token), clock::now());
    if let Some(known) = OPERATORS.with(|cache| cache.get(&hash, now)) {
        return Ok(known);
    }
    let query = "SELECT workspace_id, role, label FROM operator_token \
                 WHERE token_hash = ? AND revoked_at IS NULL";
    let row: Option<Row> =
        env.d1(DB)?.prepare(query).bind(&[hash.as_str().into()])?.first(None).await?;
    let operator = row
        .map(|row| {
            let role = Role::parse(&row.role)
                .ok_or_else(|| Error::RustError(format!("unknown role {}", row.role)))?;
            Ok::<_, Error>(Operator {
                workspace: workspace_id(row.workspace_id)?,
                role,
                label: row.label,
            })
        })
        .transpose()?;
    OPERATORS.with(|cache| cache.put(hash, operator.clone(), now));
    Ok(operator)
}

/// What the workspace is called.
pub(crate) async fn workspace_name(env: &Env, workspace: &WorkspaceId) -> Result<String> {
    #[derive(Deserialize)]
    struct Row {
        name: String,
    }
    let query = "SELECT name FROM workspace WHERE workspace_id = ?";
    let row: Option<Row> =
        env.d1(DB)?.prepare(query).bind(&[workspace.as_str().into()])?.first(None).await?;
    Ok(row.map_or_else(|| workspace.to_string(), |row| row.name))
}

fn workspace_id(text: String) -> Result<WorkspaceId> {
    WorkspaceId::try_from(text).map_err(|error| Error::RustError(error.to_string()))
}

fn hash(secret: &str) -> String {
    let hex = |byte: &u8| {
        [byte >> 4, byte & 15].map(|half| char::from(b"0123456789abcdef"[half as usize]))
    };
    Sha256::digest(secret).iter().flat_map(hex).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_the_seed_does() {
        let want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash("abc"), want);
    }
}
