//! The way from accounts to their workspace: outbox → queue → read model.
//!
//! At least once and in any order, so applying a message is idempotent.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use shared::{
    id::{AccountId, ContentId, MessageId, UserId, WorkspaceId},
    survey::{NpsCategory, NpsRating, SurveyKind},
    time::UnixMillis,
    training::Enrolled,
};
use worker::{Env, MessageBatch, MessageExt as _};

use crate::objects::{account, workspace};

/// The binding in `wrangler.jsonc`.
pub(crate) const QUEUE: &str = "PROJECTIONS";

/// Something an account tells its workspace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Message {
    /// The workspace it is for.
    pub(crate) workspace: WorkspaceId,
    /// Name of the object in which it happened: ids are unique in it.
    pub(crate) source: String,
    /// The account, unless the object is a person's.
    pub(crate) account: Option<AccountId>,
    /// Who waits to hear that the workspace knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) via: Option<Via>,
    /// What it tells.
    #[serde(flatten)]
    pub(crate) change: Change,
}

/// Where a message waits until the workspace knows what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Via {
    /// Name of the object.
    pub(crate) object: String,
    /// The message's number in its outbox.
    pub(crate) outbox_id: i64,
}

/// What is new.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Change {
    /// The account as it is now.
    Account(AccountRecord),
    /// Somebody was seen in the account for the first time.
    Person(PersonRecord),
    /// A survey was answered.
    Response(ResponseRecord),
    /// A survey was sent away.
    Dismissal(DismissalRecord),
    /// What users could prove of themselves.
    IdentityChecks(IdentityRecord),
    /// How far somebody is in a course.
    Enrollment(EnrollmentRecord),
    /// What was told of an enrollment so far is told by another object from now on.
    EnrollmentMoved(MovedRecord),
    /// What somebody did in a course.
    Statement(StatementRecord),
}

/// The account as it is now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AccountRecord {
    /// Trait `name`.
    pub(crate) name: Option<String>,
    /// Trait `plan`.
    pub(crate) plan: Option<String>,
    /// Trait `stage`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stage: Option<String>,
    /// Trait `mrr`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mrr: Option<f64>,
    /// Trait `currency`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) currency: Option<String>,
    /// Trait `seats`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) seats: Option<u32>,
    /// Trait `renewalAt`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) renewal_at: Option<UnixMillis>,
    /// When it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) deleted_at: Option<UnixMillis>,
    /// How many users it has.
    pub(crate) users: u32,
    /// When we first heard of it.
    pub(crate) created_at: UnixMillis,
    /// When somebody in it last did something; may lag by five minutes.
    pub(crate) last_seen_at: UnixMillis,
    /// Rises with each telling: of two, the higher holds.
    pub(crate) revision: i64,
}

/// Somebody who was seen in an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PersonRecord {
    /// Who.
    pub(crate) user: UserId,
}

/// How far somebody is in a course.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct EnrollmentRecord {
    /// The course.
    pub(crate) course: ContentId,
    /// What it is called; its id, where nothing of it is published any more.
    pub(crate) title: String,
    /// Who.
    pub(crate) user: UserId,
    /// Trait `name` of theirs, as it is now.
    pub(crate) user_name: Option<String>,
    /// When they were enrolled.
    pub(crate) enrolled_at: Option<UnixMillis>,
    /// Who did that.
    pub(crate) by: Option<Enrolled>,
    /// When that was taken back.
    pub(crate) withdrawn_at: Option<UnixMillis>,
    /// How many lessons are done.
    pub(crate) lessons_done: u32,
    /// How many there are.
    pub(crate) lessons: u32,
    /// The best score of a quiz at the end, in `0..=1`.
    pub(crate) score: Option<f64>,
    /// When the lessons were completed.
    pub(crate) completed_at: Option<UnixMillis>,
    /// When the quizzes were passed.
    pub(crate) passed_at: Option<UnixMillis>,
    /// When the course was done, by its rule.
    pub(crate) satisfied_at: Option<UnixMillis>,
    /// From when on it is overdue.
    pub(crate) due_at: Option<UnixMillis>,
    /// From when on they are stuck.
    pub(crate) stuck_at: Option<UnixMillis>,
    /// The certificate they got.
    pub(crate) certificate: Option<String>,
    /// When they last did something in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_activity_at: Option<UnixMillis>,
    /// Rises with each telling: of two, the higher holds.
    pub(crate) revision: u32,
}

/// An enrollment that went on to another object, with its person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MovedRecord {
    /// The course.
    pub(crate) course: ContentId,
    /// Whose it was.
    pub(crate) user: UserId,
    /// When it went.
    pub(crate) moved_at: UnixMillis,
    /// Above all that the object told of it; what it tells later is higher still.
    pub(crate) revision: u32,
}

/// What somebody did in a course, as xAPI says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StatementRecord {
    /// Unique for ever.
    pub(crate) id: String,
    /// Who, if it is one of our people.
    pub(crate) user: Option<UserId>,
    /// The verb's IRI.
    pub(crate) verb: String,
    /// The activity's IRI.
    pub(crate) activity: String,
    /// The statement.
    pub(crate) body: Value,
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
    /// The rating that counts for the survey's measure.
    pub(crate) rating: Option<u8>,
    /// The rating's category, if the measure is the Net Promoter score.
    pub(crate) category: Option<NpsCategory>,
    /// Their words.
    pub(crate) comment: Option<String>,
    /// When the first question was answered.
    pub(crate) answered_at: UnixMillis,
    /// Every answer, by the question's id.
    #[serde(default = "no_answers", skip_serializing_if = "is_empty")]
    pub(crate) answers: Value,
    /// Whether nothing was left to ask.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub(crate) is_complete: bool,
    /// When the link in the thanks was followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) followed_at: Option<UnixMillis>,
    /// Rises with each change: of two, the higher holds.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) revision: u32,
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

/// What the users who came to an object on one day could prove. Each figure only rises.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IdentityRecord {
    /// The first moment of the day, by UTC.
    pub(crate) day: UnixMillis,
    /// It was them.
    pub(crate) verified: u32,
    /// It may have been anybody.
    pub(crate) unverified: u32,
    /// Nobody tried to prove it.
    pub(crate) missing: u32,
}

fn no_answers() -> Value {
    Value::Object(Map::new())
}

fn is_empty(answers: &Value) -> bool {
    answers.as_object().is_some_and(Map::is_empty)
}

const fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's own form")]
const fn is_zero(revision: &u32) -> bool {
    *revision == 0
}

impl ResponseRecord {
    /// The category of `rating` in a survey of `kind`.
    pub(crate) fn category(kind: &str, rating: Option<u8>) -> Option<NpsCategory> {
        let is_nps = kind == SurveyKind::Nps.as_str();
        let rating = rating.filter(|_| is_nps)?;
        NpsRating::try_from(rating).ok().map(NpsRating::category)
    }
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
        let applied = apply(env, &workspace, &changes).await;
        if let Err(error) = &applied {
            worker::console_error!("projection: {workspace}: {error}");
        }
        for (message, _) in &waiting {
            if applied.is_ok() { message.ack() } else { message.retry() }
        }
    }
}

/// Brings `changes` to their workspace and says so to those who wait for it.
async fn apply(env: &Env, workspace: &WorkspaceId, changes: &[&Message]) -> worker::Result<()> {
    #[cfg(feature = "dev")]
    crate::faults::maybe_fail("before the workspace was told")?;
    workspace::apply(env, workspace, changes).await?;
    #[cfg(feature = "dev")]
    crate::faults::maybe_fail("after the workspace was told")?;
    let mut told: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for via in changes.iter().filter_map(|message| message.via.as_ref()) {
        told.entry(&via.object).or_default().push(via.outbox_id);
    }
    let told = told.iter().map(|(object, ids)| account::told(env, object, ids));
    for answer in join_all(told).await {
        // It will tell again, which changes nothing.
        if let Err(error) = answer {
            worker::console_warn!("projection: {workspace}: {error}");
        }
    }
    Ok(())
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
        let json = r#"{"workspace":"demo","source":"demo/account/acme","account":"acme","via":{"object":"demo/account/acme","outbox_id":5},"type":"account","name":null,"plan":"pro","stage":"adopt","mrr":99.5,"currency":"EUR","seats":10,"renewal_at":4,"deleted_at":5,"users":2,"created_at":1,"last_seen_at":2,"revision":3}"#;
        let message: Message = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
        let json = r#"{"workspace":"demo","source":"demo/account/acme","account":"acme","type":"response","id":"m1","survey":"exit","kind":"custom","user":"ana","user_name":null,"rating":null,"category":null,"comment":"ok","answered_at":7,"answers":{"why":{"text":"ok"}},"is_complete":false,"followed_at":8,"revision":2}"#;
        let message: Message = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
        let json = r#"{"workspace":"demo","source":"demo/account/acme","account":"acme","type":"enrollment","course":"basics","title":"Basics","user":"ana","user_name":null,"enrolled_at":1,"by":"rule","withdrawn_at":null,"lessons_done":1,"lessons":2,"score":0.5,"completed_at":null,"passed_at":null,"satisfied_at":null,"due_at":9,"stuck_at":null,"certificate":null,"revision":3}"#;
        let message: Message = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
        let json = r#"{"workspace":"demo","source":"demo/account/acme","account":"acme","type":"enrollment","course":"basics","title":"Basics","user":"ana","user_name":null,"enrolled_at":1,"by":"rule","withdrawn_at":null,"lessons_done":1,"lessons":2,"score":null,"completed_at":null,"passed_at":null,"satisfied_at":null,"due_at":9,"stuck_at":null,"certificate":null,"last_activity_at":8,"revision":3}"#;
        let message: Message = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
        let json = r#"{"workspace":"demo","source":"demo/account/acme","account":"acme","type":"person","user":"ana"}"#;
        let message: Message = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
        let json = r#"{"workspace":"demo","source":"demo/user/ana","account":null,"type":"enrollment_moved","course":"basics","user":"ana","moved_at":7,"revision":4}"#;
        let message: Message = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
        let json = r#"{"workspace":"demo","source":"demo/account/acme","account":"acme","type":"statement","id":"6f2a1c3e-0000-4000-8000-000000000001","user":"ana","verb":"v:1","activity":"a:1","body":{}}"#;
        let message: Message = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
        let json = r#"{"workspace":"demo","source":"demo/user/ana","account":null,"type":"identity_checks","day":0,"verified":1,"unverified":2,"missing":3}"#;
        let message: Message = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
        let json = r#"{"workspace":"demo","source":"demo/user/ana","account":null,"type":"dismissal","id":"m2","survey":"nps","user":"ana","dismissed_at":7}"#;
        let message: Message = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
    }
}
