//! `/v1/keys`: the keys that send events. Admins only.

use serde::{Deserialize, Deserializer, Serialize};
use shared::{limit::Limits, origin::OriginPattern};
use worker::Env;

use crate::{
    access::Operator,
    clock,
    error::{ApiError, Resource},
    http::{Reply, Request, body},
    store::keys::{self, KeyDraft, KeyKind, KeyRow},
};

/// The most characters a label may have.
const MAX_LABEL_CHARS: usize = 100;
/// The longest that a rotated key may go on working.
const MAX_GRACE_S: u32 = 30 * 24 * 60 * 60;

/// A key with its secret: told once.
#[derive(Serialize)]
struct NewKey {
    key: String,
    #[serde(flatten)]
    row: KeyRow,
}

#[derive(Serialize)]
struct Listed {
    results: Vec<KeyRow>,
}

/// `GET /v1/keys`: all of them, the newest first.
///
/// - Answer: `{results: [{id, kind, label, hint, origins, limits, created_at, expires_at,
///   revoked_at}]}`, instants in milliseconds. `hint` is the whole of a public key.
pub(super) async fn list(env: &Env, operator: &Operator) -> Result<Reply, ApiError> {
    let results = keys::list(env, &operator.workspace).await?;
    Ok(Reply::json(&Listed { results })?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Create {
    kind: KeyKind,
    label: String,
    origins: Option<Vec<OriginPattern>>,
    limits: Option<Limits>,
}

/// `POST /v1/keys`: makes a key.
///
/// - Body: `{kind: "write" | "server", label, origins?, limits?: {per_key: {burst, per_second},
///   per_user?}}`.
/// - Answer: 201 and the key as in the list, with `key`: a secret one is told this once.
/// - Errors: 400 `invalid_json`, `invalid_field`.
pub(super) async fn create(
    mut request: Request,
    env: &Env,
    operator: &Operator,
) -> Result<Reply, ApiError> {
    let Create { kind, label, origins, limits } =
        body::parse(&body::read_text(&mut request).await?)?;
    let draft = KeyDraft { kind, label, origins, limits };
    check(&draft)?;
    let (row, key) = keys::insert(env, &operator.workspace, &draft).await?;
    Ok(Reply::json(&NewKey { key, row })?.with_status(201))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Update {
    label: Option<String>,
    #[serde(default)]
    origins: Given<Vec<OriginPattern>>,
    #[serde(default)]
    limits: Given<Limits>,
}

/// A field that may be absent, which leaves it as it is, or null, which clears it.
#[derive(Default)]
enum Given<T> {
    #[default]
    Absent,
    As(Option<T>),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        Option::deserialize(value).map(Self::As)
    }
}

impl<T> Given<T> {
    fn unwrap_or(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Absent => before,
            Self::As(given) => given,
        }
    }
}

/// `PATCH /v1/keys/{id}`: changes label, origins or limits.
///
/// - Body: `{label?, origins?, limits?}`; null clears origins and limits.
/// - Answer: 200 and the key as in the list.
/// - Errors: 404 `unknown_key_id`; as for making one.
pub(super) async fn update(
    mut request: Request,
    env: &Env,
    operator: &Operator,
    id: &str,
) -> Result<Reply, ApiError> {
    let Update { label, origins, limits } = body::parse(&body::read_text(&mut request).await?)?;
    let row = working(env, operator, id).await?;
    let draft = KeyDraft {
        kind: row.kind,
        label: label.unwrap_or(row.label),
        origins: origins.unwrap_or(row.origins),
        limits: limits.unwrap_or(row.limits),
    };
    check(&draft)?;
    let row = keys::update(env, &operator.workspace, id, &draft).await?;
    Ok(Reply::json(&row.ok_or(ApiError::Unknown(Resource::Key))?)?)
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rotate {
    #[serde(default, deserialize_with = "body::or_default")]
    grace_s: u32,
}

/// `POST /v1/keys/{id}/rotate`: makes a key that may do the same, and ends this one.
///
/// - Body: none, or `{grace_s}`: how long the old key goes on working; 0 unless told, at most
///   30 days.
///   A key that is ending already ends no later than it would.
/// - Answer: 201 and the new key, as for making one.
/// - Errors: 404 `unknown_key_id`, 400 `invalid_field`.
pub(super) async fn rotate(
    mut request: Request,
    env: &Env,
    operator: &Operator,
    id: &str,
) -> Result<Reply, ApiError> {
    let text = body::read_text(&mut request).await?;
    let Rotate { grace_s } =
        if text.trim().is_empty() { Rotate::default() } else { body::parse(&text)? };
    if grace_s > MAX_GRACE_S {
        let detail = format!("must be at most {MAX_GRACE_S}");
        return Err(ApiError::InvalidField { pointer: "/grace_s", detail });
    }
    let KeyRow { kind, label, origins, limits, .. } = working(env, operator, id).await?;
    let draft = KeyDraft { kind, label, origins, limits };
    let (row, key) = keys::insert(env, &operator.workspace, &draft).await?;
    let end = clock::now().plus(i64::from(grace_s) * 1_000);
    keys::expire(env, &operator.workspace, id, end).await?;
    Ok(Reply::json(&NewKey { key, row })?.with_status(201))
}

/// `DELETE /v1/keys/{id}`: the key no longer works, within ten seconds everywhere.
///
/// - Answer: 200 and the key as in the list.
/// - Errors: 404 `unknown_key_id`.
pub(super) async fn revoke(env: &Env, operator: &Operator, id: &str) -> Result<Reply, ApiError> {
    let row = keys::revoke(env, &operator.workspace, id).await?;
    Ok(Reply::json(&row.ok_or(ApiError::Unknown(Resource::Key))?)?)
}

/// The key `id`, if it works: one that has ended is not brought back by anything.
async fn working(env: &Env, operator: &Operator, id: &str) -> Result<KeyRow, ApiError> {
    let now = clock::now();
    let works = |row: &KeyRow| {
        row.revoked_at.is_none() && row.expires_at.is_none_or(|expires_at| expires_at > now)
    };
    let row = keys::get(env, &operator.workspace, id).await?;
    row.filter(works).ok_or(ApiError::Unknown(Resource::Key))
}

fn check(draft: &KeyDraft) -> Result<(), ApiError> {
    check_label(&draft.label)?;
    let invalid =
        |pointer, detail: &str| Err(ApiError::InvalidField { pointer, detail: detail.to_owned() });
    if draft.kind == KeyKind::Server && draft.origins.is_some() {
        return invalid("/origins", "a server key has no origins: no page may hold it");
    }
    if draft.origins.as_ref().is_some_and(Vec::is_empty) {
        return invalid("/origins", "name at least one origin, or null for any");
    }
    let rates = draft.limits.iter().flat_map(|l| [Some(l.per_key), l.per_user]).flatten();
    if rates.into_iter().any(|rate| rate.burst == 0 || rate.per_second == 0) {
        return invalid("/limits", "`burst` and `per_second` are at least 1");
    }
    Ok(())
}

/// Labels are how people tell keys and tokens apart.
pub(super) fn check_label(label: &str) -> Result<(), ApiError> {
    if label.trim().is_empty() || label.chars().count() > MAX_LABEL_CHARS {
        let detail = format!("a label has 1 to {MAX_LABEL_CHARS} characters");
        return Err(ApiError::InvalidField { pointer: "/label", detail });
    }
    Ok(())
}
