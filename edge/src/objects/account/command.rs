//! Tables `command` and `command_elsewhere`: the commands that were accepted.

use serde::Deserialize;
use shared::{id::MessageId, time::UnixMillis};
use worker::{Result, SqlStorage};

use super::super::storage::{execute, integer, rows};

/// Whether the command was accepted, here or where it is known to have been.
pub(super) fn is_known(sql: &SqlStorage, id: &MessageId) -> Result<bool> {
    #[derive(Deserialize)]
    struct Row {}
    let query = "SELECT 1 AS known FROM command WHERE command_id = ?1 \
                 UNION ALL SELECT 1 FROM command_elsewhere WHERE command_id = ?1";
    Ok(!rows::<Row>(sql, query, vec![id.as_str().into()])?.is_empty())
}

/// Remembers that the command was accepted here.
pub(super) fn note(sql: &SqlStorage, id: &MessageId, now: UnixMillis) -> Result<()> {
    let query = "INSERT INTO command (command_id, accepted_at) VALUES (?, ?)";
    execute(sql, query, vec![id.as_str().into(), integer(now.0)])
}

/// Remembers that the command was accepted in another object.
pub(super) fn note_elsewhere(sql: &SqlStorage, id: &MessageId) -> Result<()> {
    let query = "INSERT INTO command_elsewhere (command_id) VALUES (?) ON CONFLICT DO NOTHING";
    execute(sql, query, vec![id.as_str().into()])
}
