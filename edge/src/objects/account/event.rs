//! Table `event`.

use std::collections::HashSet;

use serde::Deserialize;
use worker::{Result, SqlStorage};

use super::{
    super::storage::{integer, rows},
    EventRow, Visit,
};

/// One statement for the whole batch: each call from Wasm into JavaScript costs.
const INSERT: &str = "INSERT INTO event \
     (message_id, type, user, anonymous, name, timestamp, received_at, trusted, body) \
     SELECT value ->> 'message_id', value ->> 'type', value ->> 'user', value ->> 'anonymous', \
            value ->> 'name', value ->> 'timestamp', ?2, value ->> 'trusted', \
            value ->> 'body' \
     FROM json_each(?1) WHERE true \
     ON CONFLICT (message_id) DO NOTHING RETURNING message_id";

/// Stores the events that are not stored yet. For each, whether it was new.
pub(super) fn insert(
    sql: &SqlStorage,
    visit: &Visit<'_>,
    events: &[EventRow<'_>],
) -> Result<Vec<bool>> {
    #[derive(Deserialize)]
    struct Row {
        message_id: String,
    }
    if events.is_empty() {
        return Ok(vec![]);
    }
    let bindings = vec![visit.events.get().into(), integer(visit.received_at.0)];
    let inserted: Vec<Row> = rows(sql, INSERT, bindings)?;
    let mut inserted: HashSet<String> = inserted.into_iter().map(|row| row.message_id).collect();
    // Of two items with one id in one batch, the first is new.
    Ok(events.iter().map(|event| inserted.remove(event.message_id.as_str())).collect())
}

/// Which of `ids` are stored here, or were before they moved.
pub(super) fn known(sql: &SqlStorage, ids: &[String]) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Row {
        message_id: String,
    }
    let query = "SELECT message_id FROM event \
                 WHERE message_id IN (SELECT value FROM json_each(?))";
    let found: Vec<Row> = rows(sql, query, vec![serde_json::to_string(ids)?.into()])?;
    Ok(found.into_iter().map(|row| row.message_id).collect())
}
