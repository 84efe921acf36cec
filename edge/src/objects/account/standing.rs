//! Traits of the account, and table `trait_history` for those that decide about money or
//! standing.

use serde::Deserialize;
use serde_json::{Map, Value};
use shared::{account::StandingTrait, time::UnixMillis};
use worker::{Result, SqlStorage};

use super::super::storage::{execute, integer, rows};

/// Merges what a `group` says. Of a trait of standing the newest value holds, whenever it
/// comes; of others the one that came last.
pub(super) fn merge(
    sql: &SqlStorage,
    traits: &str,
    is_trusted: bool,
    at: UnixMillis,
) -> Result<()> {
    let mut traits: Map<String, Value> = serde_json::from_str(traits)?;
    // The door refuses what may not be said, so this finds nothing that is not trusted.
    let standing = if is_trusted { StandingTrait::read(&traits) } else { Ok(vec![]) };
    for (name, value) in standing.unwrap_or_default() {
        note(sql, name, &value, at)?;
        traits.insert(name.as_str().to_owned(), current(sql, name)?);
    }
    // `json_patch` merges, and drops what is set to null.
    let query = "UPDATE account SET traits = json_patch(traits, ?)";
    execute(sql, query, vec![serde_json::to_string(&traits)?.into()])
}

/// Notes a value, unless it was the same before.
fn note(sql: &SqlStorage, name: StandingTrait, value: &Value, since: UnixMillis) -> Result<()> {
    let query = "INSERT INTO trait_history (trait, since, value) SELECT ?1, ?2, ?3 \
                 WHERE ?3 IS NOT (SELECT value FROM trait_history \
                 WHERE trait = ?1 AND since <= ?2 ORDER BY since DESC LIMIT 1) \
                 ON CONFLICT (trait, since) DO UPDATE SET value = excluded.value";
    let bindings = || vec![name.as_str().into(), integer(since.0), value.to_string().into()];
    execute(sql, query, bindings())?;
    // What came before may tell that the next was no change.
    let query = "DELETE FROM trait_history WHERE trait = ?1 AND value = ?3 AND since = \
                 (SELECT min(since) FROM trait_history WHERE trait = ?1 AND since > ?2)";
    execute(sql, query, bindings())
}

fn current(sql: &SqlStorage, name: StandingTrait) -> Result<Value> {
    let query = "SELECT trait, since, value FROM trait_history WHERE trait = ? \
                 ORDER BY since DESC LIMIT 1";
    let found: Vec<Row> = rows(sql, query, vec![name.as_str().into()])?;
    found.first().map_or(Ok(Value::Null), |row| Ok(serde_json::from_str(&row.value)?))
}

#[derive(Deserialize)]
struct Row {
    r#trait: String,
    since: UnixMillis,
    value: String,
}

/// Since when a trait of standing has had a value.
pub(super) struct Change {
    /// The trait.
    pub(super) name: String,
    /// Since when.
    pub(super) since: UnixMillis,
    /// What it became; null where it was cleared.
    pub(super) value: Value,
}

/// Every change of every trait of standing, the oldest first.
pub(super) fn history(sql: &SqlStorage) -> Result<Vec<Change>> {
    let query = "SELECT trait, since, value FROM trait_history ORDER BY trait, since";
    let found: Vec<Row> = rows(sql, query, vec![])?;
    found
        .into_iter()
        .map(|row| {
            let value = serde_json::from_str(&row.value)?;
            Ok(Change { name: row.r#trait, since: row.since, value })
        })
        .collect()
}
