//! Traits in tables `user` and `account`: merged as they come, within a bound, and read.

use serde_json::{Map, Value};
use shared::{
    account::{MAX_TRAITS_BYTES, StoredObject},
    id::UserId,
};
use worker::{Result, SqlStorage, console_warn};

use super::super::storage::execute;

/// What a row's traits are with those of `?1`. `json_patch` drops what is set to null; it fails
/// the statement for what it cannot read, which the row cannot make it do.
const MERGED: &str = "json_patch(iif(json_valid(traits), traits, '{}'), ?1)";

/// Merges what an `identify` says of `user`, unless that makes them more than
/// [`MAX_TRAITS_BYTES`].
pub(super) fn merge_into_user(sql: &SqlStorage, user: &UserId, traits: &str) -> Result<()> {
    if !StoredObject::read(traits).is_whole() {
        return Ok(());
    }
    let query = format!("UPDATE user SET traits = {MERGED} WHERE user_id = ?2 AND {}", fits());
    execute(sql, &query, vec![traits.into(), user.as_str().into()])
}

/// The same for traits of the account that say nothing of its standing.
pub(super) fn merge_into_account(sql: &SqlStorage, traits: &Map<String, Value>) -> Result<()> {
    let query = format!("UPDATE account SET traits = {MERGED} WHERE {}", fits());
    merge(sql, &query, traits)
}

/// Merges traits of standing into the account. They are small, and always find room.
pub(super) fn merge_standing(sql: &SqlStorage, traits: &Map<String, Value>) -> Result<()> {
    merge(sql, &format!("UPDATE account SET traits = {MERGED}"), traits)
}

fn merge(sql: &SqlStorage, query: &str, traits: &Map<String, Value>) -> Result<()> {
    if traits.is_empty() {
        return Ok(());
    }
    execute(sql, query, vec![serde_json::to_string(traits)?.into()])
}

/// Whether the merged traits are within the bound, or no more than they were: what is too large
/// from before may shrink.
fn fits() -> String {
    let bytes = |json: &str| format!("length(CAST({json} AS BLOB))");
    format!("{} <= max({MAX_TRAITS_BYTES}, {})", bytes(MERGED), bytes("traits"))
}

/// The traits in a row, as far as they can be read: what is stored must never stop a visit.
/// `whose` goes to the log; what they say does not.
pub(super) fn read(stored: Option<&str>, whose: &str) -> Map<String, Value> {
    let object = stored.map(StoredObject::read).unwrap_or_default();
    if !object.is_whole() {
        let n = object.unreadable.len();
        let which = if object.is_lost { "all".to_owned() } else { n.to_string() };
        console_warn!("traits of {whose} cannot be read: {which} of them");
    }
    object.fields
}
