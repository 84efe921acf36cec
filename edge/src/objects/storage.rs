//! An object's own SQLite: schema steps, transactions, rows.

use serde::{Deserialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;
use worker::{Error, Result, SqlStorage, SqlStorageValue, Storage};

/// Runs the steps of `steps` that this database has not run, in order.
///
/// `steps[0]` is version 1, and steps are only ever appended. Call it from
/// `DurableObject::new`, which is synchronous: no request sees a half-built schema.
/// (`PRAGMA user_version` is refused by Durable Objects, hence the table.)
///
/// # Errors
/// Whatever SQLite says.
pub(super) fn migrate(sql: &SqlStorage, steps: &[&str]) -> Result<()> {
    #[derive(Deserialize)]
    struct Row {
        version: usize,
    }
    sql.exec("CREATE TABLE IF NOT EXISTS schema_step (version INTEGER PRIMARY KEY) STRICT", None)?;
    let versions: Vec<Row> =
        rows(sql, "SELECT coalesce(max(version), 0) AS version FROM schema_step", vec![])?;
    let done = versions.first().map_or(0, |row| row.version);
    for (index, step) in steps.iter().enumerate().skip(done) {
        sql.exec(step, None)?;
        let version = integer(i64::try_from(index + 1).unwrap_or(i64::MAX));
        sql.exec("INSERT INTO schema_step (version) VALUES (?)", vec![version])?;
    }
    Ok(())
}

#[wasm_bindgen]
extern "C" {
    /// `DurableObjectStorage`, for the one method of it that `worker` does not bind.
    type RawStorage;

    #[wasm_bindgen(method, catch, js_name = transactionSync)]
    fn transaction_sync(
        this: &RawStorage,
        closure: &mut dyn FnMut() -> std::result::Result<(), JsValue>,
    ) -> std::result::Result<(), JsValue>;
}

/// Runs `work` as one transaction: what it wrote is kept if it returns `Ok`, and undone
/// if it returns `Err` or panics.
///
/// # Errors
/// Those of `work`, and those of the commit.
pub(super) fn transaction<T>(storage: &Storage, mut work: impl FnMut() -> Result<T>) -> Result<T> {
    let raw: &RawStorage = AsRef::<JsValue>::as_ref(storage.as_raw()).unchecked_ref();
    let mut outcome = None;
    raw.transaction_sync(&mut || {
        outcome = Some(work().map_err(JsValue::from)?);
        Ok(())
    })?;
    outcome.ok_or_else(|| Error::RustError("the transaction did not run".to_owned()))
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

/// A whole number for a STRICT column. JavaScript has no other kind than doubles.
#[expect(clippy::cast_precision_loss, reason = "instants and counts are far below 2^53")]
pub(super) fn integer(value: i64) -> SqlStorageValue {
    SqlStorageValue::Float(value as f64)
}
