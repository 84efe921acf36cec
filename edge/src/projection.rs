//! The way from accounts to their workspace: outbox → queue → read model.
//!
//! At least once and in any order, so applying a message is idempotent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shared::{
    id::{AccountId, ContentId, MessageId, UserId, WorkspaceId},
    survey::{NpsCategory, NpsRating},
    time::UnixMillis,
};
use worker::{Env, MessageBatch, MessageExt as _};

use crate::objects::workspace;

/// The binding in `wrangler.jsonc`.
pub(crate) const QUEUE: &str = "PROJECTIONS";

/// Something an account tells its workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Message {
    /// The workspace it is for.
    pub(crate) workspace: WorkspaceId,
    /// Name of the object that tells it.
    pub(crate) source: String,
    /// The account, unless the object is a person's.
    pub(crate) account: Option<AccountId>,
    /// What it tells.
    #[serde(flatten)]
    pub(crate) change: Change,
}

/// What is new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Change {
    /// The account as it is now.
    Account(AccountRecord),
    /// A survey was answered.
    Response(ResponseRecord),
    /// A survey was sent away.
    Dismissal(DismissalRecord),
}

/// The account as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AccountRecord {
    /// Trait `name`.
    pub(crate) name: Option<String>,
    /// Trait `plan`.
    pub(crate) plan: Option<String>,
    /// How many users it has.
    pub(crate) users: u32,
    /// When we first heard of it.
    pub(crate) created_at: UnixMillis,
    /// When somebody in it last did something; may lag by five minutes.
    pub(crate) last_seen_at: UnixMillis,
    /// Rises with each telling: of two, the higher holds.
    pub(crate) revision: i64,
}

/// An answer to a survey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ResponseRecord {
    /// Unique in its source.
    pub(crate) id: MessageId,
    /// The survey.
    pub(crate) survey: ContentId,
    /// Its kind.
    pub(crate) kind: String,
    /// Who answered.
    pub(crate) user: UserId,
    /// Trait `name` of theirs, as it was then.
    pub(crate) user_name: Option<String>,
    /// The rating.
    pub(crate) rating: NpsRating,
    /// The rating's category.
    pub(crate) category: NpsCategory,
    /// Their words.
    pub(crate) comment: Option<String>,
    /// When.
    pub(crate) answered_at: UnixMillis,
}

/// A survey sent away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DismissalRecord {
    /// Unique in its source.
    pub(crate) id: MessageId,
    /// The survey.
    pub(crate) survey: ContentId,
    /// Who.
    pub(crate) user: UserId,
    /// When.
    pub(crate) dismissed_at: UnixMillis,
}

impl Message {
    /// The account's id, as SQL takes it.
    pub(crate) fn account_text(&self) -> Option<String> {
        self.account.as_ref().map(|account| account.as_str().to_owned())
    }
}

/// Brings a batch to the workspaces it is for. Messages of a workspace that fails come
/// again; those of the others do not.
pub(crate) async fn consume(batch: &MessageBatch<String>, env: &Env) {
    let mut by_workspace: BTreeMap<WorkspaceId, Vec<_>> = BTreeMap::new();
    for message in batch.iter() {
        let message = match message {
            Ok(message) => message,
            Err(error) => {
                worker::console_error!("projection: unreadable message: {error}");
                continue;
            }
        };
        match serde_json::from_str::<Message>(message.body()) {
            Ok(parsed) => {
                let waiting = by_workspace.entry(parsed.workspace.clone()).or_default();
                waiting.push((message, parsed));
            }
            // It ends in the dead-letter queue, where a person can look at it.
            Err(error) => {
                worker::console_error!("projection: unreadable message: {error}");
                message.retry();
            }
        }
    }
    for (workspace, waiting) in by_workspace {
        let changes: Vec<&Message> = waiting.iter().map(|(_, parsed)| parsed).collect();
        let applied = workspace::apply(env, &workspace, &changes).await;
        if let Err(error) = &applied {
            worker::console_error!("projection: {workspace}: {error}");
        }
        for (message, _) in &waiting {
            if applied.is_ok() { message.ack() } else { message.retry() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pins what waits in queues and outboxes while a new version is rolled out.
    #[test]
    fn message_stored_shape() {
        let json = r#"{"workspace":"demo","source":"demo/account/acme","account":"acme","type":"response","id":"m1","survey":"nps","kind":"nps","user":"ana","user_name":null,"rating":9,"category":"promoter","comment":null,"answered_at":7}"#;
        let message: Message = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
        let json = r#"{"workspace":"demo","source":"demo/account/acme","account":"acme","type":"account","name":"Acme","plan":null,"users":2,"created_at":1,"last_seen_at":2,"revision":3}"#;
        let message: Message = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
        let json = r#"{"workspace":"demo","source":"demo/user/ana","account":null,"type":"dismissal","id":"m2","survey":"nps","user":"ana","dismissed_at":7}"#;
        let message: Message = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
    }
}
