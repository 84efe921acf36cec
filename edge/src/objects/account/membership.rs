//! Table `membership`.

use serde::Deserialize;
use shared::{id::AccountId, time::UnixMillis};
use worker::{Result, SqlStorage};

use super::super::storage::{execute, integer, rows};

/// The account this user joined.
pub(super) fn find(sql: &SqlStorage) -> Result<Option<AccountId>> {
    #[derive(Deserialize)]
    struct Row {
        account_id: AccountId,
    }
    let found: Vec<Row> = rows(sql, "SELECT account_id FROM membership", vec![])?;
    Ok(found.into_iter().next().map(|row| row.account_id))
}

/// Remembers the account this user joined last.
pub(super) fn store(sql: &SqlStorage, account: &AccountId, now: UnixMillis) -> Result<()> {
    let query = "INSERT INTO membership (only, account_id, joined_at) VALUES (1, ?, ?) \
                 ON CONFLICT (only) DO UPDATE SET account_id = excluded.account_id, \
                 joined_at = excluded.joined_at WHERE account_id <> excluded.account_id";
    execute(sql, query, vec![account.as_str().into(), integer(now.0)])
}
