//! D1, the control plane: who may use what, and what is published.
//!
//! Read on nearly every request and changed rarely, so each isolate remembers what it read
//! for a while: a revoked key works for at most that long.

mod cache;
pub(crate) mod content;
pub(crate) mod content_edit;
pub(crate) mod content_history;
pub(crate) mod content_list;
pub(crate) mod identity;
pub(crate) mod keys;
pub(crate) mod tokens;
pub(crate) mod workspace;

use serde::de::DeserializeOwned;
use shared::{id::WorkspaceId, time::UnixMillis};
use worker::{Env, Error, Result, wasm_bindgen::JsValue};

/// The binding in `wrangler.jsonc`.
const DB: &str = "DB";
/// How long an isolate trusts what it read of keys, tokens and secrets.
const TTL_MS: i64 = 10_000;

/// The rows of a statement.
async fn rows<T: DeserializeOwned>(env: &Env, query: &str, values: &[JsValue]) -> Result<Vec<T>> {
    env.d1(DB)?.prepare(query).bind(values)?.all().await?.results()
}

/// The first row of a statement.
async fn first<T: DeserializeOwned>(
    env: &Env,
    query: &str,
    values: &[JsValue],
) -> Result<Option<T>> {
    Ok(rows(env, query, values).await?.into_iter().next())
}

/// Runs `statements` all or none, each with its values; how many rows each changed.
async fn batch(env: &Env, statements: &[(String, Vec<JsValue>)]) -> Result<Vec<usize>> {
    let db = env.d1(DB)?;
    let bound: Result<Vec<_>> =
        statements.iter().map(|(query, values)| db.prepare(query).bind(values)).collect();
    let results = db.batch(bound?).await?;
    results
        .iter()
        .map(|result| Ok(result.meta()?.and_then(|meta| meta.changes).unwrap_or_default()))
        .collect()
}

/// An instant as D1 takes it.
fn integer(at: UnixMillis) -> JsValue {
    whole(at.0)
}

/// A whole number as D1 takes it: its integers would be cut at 32 bits.
#[expect(clippy::cast_precision_loss, reason = "instants and counts are far below 2^53")]
fn whole(number: i64) -> JsValue {
    JsValue::from_f64(number as f64)
}

/// A value that may be absent.
fn optional(text: Option<&str>) -> JsValue {
    text.map_or(JsValue::NULL, JsValue::from_str)
}

fn workspace_id(text: String) -> Result<WorkspaceId> {
    WorkspaceId::try_from(text).map_err(|error| Error::RustError(error.to_string()))
}
