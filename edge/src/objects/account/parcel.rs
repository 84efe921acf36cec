//! Table `parcel`: a person's history on its way to where it belongs.
//!
//! What goes is taken out of its tables and written down as a parcel in one transaction; the
//! parcel is kept until the other object has stored it, and has a name by which a second
//! coming is known. So history arrives exactly once, whoever is killed in between.

use serde::{Deserialize, Serialize};
use shared::{
    content::ContentKind,
    id::{AccountId, ContentId, MessageId, UserId, WorkspaceId},
    time::UnixMillis,
};
use worker::{Env, Result, SqlStorage, Storage};

use super::{
    super::{
        ObjectName,
        storage::{execute, integer, rows},
    },
    activity,
    membership::Memberships,
    protocol,
};

/// The most events of a parcel, and about the most characters of them: a row has 2 MB.
const MAX_EVENTS: i64 = 500;
const MAX_CHARS: usize = 800_000;

/// The most objects that history goes through. It takes two, from a browser to its user and on
/// to their account; people who are said to be each other would send it round and round.
const MAX_HOPS: u8 = 4;

/// A person's history, or a part of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Parcel {
    /// Unique: the object it comes from, and a number.
    pub(crate) name: String,
    /// Whose it is.
    pub(crate) workspace: WorkspaceId,
    /// The object that it comes from.
    pub(crate) source: String,
    /// Where it goes.
    pub(crate) to: Destination,
    /// Whose history it is.
    pub(crate) user: UserId,
    /// How many objects it has been through.
    pub(crate) hops: u8,
    /// Whether content has not seen these events: nobody was signed in when they happened.
    pub(crate) is_unobserved: bool,
    /// What they did, the oldest first.
    pub(crate) events: Vec<MovedEvent>,
    /// How far they are.
    pub(crate) journeys: Vec<MovedJourney>,
    /// What they asked for in the widget.
    pub(crate) commands: Vec<MovedCommand>,
    /// What they answered.
    pub(crate) responses: Vec<MovedResponse>,
    /// What they sent away.
    pub(crate) dismissals: Vec<MovedDismissal>,
    /// What is known of them.
    pub(crate) person: Option<MovedPerson>,
}

/// Where a parcel goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Destination {
    /// The account that the person joined.
    Account(AccountId),
    /// The user that the person turned out to be.
    User(UserId),
}

/// A row of `event`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct MovedEvent {
    pub(crate) message_id: String,
    pub(crate) r#type: String,
    pub(crate) anonymous: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) timestamp: i64,
    pub(crate) received_at: i64,
    pub(crate) trusted: i64,
    pub(crate) body: String,
}

/// A row of `journey`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct MovedJourney {
    pub(crate) content_id: ContentId,
    pub(crate) kind: ContentKind,
    pub(crate) body: String,
    /// 1 if it is what was done for all of an account.
    #[serde(default)]
    pub(crate) is_team: i64,
}

/// A row of `command`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct MovedCommand {
    pub(crate) command_id: String,
    pub(crate) accepted_at: i64,
}

/// A row of `response`. `source` is where it was given: the workspace knows it by that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct MovedResponse {
    pub(crate) response_id: MessageId,
    pub(crate) survey_id: ContentId,
    pub(crate) kind: String,
    pub(crate) user_name: Option<String>,
    pub(crate) rating: Option<i64>,
    pub(crate) comment: Option<String>,
    pub(crate) answered_at: UnixMillis,
    pub(crate) source: String,
    #[serde(default = "MovedResponse::no_answers")]
    pub(crate) answers: String,
    #[serde(default = "MovedResponse::complete")]
    pub(crate) is_complete: i64,
    #[serde(default)]
    pub(crate) followed_at: Option<i64>,
    #[serde(default)]
    pub(crate) revision: u32,
    #[serde(default)]
    pub(crate) round: u32,
}

impl MovedResponse {
    fn no_answers() -> String {
        "{}".to_owned()
    }

    const fn complete() -> i64 {
        1
    }
}

/// A row of `dismissal`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct MovedDismissal {
    pub(crate) dismissal_id: MessageId,
    pub(crate) survey_id: ContentId,
    pub(crate) dismissed_at: UnixMillis,
    pub(crate) source: String,
}

/// A row of `user`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct MovedPerson {
    pub(crate) traits: String,
    pub(crate) first_seen_at: i64,
    pub(crate) last_seen_at: i64,
    pub(crate) sign_ins: i64,
    pub(crate) last_sign_in_at: Option<i64>,
}

/// Whose database this is, and where what is in it belongs.
pub(super) struct Sender<'a> {
    /// The workspace.
    pub(super) workspace: &'a WorkspaceId,
    /// The object's own name.
    pub(super) source: &'a str,
    /// Its user; `None` for a browser nobody signed in to.
    pub(super) user: Option<&'a UserId>,
    /// How many objects this has been through.
    pub(super) hops: u8,
}

impl Destination {
    /// The object that it is.
    pub(super) fn name(&self, workspace: &WorkspaceId) -> ObjectName {
        match self {
            Self::Account(account) => ObjectName::Account(workspace.clone(), account.clone()),
            Self::User(user) => ObjectName::User(workspace.clone(), user.clone()),
        }
    }
}

/// Packs all that belongs elsewhere. Returns whether there was anything.
pub(super) fn pack(
    sql: &SqlStorage,
    sender: &Sender<'_>,
    belongs: &Memberships,
    now: UnixMillis,
) -> Result<bool> {
    let (to, user) = match (&belongs.current, &belongs.alias, sender.user) {
        (Some(account), _, Some(user)) => (Destination::Account(account.clone()), user),
        (_, Some(alias), _) => (Destination::User(alias.clone()), alias),
        _ => return Ok(false),
    };
    if sender.hops >= MAX_HOPS {
        return Ok(false);
    }
    let mut parcel = Parcel {
        name: String::new(),
        workspace: sender.workspace.clone(),
        source: sender.source.to_owned(),
        to,
        user: user.clone(),
        hops: sender.hops,
        is_unobserved: sender.user.is_none(),
        events: vec![],
        journeys: rows(
            sql,
            "DELETE FROM journey RETURNING content_id, kind, body, user_id = '' AS is_team",
            vec![],
        )?,
        commands: rows(sql, "DELETE FROM command RETURNING command_id, accepted_at", vec![])?,
        responses: rows(
            sql,
            "DELETE FROM response RETURNING response_id, survey_id, kind, user_name, rating, \
             comment, answered_at, coalesce(source, ?) AS source, answers, is_complete, \
             followed_at, revision, round",
            vec![sender.source.into()],
        )?,
        dismissals: rows(
            sql,
            "DELETE FROM dismissal RETURNING dismissal_id, survey_id, dismissed_at, \
             coalesce(source, ?) AS source",
            vec![sender.source.into()],
        )?,
        person: rows(
            sql,
            "DELETE FROM user RETURNING traits, first_seen_at, last_seen_at, sign_ins, \
             last_sign_in_at",
            vec![],
        )?
        .pop(),
    };
    let mut has_packed = false;
    loop {
        parcel.events = take_events(sql, now)?;
        if parcel.is_empty() {
            return Ok(has_packed);
        }
        let query = "INSERT INTO parcel (body) VALUES (?)";
        execute(sql, query, vec![serde_json::to_string(&parcel)?.into()])?;
        if !has_packed {
            // What they counted goes.
            activity::forget(sql)?;
        }
        has_packed = true;
        // The rest has gone with the first.
        parcel = Parcel {
            journeys: vec![],
            commands: vec![],
            responses: vec![],
            dismissals: vec![],
            person: None,
            ..parcel
        };
    }
}

impl Parcel {
    const fn is_empty(&self) -> bool {
        self.events.is_empty()
            && self.journeys.is_empty()
            && self.commands.is_empty()
            && self.responses.is_empty()
            && self.dismissals.is_empty()
            && self.person.is_none()
    }
}

/// Takes the oldest events out. Their ids stay: a retry is a duplicate still.
fn take_events(sql: &SqlStorage, now: UnixMillis) -> Result<Vec<MovedEvent>> {
    #[derive(Deserialize)]
    struct Row {
        event_id: i64,
        #[serde(flatten)]
        event: MovedEvent,
    }
    let query = "SELECT event_id, message_id, type, anonymous, name, timestamp, received_at, \
                 trusted, body FROM event WHERE moved_at IS NULL ORDER BY event_id LIMIT ?";
    let found: Vec<Row> = rows(sql, query, vec![integer(MAX_EVENTS)])?;
    let mut n_chars = 0;
    let fits = |row: &Row| {
        let is_first = n_chars == 0;
        n_chars += row.event.body.len();
        is_first || n_chars <= MAX_CHARS
    };
    let taken: Vec<Row> = found.into_iter().take_while(fits).collect();
    if let Some(last) = taken.last() {
        let query = "UPDATE event SET moved_at = ?, body = '{}' \
                     WHERE moved_at IS NULL AND event_id <= ?";
        execute(sql, query, vec![integer(now.0), integer(last.event_id)])?;
    }
    Ok(taken.into_iter().map(|row| row.event).collect())
}

/// Sends the parcels that wait, oldest first, and forgets each once it was stored.
pub(super) async fn send(storage: Storage, env: &Env) -> Result<()> {
    #[derive(Deserialize)]
    struct Row {
        parcel_id: i64,
        body: String,
    }
    let sql = storage.sql();
    loop {
        let query = "SELECT parcel_id, body FROM parcel ORDER BY parcel_id LIMIT 1";
        let Some(row) = rows::<Row>(&sql, query, vec![])?.pop() else { return Ok(()) };
        let mut parcel: Parcel = serde_json::from_str(&row.body)?;
        parcel.name = format!("{} {}", parcel.source, row.parcel_id);
        let to = parcel.to.name(&parcel.workspace);
        protocol::receive(env, &to, &parcel).await?;
        execute(&sql, "DELETE FROM parcel WHERE parcel_id = ?", vec![integer(row.parcel_id)])?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pins what waits while a new version is rolled out.
    #[test]
    fn parcel_stored_shape() {
        let json = r#"{"name":"","workspace":"demo","source":"demo/user/ana","to":{"account":"acme"},"user":"ana","hops":0,"is_unobserved":false,"events":[{"message_id":"m1","type":"track","anonymous":null,"name":"Seen","timestamp":1,"received_at":2,"trusted":1,"body":"{}"}],"journeys":[{"content_id":"nps","kind":"survey","body":"{}","is_team":0}],"commands":[{"command_id":"c1","accepted_at":3}],"responses":[{"response_id":"r1","survey_id":"nps","kind":"nps","user_name":null,"rating":9,"comment":null,"answered_at":4,"source":"demo/user/ana","answers":"{}","is_complete":1,"followed_at":null,"revision":0,"round":0}],"dismissals":[{"dismissal_id":"d1","survey_id":"nps","dismissed_at":5,"source":"demo/user/ana"}],"person":{"traits":"{}","first_seen_at":1,"last_seen_at":2,"sign_ins":0,"last_sign_in_at":null}}"#;
        let parcel: Parcel = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&parcel).unwrap(), json);
        let more = r#","answers":"{}","is_complete":1,"followed_at":null,"revision":0,"round":0"#;
        let first = json.replace(more, "").replace(r#","is_team":0"#, "");
        let first: Parcel = serde_json::from_str(&first).unwrap();
        assert_eq!(first, parcel);
    }
}
