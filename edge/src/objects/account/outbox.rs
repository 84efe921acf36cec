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

use super::super::{
    storage::{execute, integer, rows},
    workspace,
};
use crate::projection::{self, Change, Message, Via};

/// How long after a failure, or a crash, it is tried again.
pub(super) const RETRY_MS: i64 = 5_000;
/// How long the workspace has to say that it knows; twice as long after each try.
const PATIENCE_MS: i64 = 15_000;
/// The longest that a message waits for its next try.
const MAX_PATIENCE_MS: i64 = 60 * 60 * 1_000;
/// The most messages that the platform takes at once.
const MAX_BATCH: i64 = 100;
/// The most bytes of a batch, and of a message: the platform takes 256 KB and 128 KB. What is
/// above fails as a whole, and would fail again for ever, with all that waits behind it.
const MAX_BATCH_BYTES: usize = 200_000;
const MAX_MESSAGE_BYTES: usize = 120_000;
/// What the platform adds to each.
const MESSAGE_OVERHEAD_BYTES: usize = 100;

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
    let sql = storage.sql();
    loop {
        // No more than go at once, and one more: reading a row costs more than sending it.
        let query = format!(
            "SELECT outbox_id, body FROM (SELECT outbox_id, body, \
             sum(length(body)) OVER (ORDER BY outbox_id) - length(body) AS before FROM outbox \
             WHERE sent_at IS NULL \
             OR sent_at + min({MAX_PATIENCE_MS}, {PATIENCE_MS} << min(tries, 10)) <= ? \
             ORDER BY outbox_id LIMIT ?) WHERE before <= {MAX_BATCH_BYTES}"
        );
        let due: Vec<Row> = rows(&sql, &query, vec![integer(now.0), integer(MAX_BATCH)])?;
        if due.is_empty() {
            return Ok(());
        }
        let Load { ids, messages, bulky, unreadable } = Load::of(due);
        for (outbox_id, place) in unreadable {
            // Where, and not what: what cannot be read may be about a person.
            worker::console_error!("outbox: message {outbox_id} is unreadable {place}");
            note_try(&sql, &[outbox_id], now)?;
        }
        for (outbox_id, message) in bulky {
            match workspace::apply(&env, &message.workspace, &[&message]).await {
                Ok(()) => forget(&sql, &[outbox_id])?,
                Err(error) => {
                    worker::console_warn!("outbox: bulky message {outbox_id}: {error}");
                    note_try(&sql, &[outbox_id], now)?;
                }
            }
        }
        if !messages.is_empty() {
            let batch = BatchMessageBuilder::new().messages(messages).build();
            env.queue(projection::QUEUE)?.send_batch(batch).await?;
            note_try(&sql, &ids, now)?;
        }
    }
}

/// A message that waits.
#[derive(Debug, Deserialize)]
struct Row {
    outbox_id: i64,
    body: String,
}

/// What of the outbox goes at once. What cannot go holds up nothing behind it.
#[derive(Debug, Default)]
struct Load {
    /// Numbers of `messages`.
    ids: Vec<i64>,
    /// A batch that the queue takes.
    messages: Vec<String>,
    /// Too large for any batch: the workspace is told without the queue.
    bulky: Vec<(i64, Message)>,
    /// Nothing that this version reads, and at what place. A later one may: it is kept.
    unreadable: Vec<(i64, String)>,
}

impl Load {
    /// As many of `due`, from the first on, as go into one batch.
    fn of(due: Vec<Row>) -> Self {
        let (mut load, mut n_bytes) = (Self::default(), 0);
        for Row { outbox_id, body } in due {
            let (message, text) = match read(outbox_id, &body) {
                Ok(read) => read,
                Err(error) => {
                    let place = format!("at column {}: {:?}", error.column(), error.classify());
                    load.unreadable.push((outbox_id, place));
                    continue;
                }
            };
            let weight = weight(&text);
            if weight > MAX_MESSAGE_BYTES {
                load.bulky.push((outbox_id, message));
                continue;
            }
            n_bytes += weight;
            if n_bytes > MAX_BATCH_BYTES {
                break;
            }
            load.ids.push(outbox_id);
            load.messages.push(text);
        }
        load
    }
}

/// A message as it was noted down, and as it is sent: with its number.
fn read(outbox_id: i64, body: &str) -> serde_json::Result<(Message, String)> {
    let mut message: Message = serde_json::from_str(body)?;
    // An older version noted down no object: it told of nothing but itself.
    let via = message.via.get_or_insert_with(|| Via { object: message.source.clone(), outbox_id });
    via.outbox_id = outbox_id;
    let text = serde_json::to_string(&message)?;
    Ok((message, text))
}

/// How many bytes `text` is to the queue, which takes it as a JSON string.
fn weight(text: &str) -> usize {
    let escaped = text.bytes().filter(|byte| matches!(byte, b'"' | b'\\')).count();
    text.len() + escaped + MESSAGE_OVERHEAD_BYTES
}

/// Notes that the messages were sent, or that this was tried: they are due again in a while.
fn note_try(sql: &SqlStorage, ids: &[i64], now: UnixMillis) -> Result<()> {
    let query = "UPDATE outbox SET sent_at = ?, tries = tries + (sent_at IS NOT NULL) \
                 WHERE outbox_id IN (SELECT value FROM json_each(?))";
    execute(sql, query, vec![integer(now.0), serde_json::to_string(ids)?.into()])
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

#[cfg(test)]
mod tests {
    use super::*;

    fn row(outbox_id: i64, n_chars: usize) -> Row {
        let body = serde_json::json!({
            "workspace": "demo", "source": "demo/user/ana", "account": null,
            "type": "response", "id": "m1", "survey": "nps", "kind": "nps", "user": "ana",
            "user_name": null, "rating": 9, "category": "promoter",
            "comment": "x".repeat(n_chars), "answered_at": 7,
        });
        Row { outbox_id, body: body.to_string() }
    }

    #[test]
    fn a_batch_ends_before_it_is_too_large() {
        let load = Load::of((1..=100).map(|id| row(id, 3_000)).collect());
        let n_bytes: usize = load.messages.iter().map(|text| weight(text)).sum();
        assert!(n_bytes <= MAX_BATCH_BYTES && n_bytes > MAX_BATCH_BYTES - 4_000, "{n_bytes}");
        assert_eq!(load.ids, (1..=i64::try_from(load.messages.len()).unwrap()).collect::<Vec<_>>());
    }

    #[test]
    fn what_no_batch_takes_and_what_nobody_reads_hold_up_nothing() {
        let unreadable = Row { outbox_id: 2, body: r#"{"type":"of tomorrow"}"#.to_owned() };
        let load = Load::of(vec![row(1, MAX_MESSAGE_BYTES), unreadable, row(3, 10)]);
        assert_eq!(load.bulky.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [1]);
        assert_eq!(load.unreadable.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [2]);
        assert!(!load.unreadable[0].1.contains("tomorrow"));
        assert_eq!(load.ids, [3]);
    }

    #[test]
    fn a_message_weighs_what_it_is_as_a_json_string() {
        let text = r#"{"comment":"a \ and é"}"#;
        let sent = serde_json::to_string(text).unwrap();
        assert_eq!(weight(text), sent.len() - 2 + MESSAGE_OVERHEAD_BYTES);
    }
}
