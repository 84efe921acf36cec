//! An object's own SQLite: schema steps and rows.
//!
//! What an object writes between two `.await`s is stored as a whole, or not at all: a call
//! that fails, or panics, resets the object (`entry/objects.mjs`), which takes back what it
//! wrote since it waited last. So a decision and all that follows from it are written without
//! an `.await` in between.

use serde::{Deserialize, de::DeserializeOwned};
use worker::{Result, SqlStorage, SqlStorageValue};

/// Runs the steps of `steps` that this database has not run, in order. A new one is given `whole`
/// instead, if there is such a thing: what all steps come to, in one go.
///
/// `steps[0]` is version 1, and steps are only ever appended. Call it from
/// `DurableObject::new`, which is synchronous: no request sees a half-built schema.
/// (`PRAGMA user_version` is refused by Durable Objects, hence the table.)
///
/// # Errors
/// Whatever SQLite says.
pub(super) fn migrate(sql: &SqlStorage, steps: &[&str], whole: Option<&str>) -> Result<()> {
    #[derive(Deserialize)]
    struct Row {
        version: usize,
    }
    sql.exec("CREATE TABLE IF NOT EXISTS schema_step (version INTEGER PRIMARY KEY) STRICT", None)?;
    let versions: Vec<Row> =
        rows(sql, "SELECT coalesce(max(version), 0) AS version FROM schema_step", vec![])?;
    let done = versions.first().map_or(0, |row| row.version);
    if let (0, Some(whole)) = (done, whole) {
        sql.exec(whole, None)?;
        return note_version(sql, steps.len());
    }
    for (index, step) in steps.iter().enumerate().skip(done) {
        sql.exec(step, None)?;
        note_version(sql, index + 1)?;
    }
    Ok(())
}

fn note_version(sql: &SqlStorage, version: usize) -> Result<()> {
    let version = integer(i64::try_from(version).unwrap_or(i64::MAX));
    execute(sql, "INSERT INTO schema_step (version) VALUES (?)", vec![version])
}

/// Runs a query and reads all its rows.
pub(super) fn rows<T: DeserializeOwned>(
    sql: &SqlStorage,
    query: &str,
    bindings: Vec<SqlStorageValue>,
) -> Result<Vec<T>> {
    sql.exec(query, bindings)?.to_array()
}

/// Runs a statement that answers no rows.
pub(super) fn execute(sql: &SqlStorage, query: &str, bindings: Vec<SqlStorageValue>) -> Result<()> {
    sql.exec(query, bindings).map(drop)
}

/// How many rows the last statement inserted, changed or deleted.
pub(super) fn n_changes(sql: &SqlStorage) -> Result<usize> {
    #[derive(Deserialize)]
    struct Row {
        n: usize,
    }
    Ok(rows::<Row>(sql, "SELECT changes() AS n", vec![])?.pop().map_or(0, |row| row.n))
}

/// The conditions of a `WHERE` that have a value, and the values.
pub(super) fn filter<C: AsRef<str>>(
    conditions: impl IntoIterator<Item = (C, Option<SqlStorageValue>)>,
) -> (String, Vec<SqlStorageValue>) {
    let (mut filter, mut bindings) = ("true".to_owned(), Vec::new());
    for (condition, value) in conditions {
        if let Some(value) = value {
            filter.push_str(" AND ");
            filter.push_str(condition.as_ref());
            bindings.push(value);
        }
    }
    (filter, bindings)
}

/// A whole number for a STRICT column. JavaScript has no other kind than doubles.
#[expect(clippy::cast_precision_loss, reason = "instants and counts are far below 2^53")]
pub(super) fn integer(value: i64) -> SqlStorageValue {
    SqlStorageValue::Float(value as f64)
}
