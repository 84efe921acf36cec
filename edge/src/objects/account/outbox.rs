//! Table `outbox`: what the workspace is to be told, written with what it tells of.
//!
//! A message is kept until the workspace says that it knows: a queue that loses one, or gives
//! up on it, only delays it.

use serde::Deserialize;
use shared::{
    id::{AccountId, WorkspaceId},
    time::UnixMillis,
};
use worker::{BatchMessageBuilder, Env, Result, SqlStorage, Storage};

use super::super::storage::{execute, integer, rows};
use crate::projection::{self, Change, Message, Via};

/// How long after a failure, or a crash, it is tried again.
pub(super) const RETRY_MS: i64 = 5_000;
/// How long the workspace has to say that it knows; twice as long after each try.
const PATIENCE_MS: i64 = 15_000;
/// The longest that a message waits for its next try.
const MAX_PATIENCE_MS: i64 = 60 * 60 * 1_000;
/// The most messages that the platform takes at once.
const MAX_BATCH: i64 = 100;

/// Who tells, and of what.
#[derive(Debug, Clone)]
pub(super) struct Teller {
    /// The workspace.
    pub(super) workspace: WorkspaceId,
    /// The object that tells: it is told back when the workspace knows.
    pub(super) object: String,
    /// The object in which it happened.
    pub(super) source: String,
    /// The account, unless the object is a person's.
    pub(super) account: Option<AccountId>,
}

/// Notes a change down. It is sent once the transaction is through.
pub(super) fn push(sql: &SqlStorage, teller: &Teller, change: Change) -> Result<()> {
    let via = Some(Via { object: teller.object.clone(), outbox_id: 0 });
    let message = Message {
        workspace: teller.workspace.clone(),
        source: teller.source.clone(),
        account: teller.account.clone(),
        via,
        change,
    };
    let query = "INSERT INTO outbox (body) VALUES (?)";
    execute(sql, query, vec![serde_json::to_string(&message)?.into()])
}

/// Hands what is due to the queue, oldest first.
///
/// Killed in between, it sends again: a message may come twice, and never not at all.
pub(super) async fn drain(storage: Storage, env: Env, now: UnixMillis) -> Result<()> {
    #[derive(Deserialize)]
    struct Row {
        outbox_id: i64,
        body: String,
    }
    let sql = storage.sql();
    loop {
        let query = format!(
            "SELECT outbox_id, body FROM outbox WHERE sent_at IS NULL \
             OR sent_at + min({MAX_PATIENCE_MS}, {PATIENCE_MS} << min(tries, 10)) <= ? \
             ORDER BY outbox_id LIMIT ?"
        );
        let due: Vec<Row> = rows(&sql, &query, vec![integer(now.0), integer(MAX_BATCH)])?;
        if due.is_empty() {
            return Ok(());
        }
        let mut ids = Vec::with_capacity(due.len());
        let mut messages = Vec::with_capacity(due.len());
        for Row { outbox_id, body } in due {
            let mut message: Message = serde_json::from_str(&body)?;
            // An older version noted down no object: it told of nothing but itself.
            let via = message
                .via
                .get_or_insert_with(|| Via { object: message.source.clone(), outbox_id });
            via.outbox_id = outbox_id;
            ids.push(outbox_id);
            messages.push(serde_json::to_string(&message)?);
        }
        let batch = BatchMessageBuilder::new().messages(messages).build();
        env.queue(projection::QUEUE)?.send_batch(batch).await?;
        let query = "UPDATE outbox SET sent_at = ?, tries = tries + (sent_at IS NOT NULL) \
                     WHERE outbox_id IN (SELECT value FROM json_each(?))";
        execute(&sql, query, vec![integer(now.0), serde_json::to_string(&ids)?.into()])?;
    }
}

/// Forgets messages that the workspace knows.
pub(super) fn forget(sql: &SqlStorage, ids: &[i64]) -> Result<()> {
    let query = "DELETE FROM outbox WHERE outbox_id IN (SELECT value FROM json_each(?))";
    execute(sql, query, vec![serde_json::to_string(ids)?.into()])
}

/// When the next message is due, in milliseconds from `now`; `None` if there is none.
pub(super) fn next_due_ms(sql: &SqlStorage, now: UnixMillis) -> Result<Option<i64>> {
    #[derive(Deserialize)]
    struct Row {
        due_at: Option<i64>,
    }
    let query = format!(
        "SELECT min(coalesce(sent_at + min({MAX_PATIENCE_MS}, {PATIENCE_MS} << min(tries, 10)), 0)) \
         AS due_at FROM outbox"
    );
    let found: Vec<Row> = rows(sql, &query, vec![])?;
    let due_at = found.first().and_then(|row| row.due_at);
    Ok(due_at.map(|at| at.saturating_sub(now.0).max(0)))
}
