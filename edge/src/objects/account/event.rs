//! Table `event`.

use std::collections::BTreeSet;

use serde::Deserialize;
use worker::{Result, SqlStorage};

use super::{
    super::storage::{integer, n_changes, rows},
    Accepted, Visit,
    rows::Values,
};

/// One statement for the whole batch: each call from Wasm into JavaScript costs.
///
/// The `LIMIT` keeps SQLite from merging the inner query into the outer one, where each use of
/// `item` would write the item out as JSON and read it again: that took twice the time.
const INSERT: &str = "INSERT INTO event \
     (message_id, type, user, anonymous, name, timestamp, received_at, trusted, body) \
     SELECT item ->> 0, item ->> 1, item ->> 2, item ->> 3, item ->> 4, item ->> 5, ?3, \
            item ->> 6, CAST(substr(?1, item ->> 7, item ->> 8) AS TEXT) \
     FROM (SELECT jsonb(value) AS item FROM json_each(CAST(substr(?1, ?2) AS TEXT)) LIMIT -1) \
     WHERE true \
     ON CONFLICT (message_id) DO NOTHING";
/// What SQLite writes of a new event, as a cursor counts it: the row, and where its message id is
/// in the index. Of an event that is known it writes nothing.
const WRITES_AN_EVENT: usize = 2;

/// Stores the events that are not stored yet: `values` are [`super::EventRows`].
pub(super) fn insert(sql: &SqlStorage, visit: &Visit<'_>, values: &Values) -> Result<Accepted> {
    #[derive(Deserialize)]
    struct Row {
        message_id: String,
    }
    if visit.n_events == 0 {
        return Ok(Accepted::All);
    }
    #[expect(clippy::cast_precision_loss, reason = "instants are far below 2^53")]
    let received_at = visit.received_at.0 as f64;
    let rows_from = values.rows_at + 1;
    let bindings = vec![values.bytes.clone(), rows_from.into(), received_at.into()];
    let inserted = sql.exec_raw(INSERT, bindings)?;
    if inserted.rows_written() == visit.n_events * WRITES_AN_EVENT {
        return Ok(Accepted::All);
    }
    let n_new = n_changes(sql)?;
    // Rows come with ascending numbers, so the new ones are the last.
    let query = "SELECT message_id FROM event ORDER BY event_id DESC LIMIT ?";
    let limit = integer(i64::try_from(n_new).unwrap_or(i64::MAX));
    let new: Vec<Row> = rows(sql, query, vec![limit])?;
    Ok(Accepted::Only(new.into_iter().map(|row| row.message_id).collect::<BTreeSet<_>>()))
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

#[cfg(test)]
mod tests {
    use super::{super::schema::STEPS, *};

    /// Another index on the table would be another write.
    #[test]
    fn writes_an_event_are_its_row_and_its_one_index() {
        let (_, rest) = STEPS[0].split_once("CREATE TABLE event (").unwrap();
        let (columns, _) = rest.split_once(") STRICT").unwrap();
        assert_eq!(1 + columns.matches("UNIQUE").count(), WRITES_AN_EVENT);
        assert!(!STEPS.iter().any(|step| step.contains(" ON event")));
    }
}
