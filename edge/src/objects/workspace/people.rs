//! Table `person`: in which accounts people were seen.
//!
//! The person's own object knows the accounts that they joined. Most vendors never say so: each
//! event just names its account.

use serde::Deserialize;
use shared::id::{AccountId, UserId};
use worker::{Result, SqlStorage};

use super::super::storage::{execute, rows};
use crate::projection::{Message, PersonRecord};

/// Notes that somebody was seen in the account that tells.
pub(super) fn insert(sql: &SqlStorage, message: &Message, record: &PersonRecord) -> Result<()> {
    let Some(account) = &message.account else { return Ok(()) };
    let query = "INSERT INTO person (user_id, account_id) VALUES (?, ?) ON CONFLICT DO NOTHING";
    execute(sql, query, vec![record.user.as_str().into(), account.as_str().into()])
}

/// The accounts in which `user` was seen, in the order of ids.
pub(super) fn accounts_of(sql: &SqlStorage, user: &UserId) -> Result<Vec<AccountId>> {
    #[derive(Deserialize)]
    struct Row {
        account_id: AccountId,
    }
    let query = "SELECT account_id FROM person WHERE user_id = ? ORDER BY account_id";
    let found: Vec<Row> = rows(sql, query, vec![user.as_str().into()])?;
    Ok(found.into_iter().map(|row| row.account_id).collect())
}
