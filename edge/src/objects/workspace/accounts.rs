//! Table `account`: the portfolio.

use serde::{Deserialize, Serialize};
use shared::{id::AccountId, time::UnixMillis};
use worker::{Result, SqlStorage, SqlStorageValue};

use super::super::{
    Cursor, Page,
    storage::{execute, integer, rows},
};
use crate::{
    clock,
    projection::{AccountRecord, Message},
};

/// Which page of accounts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AccountsQuery {
    /// Where an earlier page ended.
    pub(crate) after: Option<AccountsPlace>,
    /// How many rows.
    pub(crate) limit: u32,
}

/// Where a page of accounts ended.
///
/// Accounts move to the front while somebody turns the pages, as people do in one. So the order is
/// that of the first page's instant: those of which nothing was noted since, last seen first, and
/// then the others, each of which was on a page already or would have been on one to come.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AccountsPlace {
    /// When the first page was read, by our clock.
    begun_at: UnixMillis,
    /// Whether the last row is of the others.
    is_late: bool,
    /// When somebody in it was seen last, and which account it is.
    last: Cursor<String>,
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
                 revision, stage, mrr, currency, seats, renewal_at, deleted_at, seen_noted_at) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
                 ON CONFLICT (account_id) DO UPDATE SET \
                 name = excluded.name, plan = excluded.plan, users = excluded.users, \
                 created_at = excluded.created_at, last_seen_at = excluded.last_seen_at, \
                 revision = excluded.revision, stage = excluded.stage, mrr = excluded.mrr, \
                 currency = excluded.currency, seats = excluded.seats, \
                 renewal_at = excluded.renewal_at, deleted_at = excluded.deleted_at, \
                 seen_noted_at = iif(last_seen_at = excluded.last_seen_at, seen_noted_at, \
                 excluded.seen_noted_at) \
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
            integer(clock::now().0),
        ],
    )
}

/// A page, last seen first; see [`AccountsPlace`].
pub(super) fn list(sql: &SqlStorage, query: &AccountsQuery) -> Result<Page<AccountRow>> {
    // Which was noted in the very millisecond of the first page may have been on it, or not.
    let (begun_at, on_time, late) = match &query.after {
        // None is late on the first page.
        None => (clock::now(), Some(("true", vec![])), None),
        Some(AccountsPlace { begun_at, is_late: true, last: Cursor(_, id) }) => {
            let filter = "seen_noted_at >= ? AND account_id < ?";
            (*begun_at, None, Some((filter, vec![integer(begun_at.0), id.as_str().into()])))
        }
        Some(AccountsPlace { begun_at, is_late: false, last: Cursor(last_seen_at, id) }) => {
            let filter = "seen_noted_at < ? AND (last_seen_at, account_id) < (?, ?)";
            let last = vec![integer(begun_at.0), integer(*last_seen_at), id.as_str().into()];
            let late = ("seen_noted_at >= ?", vec![integer(begun_at.0)]);
            (*begun_at, Some((filter, last)), Some(late))
        }
    };
    // Two statements, each with an index of its own: one for both would sort all accounts.
    let wanted = i64::from(query.limit) + 1;
    let mut found = Vec::new();
    if let Some((filter, bindings)) = on_time {
        let order = "last_seen_at DESC, account_id DESC";
        found.extend(select(sql, filter, order, bindings, wanted)?);
    }
    let n_on_time = found.len();
    let missing = wanted - i64::try_from(n_on_time).unwrap_or(wanted);
    if let Some((filter, bindings)) = late.filter(|_| missing > 0) {
        found.extend(select(sql, filter, "account_id DESC", bindings, missing)?);
    }
    let found = found.into_iter().enumerate().collect();
    let page = Page::cut(found, query.limit, |(n, row): &(usize, AccountRow)| AccountsPlace {
        begun_at,
        is_late: *n >= n_on_time,
        last: Cursor(row.last_seen_at, row.id.clone()),
    });
    Ok(page.map(|(_, row)| row))
}

/// As many accounts as are `wanted` of those that `filter` lets pass, in `order`.
fn select(
    sql: &SqlStorage,
    filter: &str,
    order: &str,
    mut bindings: Vec<SqlStorageValue>,
    wanted: i64,
) -> Result<Vec<AccountRow>> {
    bindings.push(integer(wanted));
    let statement = format!(
        "SELECT account_id AS id, name, plan, stage, mrr, currency, seats, renewal_at, deleted_at, \
         users, created_at, last_seen_at FROM account WHERE {filter} ORDER BY {order} LIMIT ?"
    );
    rows(sql, &statement, bindings)
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
