//! Table `account`: the portfolio.

use serde::{Deserialize, Serialize};
use shared::id::AccountId;
use worker::{Result, SqlStorage};

use super::super::{
    Cursor, Page,
    storage::{execute, integer, rows},
};
use crate::projection::{AccountRecord, Message};

/// Which page of accounts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AccountsQuery {
    /// Rows after this one.
    pub(crate) after: Option<Cursor<String>>,
    /// How many rows.
    pub(crate) limit: u32,
}

/// An account as operators read it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AccountRow {
    /// Its id, the vendor's.
    pub(crate) id: String,
    /// Trait `name`.
    pub(crate) name: Option<String>,
    /// Trait `plan`.
    pub(crate) plan: Option<String>,
    /// Trait `stage`.
    pub(crate) stage: Option<String>,
    /// Trait `mrr`.
    pub(crate) mrr: Option<f64>,
    /// Trait `currency`.
    pub(crate) currency: Option<String>,
    /// Trait `seats`.
    pub(crate) seats: Option<u32>,
    /// Trait `renewalAt`, in milliseconds.
    pub(crate) renewal_at: Option<i64>,
    /// When it was deleted, in milliseconds.
    pub(crate) deleted_at: Option<i64>,
    /// How many users it has.
    pub(crate) users: i64,
    /// When we first heard of it, in milliseconds.
    pub(crate) created_at: i64,
    /// When somebody in it last did something, in milliseconds; may lag by five minutes.
    pub(crate) last_seen_at: i64,
}

/// Stores what an account tells, unless it told something newer before.
pub(super) fn upsert(sql: &SqlStorage, message: &Message, record: &AccountRecord) -> Result<()> {
    let Some(account) = &message.account else { return Ok(()) };
    let query = "INSERT INTO account (account_id, name, plan, users, created_at, last_seen_at, \
                 revision, stage, mrr, currency, seats, renewal_at, deleted_at) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
                 ON CONFLICT (account_id) DO UPDATE SET \
                 name = excluded.name, plan = excluded.plan, users = excluded.users, \
                 created_at = excluded.created_at, last_seen_at = excluded.last_seen_at, \
                 revision = excluded.revision, stage = excluded.stage, mrr = excluded.mrr, \
                 currency = excluded.currency, seats = excluded.seats, \
                 renewal_at = excluded.renewal_at, deleted_at = excluded.deleted_at \
                 WHERE revision < excluded.revision";
    execute(
        sql,
        query,
        vec![
            account.as_str().into(),
            record.name.clone().into(),
            record.plan.clone().into(),
            integer(record.users.into()),
            integer(record.created_at.0),
            integer(record.last_seen_at.0),
            integer(record.revision),
            record.stage.clone().into(),
            record.mrr.into(),
            record.currency.clone().into(),
            record.seats.map(|seats| integer(seats.into())).into(),
            record.renewal_at.map(|at| integer(at.0)).into(),
            record.deleted_at.map(|at| integer(at.0)).into(),
        ],
    )
}

/// A page, last seen first.
pub(super) fn list(sql: &SqlStorage, query: &AccountsQuery) -> Result<Page<AccountRow>> {
    let (mut filter, mut bindings) = ("true", Vec::new());
    if let Some(Cursor(last_seen_at, id)) = &query.after {
        filter = "(last_seen_at, account_id) < (?, ?)";
        bindings.extend([integer(*last_seen_at), id.as_str().into()]);
    }
    bindings.push(integer(i64::from(query.limit) + 1));
    let statement = format!(
        "SELECT account_id AS id, name, plan, stage, mrr, currency, seats, renewal_at, deleted_at, \
         users, created_at, last_seen_at FROM account \
         WHERE {filter} ORDER BY last_seen_at DESC, account_id DESC LIMIT ?"
    );
    let found: Vec<AccountRow> = rows(sql, &statement, bindings)?;
    Ok(Page::cut(found, query.limit, |row| Cursor(row.last_seen_at, row.id.clone())))
}

/// The account whose id follows `before`, in the order of ids.
pub(super) fn after(sql: &SqlStorage, before: Option<&AccountId>) -> Result<Option<AccountId>> {
    #[derive(Deserialize)]
    struct Row {
        account_id: AccountId,
    }
    let query = "SELECT account_id FROM account WHERE account_id > ? ORDER BY account_id LIMIT 1";
    // No id is empty.
    let before = before.map_or("", AccountId::as_str);
    Ok(rows::<Row>(sql, query, vec![before.into()])?.pop().map(|row| row.account_id))
}
