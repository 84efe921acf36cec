//! Whom the workspace does not know to have been seen here.

use serde::Deserialize;
use shared::id::UserId;
use worker::{Result, SqlStorage};

use super::super::storage::rows;
use crate::projection::{Change, PersonRecord};

/// The most that are told of at once: an account from before has all its people to tell of.
const MOST_AT_ONCE: u32 = 100;

/// What there is to tell; it counts as told.
pub(super) fn changes(sql: &SqlStorage) -> Result<Vec<Change>> {
    #[derive(Deserialize)]
    struct Row {
        user_id: UserId,
    }
    let query = "UPDATE user SET told = 1 WHERE user_id IN \
                 (SELECT user_id FROM user WHERE told = 0 LIMIT ?) RETURNING user_id";
    let found: Vec<Row> = rows(sql, query, vec![f64::from(MOST_AT_ONCE).into()])?;
    let change = |row: Row| Change::Person(PersonRecord { user: row.user_id });
    Ok(found.into_iter().map(change).collect())
}
