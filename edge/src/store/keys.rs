//! Table `event_key`: the keys that send events.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use shared::{
    id::WorkspaceId, identity::Enforcement, limit::Limits, origin::OriginPattern, time::UnixMillis,
};
use worker::{Env, Error, Result};

use super::{TTL_MS, cache::Cache, first, integer, optional, rows, workspace_id};
use crate::{access::EventKey, clock, secret};

thread_local! {
    static KEYS: Cache<String, Option<Rc<EventKey>>> = Cache::new(TTL_MS);
}

/// Where a key lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeyKind {
    /// In pages: public.
    Write,
    /// On servers: secret.
    Server,
}

/// A key as admins read it. Instants are milliseconds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeyRow {
    /// By which people speak of it.
    pub(crate) id: String,
    /// Where it lives.
    pub(crate) kind: KeyKind,
    /// What it is called.
    pub(crate) label: String,
    /// The end of a secret key; the whole of a public one.
    pub(crate) hint: String,
    /// The origins whose pages may use it; `None`: any.
    pub(crate) origins: Option<Vec<OriginPattern>>,
    /// Its own limits; `None`: those of its kind.
    pub(crate) limits: Option<Limits>,
    /// When it was made.
    pub(crate) created_at: UnixMillis,
    /// When it stops to work, if it was rotated.
    pub(crate) expires_at: Option<UnixMillis>,
    /// When it was revoked.
    pub(crate) revoked_at: Option<UnixMillis>,
}

/// What an admin decides about a key.
#[derive(Debug, Clone)]
pub(crate) struct KeyDraft {
    /// Where it lives.
    pub(crate) kind: KeyKind,
    /// What it is called.
    pub(crate) label: String,
    /// The origins whose pages may use it; `None`: any.
    pub(crate) origins: Option<Vec<OriginPattern>>,
    /// Its own limits; `None`: those of its kind.
    pub(crate) limits: Option<Limits>,
}

const COLUMNS: &str = "key_id AS id, kind, label, hint, origins, limits, created_at, expires_at, \
                       revoked_at";

/// A row as D1 has it: JSON in text columns.
#[derive(Deserialize)]
struct Stored {
    id: String,
    kind: KeyKind,
    label: String,
    hint: String,
    origins: Option<String>,
    limits: Option<String>,
    created_at: UnixMillis,
    expires_at: Option<UnixMillis>,
    revoked_at: Option<UnixMillis>,
}

impl TryFrom<Stored> for KeyRow {
    type Error = Error;

    fn try_from(stored: Stored) -> Result<Self> {
        let Stored { id, kind, label, hint, origins, limits, created_at, expires_at, revoked_at } =
            stored;
        let origins = origins.as_deref().map(serde_json::from_str).transpose()?;
        let limits = limits.as_deref().map(serde_json::from_str).transpose()?;
        Ok(Self { id, kind, label, hint, origins, limits, created_at, expires_at, revoked_at })
    }
}

impl KeyKind {
    /// The word on the wire and in SQL.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Server => "server",
        }
    }

    /// What keys of this kind start with.
    const fn prefix(self) -> &'static str {
        match self {
            Self::Write => "wk",
            Self::Server => "sk",
        }
    }

    /// The limits of a key that has none of its own.
    const fn limits(self) -> Limits {
        match self {
            Self::Write => Limits::PAGE,
            Self::Server => Limits::SERVER,
        }
    }
}

/// What `key` stands for, unless it is unknown, revoked or expired.
pub(crate) async fn find(env: &Env, key: &str) -> Result<Option<Rc<EventKey>>> {
    #[derive(Deserialize)]
    struct Row {
        workspace_id: String,
        identity_enforcement: Enforcement,
        #[serde(flatten)]
        key: Stored,
    }
    let (hash, now) = (secret::hash(key), clock::now());
    if let Some(known) = KEYS.with(|cache| cache.get(&hash, now)) {
        return Ok(known);
    }
    let query = format!(
        "SELECT {COLUMNS}, workspace_id, identity_enforcement FROM \
         (SELECT key.*, identity_enforcement FROM event_key AS key JOIN workspace USING (workspace_id)) \
         WHERE key_hash = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)"
    );
    let row: Option<Row> = first(env, &query, &[hash.as_str().into(), integer(now)]).await?;
    let found = row
        .map(|Row { workspace_id: workspace, identity_enforcement, key }| {
            let key = KeyRow::try_from(key)?;
            Ok::<_, Error>(Rc::new(EventKey {
                workspace: workspace_id(workspace)?,
                id: key.id,
                is_server: key.kind == KeyKind::Server,
                origins: key.origins,
                limits: key.limits.unwrap_or(key.kind.limits()),
                enforcement: identity_enforcement,
                expires_at: key.expires_at,
            }))
        })
        .transpose()?;
    KEYS.with(|cache| cache.put(hash, found.clone(), now));
    Ok(found)
}

/// Drops what this isolate remembers: something has changed.
pub(super) fn forget() {
    KEYS.with(Cache::clear);
}

/// All keys of `workspace`, the newest first.
pub(crate) async fn list(env: &Env, workspace: &WorkspaceId) -> Result<Vec<KeyRow>> {
    let query = format!(
        "SELECT {COLUMNS} FROM event_key WHERE workspace_id = ? ORDER BY created_at DESC, key_id DESC"
    );
    let stored: Vec<Stored> = rows(env, &query, &[workspace.as_str().into()]).await?;
    stored.into_iter().map(KeyRow::try_from).collect()
}

/// The key `id` of `workspace`.
pub(crate) async fn get(env: &Env, workspace: &WorkspaceId, id: &str) -> Result<Option<KeyRow>> {
    let query = format!("SELECT {COLUMNS} FROM event_key WHERE workspace_id = ? AND key_id = ?");
    let stored: Option<Stored> =
        first(env, &query, &[workspace.as_str().into(), id.into()]).await?;
    stored.map(KeyRow::try_from).transpose()
}

/// Makes a key; returns it with its secret, which is nowhere else.
pub(crate) async fn insert(
    env: &Env,
    workspace: &WorkspaceId,
    draft: &KeyDraft,
) -> Result<(KeyRow, String)> {
    let key = secret::make(draft.kind.prefix());
    let hint = match draft.kind {
        KeyKind::Write => key.as_str(),
        KeyKind::Server => secret::hint(&key),
    };
    let query = format!(
        "INSERT INTO event_key (key_hash, workspace_id, kind, label, created_at, key_id, hint, \
         origins, limits) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING {COLUMNS}"
    );
    let values = [
        secret::hash(&key).into(),
        workspace.as_str().into(),
        draft.kind.as_str().into(),
        draft.label.as_str().into(),
        integer(clock::now()),
        secret::make_id("key").into(),
        hint.into(),
        optional(json(draft.origins.as_ref())?.as_deref()),
        optional(json(draft.limits.as_ref())?.as_deref()),
    ];
    let stored: Option<Stored> = first(env, &query, &values).await?;
    let stored = stored.ok_or_else(|| Error::RustError("the key was not stored".to_owned()))?;
    // It may have been asked for, and not found, before.
    forget();
    Ok((stored.try_into()?, key))
}

/// Changes label, origins and limits of a key that works; `None` if there is no such.
pub(crate) async fn update(
    env: &Env,
    workspace: &WorkspaceId,
    id: &str,
    draft: &KeyDraft,
) -> Result<Option<KeyRow>> {
    let values = [
        draft.label.as_str().into(),
        optional(json(draft.origins.as_ref())?.as_deref()),
        optional(json(draft.limits.as_ref())?.as_deref()),
    ];
    change(env, workspace, id, "label = ?, origins = ?, limits = ?", &values).await
}

/// Lets a key work until `at` and no longer; if it ends sooner already, it does.
pub(crate) async fn expire(
    env: &Env,
    workspace: &WorkspaceId,
    id: &str,
    at: UnixMillis,
) -> Result<Option<KeyRow>> {
    let sooner = "expires_at = min(coalesce(expires_at, ?1), ?1)";
    change(env, workspace, id, sooner, &[integer(at)]).await
}

/// Revokes a key that works; `None` if there is no such.
pub(crate) async fn revoke(env: &Env, workspace: &WorkspaceId, id: &str) -> Result<Option<KeyRow>> {
    change(env, workspace, id, "revoked_at = ?", &[integer(clock::now())]).await
}

async fn change(
    env: &Env,
    workspace: &WorkspaceId,
    id: &str,
    assignments: &str,
    values: &[worker::wasm_bindgen::JsValue],
) -> Result<Option<KeyRow>> {
    let query = format!(
        "UPDATE event_key SET {assignments} WHERE workspace_id = ? AND key_id = ? \
         AND revoked_at IS NULL RETURNING {COLUMNS}"
    );
    let values = [values, &[workspace.as_str().into(), id.into()]].concat();
    let stored: Option<Stored> = first(env, &query, &values).await?;
    forget();
    stored.map(KeyRow::try_from).transpose()
}

fn json<T: Serialize>(value: Option<&T>) -> Result<Option<String>> {
    Ok(value.map(serde_json::to_string).transpose()?)
}
