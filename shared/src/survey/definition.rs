//! A survey as its author wrote it.

use serde::{Deserialize, Serialize};

use super::{
    form::Form,
    question::{AnswerTest, Question, QuestionKind},
};
use crate::{
    checklist::Link,
    id::ContentId,
    targeting::{Condition, EventTest, PagePattern},
    text::Text,
    time::UnixMillis,
};

/// Something to ask: questions, whom, when, and how often.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Form")]
pub struct Survey {
    /// Its id, unique among all content of a workspace.
    pub id: ContentId,
    /// Which measure it is for.
    pub kind: SurveyKind,
    /// The questions, in order. At least one.
    pub questions: Vec<Question>,
    /// What a person reads after answering: the first that fits.
    pub thanks: Vec<Ending>,
    /// Who is asked; everybody, if it does not say.
    pub segment: Option<Condition>,
    /// What makes it due. Without one it is asked by `start` only.
    pub trigger: Option<Trigger>,
    /// How often, and when not.
    pub schedule: Schedule,
}

/// Which measure a survey is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SurveyKind {
    /// Net Promoter: 0 to 10.
    Nps,
    /// Satisfaction: 1 to 5.
    Csat,
    /// Effort: 1 to 7.
    Ces,
    /// None: it asks what it asks.
    Custom,
}

/// What makes a survey due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// A `track` event of the person's, often enough.
    Event(EventTest),
    /// The person is on such a page; it leaves with the page.
    Page(PagePattern),
    /// So many seconds on a page.
    DelayS(u32),
    /// So many seconds without a key or a pointer.
    IdleS(u32),
    /// The pointer leaves for the browser's own controls.
    ExitIntent,
    /// At once.
    Now,
}

/// How often a survey is asked, and when not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Schedule {
    /// Among what is due, the higher comes first.
    pub priority: i32,
    /// Asked again so many days after it was answered or given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every_days: Option<u32>,
    /// Asked again after a dismissal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_answered: Option<UntilAnswered>,
    /// Offers to ask later: so many days later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snooze_days: Option<u32>,
    /// Days since the person last saw any other survey. The contact policy's, if it does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recontact_days: Option<u32>,
    /// Not asked before this instant.
    #[serde(skip_serializing_if = "Option::is_none", with = "crate::time::rfc3339_optional")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::time::Rfc3339>"))]
    pub starts_at: Option<UnixMillis>,
    /// Not asked from this instant on.
    #[serde(skip_serializing_if = "Option::is_none", with = "crate::time::rfc3339_optional")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::time::Rfc3339>"))]
    pub ends_at: Option<UnixMillis>,
    /// Not asked once it has been due for so many days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_days: Option<u32>,
}

/// Asks again after a dismissal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UntilAnswered {
    /// So many days later.
    pub after_days: u32,
    /// So many times in all.
    pub at_most: u32,
}

/// What a person reads after answering. `T` as in [`Question`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
pub struct Ending<T = Text> {
    /// For whom; for all, if it does not say.
    #[serde(rename = "if", default)]
    pub test: Option<AnswerTest>,
    /// The thanks.
    pub title: T,
    /// More, under it.
    #[serde(default)]
    pub detail: Option<T>,
    /// Where to go from there: a review, a referral, a person to talk to.
    #[serde(default)]
    pub link: Option<Link<T>>,
}

impl SurveyKind {
    /// The word on the wire and in SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nps => "nps",
            Self::Csat => "csat",
            Self::Ces => "ces",
            Self::Custom => "custom",
        }
    }

    /// The kind of question whose rating counts for the measure.
    #[must_use]
    pub const fn question(self) -> Option<QuestionKind> {
        match self {
            Self::Nps => Some(QuestionKind::Nps),
            Self::Csat => Some(QuestionKind::Csat),
            Self::Ces => Some(QuestionKind::Ces),
            Self::Custom => None,
        }
    }
}

impl Survey {
    /// What it is called in lists: its first question. Reading one refuses a survey without.
    #[must_use]
    pub fn title(&self) -> &Text {
        &self.questions[0].title
    }

    /// The test of events that makes it due, if that is how.
    #[must_use]
    pub const fn event(&self) -> Option<&EventTest> {
        match &self.trigger {
            Some(Trigger::Event(test)) => Some(test),
            _ => None,
        }
    }
}

impl Trigger {
    /// What only the browser can see, for its ears.
    #[must_use]
    pub const fn for_browser(&self) -> Option<BrowserTrigger> {
        match self {
            Self::DelayS(seconds) => Some(BrowserTrigger::DelayS(*seconds)),
            Self::IdleS(seconds) => Some(BrowserTrigger::IdleS(*seconds)),
            Self::ExitIntent => Some(BrowserTrigger::ExitIntent),
            Self::Event(_) | Self::Page(_) | Self::Now => None,
        }
    }
}

/// What the page waits for before it asks whether something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BrowserTrigger {
    /// As [`Trigger::DelayS`].
    DelayS(u32),
    /// As [`Trigger::IdleS`].
    IdleS(u32),
    /// As [`Trigger::ExitIntent`].
    ExitIntent,
}
