//! What the workspace is told of the account as a whole.

use serde::Deserialize;
use shared::time::UnixMillis;
use worker::{Result, SqlStorage};

use super::{
    super::storage::{execute, integer, rows},
    memory::Memory,
};
use crate::projection::AccountRecord;

/// How stale the workspace's "last seen" may be. Finer would tell it of every event.
const LAST_SEEN_GRAIN_MS: i64 = 5 * 60 * 1000;

/// Whether a row of `user` is in the account: they did not leave, or came back.
pub(super) const IS_MEMBER: &str =
    "(left_at IS NULL OR coalesce(joined_at, first_seen_at) > left_at)";

/// When the account was deleted; null if it is alive, as it is when it was created since.
pub(super) const DELETED_AT: &str =
    "iif(deleted_at < said_created_at, NULL, deleted_at) AS deleted_at";

/// The trait `name` of a row as the column `column`; null if it is no text.
pub(super) fn text_trait(name: &str, column: &str) -> String {
    typed_trait(name, "'text'", column)
}

/// The same for a trait of one of the JSON types `types`, as SQL. What has come in by an earlier
/// door may be of another type, and reads as nothing.
fn typed_trait(name: &str, types: &str, column: &str) -> String {
    format!(
        "CASE WHEN NOT json_valid(traits) THEN NULL \
         WHEN json_type(traits, '$.{name}') IN ({types}) THEN traits ->> '{name}' END AS {column}"
    )
}

/// The account as the workspace should know it, if it does not know it so already.
pub(super) fn changed(sql: &SqlStorage, memory: &mut Memory) -> Result<Option<AccountRecord>> {
    #[derive(Deserialize)]
    struct Row {
        name: Option<String>,
        plan: Option<String>,
        stage: Option<String>,
        mrr: Option<f64>,
        currency: Option<String>,
        seats: Option<f64>,
        renewal_at: Option<String>,
        deleted_at: Option<UnixMillis>,
        created_at: UnixMillis,
        last_seen_at: UnixMillis,
        told: Option<String>,
        revision: i64,
    }
    let texts = [
        ("name", "name"),
        ("plan", "plan"),
        ("stage", "stage"),
        ("currency", "currency"),
        ("renewalAt", "renewal_at"),
    ];
    let texts = texts.map(|(name, column)| text_trait(name, column)).join(", ");
    let [mrr, seats] = ["mrr", "seats"].map(|name| typed_trait(name, "'integer', 'real'", name));
    let query = format!(
        "SELECT {texts}, {mrr}, {seats}, {DELETED_AT}, created_at, last_seen_at, told, revision \
         FROM account"
    );
    let Some(row) = rows::<Row>(sql, &query, vec![])?.into_iter().next() else {
        return Ok(None);
    };
    let users = match memory.n_members {
        Some(n) => n,
        None => *memory.n_members.insert(count_members(sql)?),
    };
    let record = AccountRecord {
        name: row.name,
        plan: row.plan,
        stage: row.stage,
        mrr: row.mrr,
        currency: row.currency,
        seats: row.seats.map(whole),
        renewal_at: row.renewal_at.as_deref().and_then(UnixMillis::parse_rfc3339),
        deleted_at: row.deleted_at,
        users,
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

/// Seats, which are whole and from 0 on since the door checks them.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast saturates")]
const fn whole(seats: f64) -> u32 {
    seats as u32
}

/// Grows with the users of the account, so it is asked only when somebody came or went.
fn count_members(sql: &SqlStorage) -> Result<u32> {
    #[derive(Deserialize)]
    struct Row {
        n: u32,
    }
    let query = format!("SELECT count(*) AS n FROM user WHERE {IS_MEMBER}");
    Ok(rows::<Row>(sql, &query, vec![])?.pop().map_or(0, |row| row.n))
}

fn is_as_told(record: &AccountRecord, told: &AccountRecord) -> bool {
    let seen_lately = record.last_seen_at < told.last_seen_at.plus(LAST_SEEN_GRAIN_MS);
    let AccountRecord { last_seen_at, revision, .. } = *told;
    seen_lately && AccountRecord { last_seen_at, revision, ..record.clone() } == *told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_of_a_change_at_once_and_of_presence_now_and_then() {
        let record = |users, last_seen_at| AccountRecord {
            name: None,
            plan: None,
            stage: None,
            mrr: None,
            currency: None,
            seats: None,
            renewal_at: None,
            deleted_at: None,
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
