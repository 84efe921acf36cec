//! Table `content`, as operators change it.
//!
//! No body is ever overwritten: a save, a rollback and what is kept of withdrawn content are new
//! versions. Each change is one batch, which is all or nothing, and names the versions that its
//! caller has seen: where somebody was quicker it changes nothing.

use shared::time::UnixMillis;
use worker::{Env, Result, wasm_bindgen::JsValue};

use super::{batch, content, content_history::Place, integer, whole};
use crate::{access::Operator, clock};

/// Who changes what, and when. Statements take it as `?1` to `?4`.
struct Change<'a> {
    place: &'a Place,
    at: UnixMillis,
    by: &'a Operator,
}

/// The rows of the content that changes.
const ITS: &str = "workspace_id = ?1 AND content_id = ?2";
/// What is said of a version that ends.
const ENDS: &str = "ended_at = ?3, ended_by = ?4";

impl<'a> Change<'a> {
    fn new(place: &'a Place, by: &'a Operator) -> Self {
        Self { place, at: clock::now(), by }
    }

    /// `query` with its values: the four of every change, then `more`.
    fn statement(&self, query: String, more: impl Into<Vec<JsValue>>) -> (String, Vec<JsValue>) {
        let [workspace, id] = self.place.values();
        let mut values = vec![workspace, id, integer(self.at), self.by.id.as_str().into()];
        values.extend(more.into());
        (query, values)
    }

    /// Runs the statements; whether the last one changed something.
    async fn run(&self, env: &Env, statements: &[(String, Vec<JsValue>)]) -> Result<bool> {
        let changed = batch(env, statements).await?;
        content::forget();
        Ok(changed.last().is_some_and(|rows| *rows > 0))
    }
}

/// Saves `body` as the draft after version `base`, 0 if there is none; the draft before it is
/// discarded. Returns whether `base` was still the newest.
pub(crate) async fn save(
    env: &Env,
    place: &Place,
    by: &Operator,
    body: &str,
    base: i64,
) -> Result<bool> {
    let newest = format!("?5 = (SELECT coalesce(max(version), 0) FROM content WHERE {ITS})");
    let change = Change::new(place, by);
    let discard = change.statement(
        format!(
            "UPDATE content SET state = 'discarded', {ENDS} \
             WHERE {ITS} AND state = 'draft' AND {newest}"
        ),
        [whole(base)],
    );
    let insert = change.statement(
        format!(
            "INSERT INTO content (workspace_id, kind, content_id, version, body, state, saved_at, \
             saved_by) SELECT ?1, ?7, ?2, ?5 + 1, ?6, 'draft', ?3, ?4 WHERE {newest}"
        ),
        [whole(base), body.into(), place.kind.as_str().into()],
    );
    change.run(env, &[discard, insert]).await
}

/// Publishes `draft` in place of what people see. Returns whether it was still the draft.
pub(crate) async fn publish(env: &Env, place: &Place, by: &Operator, draft: i64) -> Result<bool> {
    let change = Change::new(place, by);
    let supersede = change.statement(
        format!(
            "UPDATE content SET state = 'superseded', {ENDS} WHERE {ITS} AND state = 'published' \
             AND EXISTS (SELECT 1 FROM content WHERE {ITS} AND version = ?5 AND state = 'draft')"
        ),
        [whole(draft)],
    );
    let publish = change.statement(
        format!(
            "UPDATE content SET state = 'published', published_at = ?3, published_by = ?4 \
             WHERE {ITS} AND version = ?5 AND state = 'draft'"
        ),
        [whole(draft)],
    );
    change.run(env, &[supersede, publish]).await
}

/// Takes back version `published`. Unless there is a draft, its body becomes one, so that
/// publishing undoes it. Returns whether people still saw that version.
pub(crate) async fn unpublish(
    env: &Env,
    place: &Place,
    by: &Operator,
    published: i64,
) -> Result<bool> {
    let change = Change::new(place, by);
    // First, because the draft is made of what people still see.
    let keep = change.statement(
        format!(
            "INSERT INTO content (workspace_id, kind, content_id, version, body, state, \
             copied_from, saved_at, saved_by) \
             SELECT ?1, kind, ?2, (SELECT max(version) + 1 FROM content WHERE {ITS}), body, \
             'draft', version, ?3, ?4 FROM content \
             WHERE {ITS} AND version = ?5 AND state = 'published' \
             AND NOT EXISTS (SELECT 1 FROM content WHERE {ITS} AND state = 'draft')"
        ),
        [whole(published)],
    );
    let withdraw = change.statement(
        format!(
            "UPDATE content SET state = 'unpublished', {ENDS} \
             WHERE {ITS} AND version = ?5 AND state = 'published'"
        ),
        [whole(published)],
    );
    change.run(env, &[keep, withdraw]).await
}

/// Publishes the body of version `source` as a new version after `base`. A draft stays one.
/// Returns whether `base` was still the newest.
pub(crate) async fn rollback(
    env: &Env,
    place: &Place,
    by: &Operator,
    source: i64,
    base: i64,
) -> Result<bool> {
    let newest = format!("?6 = (SELECT max(version) FROM content WHERE {ITS})");
    let change = Change::new(place, by);
    let values = [whole(source), whole(base)];
    let supersede = change.statement(
        format!(
            "UPDATE content SET state = 'superseded', {ENDS} WHERE {ITS} AND state = 'published' \
             AND {newest} AND EXISTS (SELECT 1 FROM content WHERE {ITS} AND version = ?5)"
        ),
        values.clone(),
    );
    let insert = change.statement(
        format!(
            "INSERT INTO content (workspace_id, kind, content_id, version, body, state, \
             copied_from, saved_at, saved_by, published_at, published_by) \
             SELECT ?1, kind, ?2, ?6 + 1, body, 'published', version, ?3, ?4, ?3, ?4 \
             FROM content WHERE {ITS} AND version = ?5 AND {newest}"
        ),
        values,
    );
    change.run(env, &[supersede, insert]).await
}

/// Discards `draft`. Returns whether it was still the draft.
pub(crate) async fn discard(env: &Env, place: &Place, by: &Operator, draft: i64) -> Result<bool> {
    let change = Change::new(place, by);
    let discard = change.statement(
        format!(
            "UPDATE content SET state = 'discarded', {ENDS} \
             WHERE {ITS} AND version = ?5 AND state = 'draft'"
        ),
        [whole(draft)],
    );
    change.run(env, &[discard]).await
}
