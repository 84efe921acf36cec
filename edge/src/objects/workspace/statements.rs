//! Table `statement`: xAPI statements, those of others and our own.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::{id::UserId, time::UnixMillis};
use worker::{Result, SqlStorage};

use super::super::storage::{execute, filter, integer, rows};
use crate::projection::StatementRecord;

/// Which statements: all filters must hold, absent ones do.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct StatementsQuery {
    /// Only the one of this id.
    pub(crate) id: Option<String>,
    /// Only of this person.
    pub(crate) user: Option<UserId>,
    /// Only of the agent with this `mbox`.
    pub(crate) mbox: Option<String>,
    /// Only of this verb.
    pub(crate) verb: Option<String>,
    /// Only about this activity.
    pub(crate) activity: Option<String>,
    /// Only those stored after this instant, in milliseconds.
    pub(crate) since: Option<i64>,
    /// Only those stored at or before this instant, in milliseconds.
    pub(crate) until: Option<i64>,
    /// Whether the oldest come first.
    #[serde(default)]
    pub(crate) ascending: bool,
    /// Rows beyond this one.
    pub(crate) after: Option<i64>,
    /// How many rows.
    pub(crate) limit: u32,
}

/// A statement as it is stored.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct StatementRow {
    /// Its place in the order of storing.
    pub(crate) row: i64,
    /// Its id.
    pub(crate) id: String,
    /// When it was stored, in milliseconds.
    pub(crate) stored_at: i64,
    /// What it says, JSON, without what the store adds.
    pub(crate) body: String,
}

/// Stores all of `statements`, or none if one of them has the id of another; returns that id.
/// One that is stored already, with the same words, is left as it is.
pub(super) fn put(
    sql: &SqlStorage,
    statements: &[StatementRecord],
    now: UnixMillis,
) -> Result<Option<String>> {
    for record in statements {
        let query = StatementsQuery { id: Some(record.id.clone()), limit: 1, ..Default::default() };
        let stored = list(sql, &query)?.pop();
        let same = |row: &StatementRow| -> Result<bool> {
            Ok(serde_json::from_str::<Value>(&row.body)? == record.body)
        };
        if let Some(row) = stored
            && !same(&row)?
        {
            return Ok(Some(record.id.clone()));
        }
    }
    for record in statements {
        insert(sql, record, now)?;
    }
    Ok(None)
}

/// Stores a statement unless it is stored.
pub(super) fn insert(sql: &SqlStorage, record: &StatementRecord, now: UnixMillis) -> Result<()> {
    let query = "INSERT INTO statement (statement_id, user_id, verb, activity, stored_at, body) \
                 VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (statement_id) DO NOTHING";
    execute(
        sql,
        query,
        vec![
            record.id.as_str().into(),
            record.user.as_ref().map(|user| user.as_str().to_owned()).into(),
            record.verb.as_str().into(),
            record.activity.as_str().into(),
            integer(now.0),
            record.body.to_string().into(),
        ],
    )
}

/// Statements, the last stored first unless told; one more than asked for, if there are more.
pub(super) fn list(sql: &SqlStorage, query: &StatementsQuery) -> Result<Vec<StatementRow>> {
    let (order, beyond) = if query.ascending { ("ASC", ">") } else { ("DESC", "<") };
    let text = |value: Option<&str>| value.map(|value| value.to_owned().into());
    let conditions = [
        ("statement_id = ?".to_owned(), text(query.id.as_deref())),
        ("user_id = ?".to_owned(), text(query.user.as_ref().map(UserId::as_str))),
        ("body ->> '$.actor.mbox' = ?".to_owned(), text(query.mbox.as_deref())),
        ("verb = ?".to_owned(), text(query.verb.as_deref())),
        ("activity = ?".to_owned(), text(query.activity.as_deref())),
        ("stored_at > ?".to_owned(), query.since.map(integer)),
        ("stored_at <= ?".to_owned(), query.until.map(integer)),
        (format!("statement_row {beyond} ?"), query.after.map(integer)),
    ];
    let (filter, mut bindings) = filter(conditions);
    bindings.push(integer(i64::from(query.limit) + 1));
    let statement = format!(
        "SELECT statement_row AS row, statement_id AS id, stored_at, body FROM statement \
         WHERE {filter} ORDER BY statement_row {order} LIMIT ?"
    );
    rows(sql, &statement, bindings)
}
