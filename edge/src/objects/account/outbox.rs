//! Table `outbox`: what the workspace is to be told, written with what it tells of.

use serde::Deserialize;
use worker::{BatchMessageBuilder, Env, Result, SqlStorage, Storage};

use super::{
    super::storage::{execute, integer, rows},
    Visit,
};
use crate::projection::{self, Change, Message};

/// How long after a failure, or a crash, the alarm tries again.
pub(super) const RETRY_MS: i64 = 5_000;
/// The most messages that the platform takes at once.
const MAX_BATCH: i64 = 100;

/// Notes a change down. It is sent once the transaction is through.
pub(super) fn push(sql: &SqlStorage, visit: &Visit<'_>, change: Change) -> Result<()> {
    let message = Message {
        workspace: visit.workspace.clone(),
        source: visit.source.clone(),
        account: visit.account.clone(),
        change,
    };
    let query = "INSERT INTO outbox (body) VALUES (?)";
    execute(sql, query, vec![serde_json::to_string(&message)?.into()])
}

/// Sends what is there, oldest first, and forgets what the queue took.
///
/// Killed in between, it sends again: a message may come twice, and never not at all.
pub(super) async fn drain(storage: Storage, env: Env) -> Result<()> {
    #[derive(Deserialize)]
    struct Row {
        outbox_id: i64,
        body: String,
    }
    let sql = storage.sql();
    loop {
        let query = "SELECT outbox_id, body FROM outbox ORDER BY outbox_id LIMIT ?";
        let waiting: Vec<Row> = rows(&sql, query, vec![integer(MAX_BATCH)])?;
        let Some(last) = waiting.last().map(|row| row.outbox_id) else { return Ok(()) };
        let messages = waiting.into_iter().map(|row| row.body);
        let batch = BatchMessageBuilder::new().messages(messages).build();
        env.queue(projection::QUEUE)?.send_batch(batch).await?;
        execute(&sql, "DELETE FROM outbox WHERE outbox_id <= ?", vec![integer(last)])?;
    }
}
