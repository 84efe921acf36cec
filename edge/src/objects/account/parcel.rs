//! Table `parcel`: a person's history on its way to where it belongs.
//!
//! What goes is taken out of its tables and written down as a parcel in one transaction; the
//! parcel is kept until the other object has stored it, and has a name by which a second
//! coming is known. So history arrives exactly once, whoever is killed in between.

use serde::{Deserialize, Serialize};
use shared::{
    content::ContentKind,
    id::{AccountId, ContentId, ItemId, MessageId, UserId, WorkspaceId},
    time::UnixMillis,
};

use super::{super::ObjectName, audit::Cause};

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
    /// What became of the items of their checklists.
    #[serde(default)]
    pub(crate) audit: Vec<MovedAudit>,
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

/// A row of `audit`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct MovedAudit {
    pub(crate) at: i64,
    pub(crate) r#type: String,
    pub(crate) content_id: ContentId,
    pub(crate) item_id: ItemId,
    /// 1 if the item counts for all of an account.
    pub(crate) is_team: i64,
    pub(crate) cause: Cause,
    /// Who did it, if it was not the person, who may have another name there.
    pub(crate) operator: Option<String>,
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

impl Destination {
    /// The object that it is.
    pub(super) fn name(&self, workspace: &WorkspaceId) -> ObjectName {
        match self {
            Self::Account(account) => ObjectName::Account(workspace.clone(), account.clone()),
            Self::User(user) => ObjectName::User(workspace.clone(), user.clone()),
        }
    }
}

impl Parcel {
    pub(super) const fn is_empty(&self) -> bool {
        self.events.is_empty()
            && self.journeys.is_empty()
            && self.commands.is_empty()
            && self.responses.is_empty()
            && self.dismissals.is_empty()
            && self.person.is_none()
            && self.audit.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pins what waits while a new version is rolled out.
    #[test]
    fn parcel_stored_shape() {
        let json = r#"{"name":"","workspace":"demo","source":"demo/user/ana","to":{"account":"acme"},"user":"ana","hops":0,"is_unobserved":false,"events":[{"message_id":"m1","type":"track","anonymous":null,"name":"Seen","timestamp":1,"received_at":2,"trusted":1,"body":"{}"}],"journeys":[{"content_id":"nps","kind":"survey","body":"{}","is_team":0}],"commands":[{"command_id":"c1","accepted_at":3}],"responses":[{"response_id":"r1","survey_id":"nps","kind":"nps","user_name":null,"rating":9,"comment":null,"answered_at":4,"source":"demo/user/ana","answers":"{}","is_complete":1,"followed_at":null,"revision":0,"round":0}],"dismissals":[{"dismissal_id":"d1","survey_id":"nps","dismissed_at":5,"source":"demo/user/ana"}],"person":{"traits":"{}","first_seen_at":1,"last_seen_at":2,"sign_ins":0,"last_sign_in_at":null},"audit":[{"at":6,"type":"checklist_item_completed","content_id":"start","item_id":"data","is_team":0,"cause":"hand","operator":null}]}"#;
        let parcel: Parcel = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&parcel).unwrap(), json);
        let more = r#","answers":"{}","is_complete":1,"followed_at":null,"revision":0,"round":0"#;
        let (before_audit, _) = json.split_once(r#","audit""#).unwrap();
        let first = before_audit.replace(more, "").replace(r#","is_team":0"#, "") + "}";
        let first: Parcel = serde_json::from_str(&first).unwrap();
        assert_eq!(first, Parcel { audit: vec![], ..parcel });
    }
}
