//! Traits of the account, and table `trait_history` for those that decide about money or
//! standing.

use serde::Deserialize;
use serde_json::{Map, Value};
use shared::{
    account::{self, Run, StandingTrait, StoredObject},
    time::UnixMillis,
};
use worker::{Result, SqlStorage};

use super::{
    super::storage::{execute, integer, rows},
    traits,
};

/// Merges what a `group` says. Of a trait of standing the newest value holds, whenever it
/// comes; of others the one that came last, as long as they are not too much.
pub(super) fn merge(
    sql: &SqlStorage,
    traits: &str,
    is_trusted: bool,
    at: UnixMillis,
) -> Result<()> {
    // The door refuses what cannot be read and what may not be said: this finds neither.
    let said = StoredObject::read(traits);
    if !said.is_whole() {
        return Ok(());
    }
    let mut others = said.fields;
    let standing = if is_trusted { StandingTrait::read(&others) } else { Ok(vec![]) };
    let mut now = Map::new();
    for (name, value) in standing.unwrap_or_default() {
        note(sql, name, &value, at)?;
        now.insert(name.as_str().to_owned(), current(sql, name)?);
    }
    others.retain(|name, _| StandingTrait::ALL.iter().all(|own| own.as_str() != name));
    traits::merge_standing(sql, &now)?;
    traits::merge_into_account(sql, &others)
}

/// Notes that the trait was `value` at `at`.
fn note(sql: &SqlStorage, name: StandingTrait, value: &Value, at: UnixMillis) -> Result<()> {
    let before = runs_around(sql, name, at)?;
    let after = account::say(&before, at, value);
    for run in before.iter().filter(|run| after.iter().all(|kept| kept.since != run.since)) {
        let query = "DELETE FROM trait_history WHERE trait = ? AND since = ?";
        execute(sql, query, vec![name.as_str().into(), integer(run.since.0)])?;
    }
    for Run { since, said_at, value } in after.iter().filter(|run| !before.contains(run)) {
        let query = "INSERT INTO trait_history (trait, since, said_at, value) VALUES (?, ?, ?, ?) \
                     ON CONFLICT (trait, since) DO UPDATE \
                     SET said_at = excluded.said_at, value = excluded.value";
        let instants = [since.0, said_at.0].map(integer);
        let bindings = [name.as_str().into()].into_iter().chain(instants);
        execute(sql, query, bindings.chain([value.to_string().into()]).collect())?;
    }
    Ok(())
}

/// The runs on which a word for `at` can have an effect.
fn runs_around(sql: &SqlStorage, name: StandingTrait, at: UnixMillis) -> Result<Vec<Run>> {
    #[derive(Deserialize)]
    struct Row {
        since: UnixMillis,
        said_at: UnixMillis,
        value: String,
    }
    let query = "SELECT * FROM (SELECT since, said_at, value FROM trait_history \
                 WHERE trait = ?1 AND since <= ?2 ORDER BY since DESC LIMIT 2) UNION ALL \
                 SELECT * FROM (SELECT since, said_at, value FROM trait_history \
                 WHERE trait = ?1 AND since > ?2 ORDER BY since LIMIT 1) ORDER BY since";
    let found: Vec<Row> = rows(sql, query, vec![name.as_str().into(), integer(at.0)])?;
    let run = |Row { since, said_at, value }| {
        Ok(Run { since, said_at, value: serde_json::from_str(&value)? })
    };
    found.into_iter().map(run).collect()
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
