//! What the workspace is told of the account as a whole.

use serde::Deserialize;
use shared::time::UnixMillis;
use worker::{Result, SqlStorage};

use super::super::storage::{execute, integer, rows};
use crate::projection::AccountRecord;

/// How stale the workspace's "last seen" may be. Finer would tell it of every event.
const LAST_SEEN_GRAIN_MS: i64 = 5 * 60 * 1000;

/// The account as the workspace should know it, if it does not know it so already.
pub(super) fn changed(sql: &SqlStorage) -> Result<Option<AccountRecord>> {
    #[derive(Deserialize)]
    struct Row {
        name: Option<String>,
        plan: Option<String>,
        users: u32,
        created_at: UnixMillis,
        last_seen_at: UnixMillis,
        told: Option<String>,
        revision: i64,
    }
    let query = "SELECT iif(json_type(traits, '$.name') = 'text', traits ->> 'name', NULL) AS name, \
                 iif(json_type(traits, '$.plan') = 'text', traits ->> 'plan', NULL) AS plan, \
                 (SELECT count(*) FROM user) AS users, created_at, last_seen_at, told, revision \
                 FROM account";
    let Some(row) = rows::<Row>(sql, query, vec![])?.into_iter().next() else {
        return Ok(None);
    };
    let record = AccountRecord {
        name: row.name,
        plan: row.plan,
        users: row.users,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        revision: row.revision + 1,
    };
    let told: Option<AccountRecord> = row.told.as_deref().map(serde_json::from_str).transpose()?;
    if told.is_some_and(|told| is_as_told(&record, &told)) {
        return Ok(None);
    }
    let query = "UPDATE account SET told = ?, revision = ?";
    execute(sql, query, vec![serde_json::to_string(&record)?.into(), integer(record.revision)])?;
    Ok(Some(record))
}

fn is_as_told(record: &AccountRecord, told: &AccountRecord) -> bool {
    record.name == told.name
        && record.plan == told.plan
        && record.users == told.users
        && record.last_seen_at < told.last_seen_at.plus(LAST_SEEN_GRAIN_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_of_a_change_at_once_and_of_presence_now_and_then() {
        let record = |users, last_seen_at| AccountRecord {
            name: None,
            plan: None,
            users,
            created_at: UnixMillis(0),
            last_seen_at: UnixMillis(last_seen_at),
            revision: 1,
        };
        assert!(is_as_told(&record(1, LAST_SEEN_GRAIN_MS - 1), &record(1, 0)));
        assert!(!is_as_told(&record(1, LAST_SEEN_GRAIN_MS), &record(1, 0)));
        assert!(!is_as_told(&record(2, 0), &record(1, 0)));
    }
}
