//! Tables `event`, `user` and `account`.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;
use serde_json::value::RawValue;
use shared::{id::UserId, ingest::VerbName, time::UnixMillis};
use worker::{Result, SqlStorage};

use super::{
    super::storage::{execute, integer, rows},
    EventRow, Visit, not_after,
};

/// One statement for the whole batch: each call from Wasm into JavaScript costs.
const INSERT: &str = "INSERT INTO event \
     (message_id, type, user, anonymous, name, timestamp, received_at, body) \
     SELECT value ->> 'message_id', value ->> 'type', value ->> 'user', value ->> 'anonymous', \
            value ->> 'name', value ->> 'timestamp', ?2, value ->> 'body' \
     FROM json_each(?1) WHERE true \
     ON CONFLICT (message_id) DO NOTHING RETURNING message_id";

/// Stores the events that are not stored yet. For each, whether it was new.
pub(super) fn insert(
    sql: &SqlStorage,
    visit: &Visit<'_>,
    events: &[EventRow<'_>],
) -> Result<Vec<bool>> {
    #[derive(Deserialize)]
    struct Row {
        message_id: String,
    }
    if events.is_empty() {
        return Ok(vec![]);
    }
    let bindings = vec![visit.events.get().into(), integer(visit.received_at.0)];
    let inserted: Vec<Row> = rows(sql, INSERT, bindings)?;
    let mut inserted: HashSet<String> = inserted.into_iter().map(|row| row.message_id).collect();
    // Of two items with one id in one batch, the first is new.
    Ok(events.iter().map(|event| inserted.remove(event.message_id.as_str())).collect())
}

/// Takes what new events say of people and account into their rows.
pub(super) fn learn(sql: &SqlStorage, visit: &Visit<'_>, events: &[&EventRow<'_>]) -> Result<()> {
    let mut last_seen: BTreeMap<&UserId, UnixMillis> = BTreeMap::new();
    for event in events {
        if let Some(user) = &event.user {
            let seen = last_seen.entry(user).or_default();
            *seen = (*seen).max(not_after(visit.received_at, event.timestamp));
        }
    }
    for (user, at) in &last_seen {
        let query = "INSERT INTO user (user_id, traits, first_seen_at, last_seen_at) \
                     VALUES (?1, '{}', ?2, ?2) ON CONFLICT (user_id) DO UPDATE \
                     SET last_seen_at = max(last_seen_at, excluded.last_seen_at)";
        execute(sql, query, vec![user.as_str().into(), integer(at.0)])?;
    }
    if let (Some(_), Some(at)) = (&visit.account, last_seen.values().max()) {
        let query = "INSERT INTO account (only, traits, created_at, last_seen_at) \
                     VALUES (1, '{}', ?1, ?1) ON CONFLICT (only) DO UPDATE \
                     SET last_seen_at = max(last_seen_at, excluded.last_seen_at)";
        execute(sql, query, vec![integer(at.0)])?;
    }
    for event in events {
        let Some(traits) = traits(event)? else { continue };
        // `json_patch` merges, and drops what is set to null.
        match (event.r#type, &event.user) {
            (VerbName::Identify, Some(user)) => execute(
                sql,
                "UPDATE user SET traits = json_patch(traits, ?) WHERE user_id = ?",
                vec![traits.into(), user.as_str().into()],
            )?,
            (VerbName::Group, Some(_)) => execute(
                sql,
                "UPDATE account SET traits = json_patch(traits, ?)",
                vec![traits.into()],
            )?,
            _ => {}
        }
    }
    Ok(())
}

/// The traits an event brings, as JSON.
fn traits<'a>(event: &EventRow<'a>) -> Result<Option<&'a str>> {
    #[derive(Deserialize)]
    struct Body<'a> {
        #[serde(borrow)]
        traits: Option<&'a RawValue>,
    }
    if !matches!(event.r#type, VerbName::Identify | VerbName::Group) {
        return Ok(None);
    }
    let body: Body<'a> = serde_json::from_str(event.body.get())?;
    Ok(body.traits.map(RawValue::get).filter(|traits| *traits != "null"))
}
