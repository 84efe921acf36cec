//! [`Gate`]: one thing that may stand in the way of showing something.

use serde::{Deserialize, Serialize};

use crate::{content::Content, id::ContentId, time::UnixMillis};

/// What may stand in the way. The word on the wire is for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GateName {
    /// It is published.
    Published,
    /// The page has said who the person is.
    Identified,
    /// The person is meant.
    Segment,
    /// What makes it due has happened.
    Trigger,
    /// It runs just now, and has not waited for too long.
    Dates,
    /// The person has not answered it, or long enough ago.
    Answered,
    /// The person has not sent it away, or long enough ago.
    Dismissed,
    /// The person did not ask for it to come later.
    Snoozed,
    /// The workspace lets people be interrupted.
    Pause,
    /// The person saw no other survey too recently.
    Recontact,
    /// The person sent nothing away too recently.
    Quiet,
    /// Nothing more urgent is shown.
    Priority,
    /// The person is in the course.
    Enrolled,
    /// The courses before it, on the same path, are done.
    Path,
    /// The course is not behind the person.
    Completed,
}

/// One thing that may stand in the way, and whether it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    /// Which.
    pub gate: GateName,
    /// Whether it lets pass.
    pub passes: bool,
    /// Why not, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// When it lets pass, if time alone will tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<UnixMillis>,
}

/// Why something is shown to a person, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// What.
    pub content: ContentId,
    /// Its kind.
    pub kind: String,
    /// Whether it is shown now.
    pub shown: bool,
    /// The host product asked for it by name: then nothing stands in the way.
    pub started: bool,
    /// Every gate, in order of asking.
    pub gates: Vec<Gate>,
}

impl Gate {
    /// It lets pass.
    #[must_use]
    pub const fn open(gate: GateName) -> Self {
        Self { gate, passes: true, detail: None, until: None }
    }

    /// It does not; `until` is when it will.
    #[must_use]
    pub fn shut(gate: GateName, detail: impl Into<String>, until: Option<UnixMillis>) -> Self {
        Self { gate, passes: false, detail: Some(detail.into()), until }
    }

    /// It lets pass unless there is an instant in the future until which it does not.
    #[must_use]
    pub fn until(
        gate: GateName,
        detail: &'static str,
        until: Option<UnixMillis>,
        now: UnixMillis,
    ) -> Self {
        match until {
            Some(until) if now < until => Self::shut(gate, detail, Some(until)),
            _ => Self::open(gate),
        }
    }
}

impl Explanation {
    /// That nothing of this id is published.
    #[must_use]
    pub fn unpublished(content: ContentId) -> Self {
        let gate = Gate::shut(GateName::Published, "nothing of this id is published", None);
        Self { content, kind: String::new(), shown: false, started: false, gates: vec![gate] }
    }

    /// Why `content` is not shown to somebody who has not signed in.
    #[must_use]
    pub fn unidentified(content: &Content) -> Self {
        let detail = "nobody is signed in: the page calls `rumbo.identify` with the user's id";
        let gate = Gate::shut(GateName::Identified, detail, None);
        let (content, kind) = (content.id().clone(), content.kind().as_str().to_owned());
        Self { content, kind, shown: false, started: false, gates: vec![gate] }
    }

    /// Whether every gate lets pass.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.started || self.gates.iter().all(|gate| gate.passes)
    }
}
