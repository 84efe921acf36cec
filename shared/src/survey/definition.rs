//! A survey as its author wrote it, or as one reader sees it.

use serde::{Deserialize, Serialize};

use crate::{
    id::ContentId,
    text::{Locale, Text},
};

/// Something to ask. `T` as in [`crate::checklist::Checklist`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Survey<T = Text> {
    /// Its id, unique among all content of a workspace.
    pub id: ContentId,
    /// What kind of rating it asks for.
    pub kind: SurveyKind,
    /// The question.
    pub question: T,
    /// What the lowest rating means.
    pub low: T,
    /// What the highest rating means.
    pub high: T,
    /// Asks for words once a rating is chosen.
    pub comment: T,
    /// What a person reads after answering.
    pub thanks: T,
    /// What makes it due. Without one it is asked by `start` only.
    #[serde(default)]
    pub trigger: Option<Trigger>,
}

/// What kind of rating a survey asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SurveyKind {
    /// Net Promoter: 0 to 10.
    Nps,
}

/// What makes a survey due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// The person's first `track` event of this name.
    Event(#[cfg_attr(feature = "schema", schemars(regex(pattern = r"\S")))] String),
}

impl SurveyKind {
    /// The word on the wire and in SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nps => "nps",
        }
    }
}

impl<T> Survey<T> {
    /// Whether the event `name` makes the survey due.
    #[must_use]
    pub fn is_triggered_by(&self, name: &str) -> bool {
        matches!(&self.trigger, Some(Trigger::Event(event)) if event == name)
    }
}

impl Survey {
    /// The survey as a reader of `locale` sees it.
    #[must_use]
    pub fn localise(&self, locale: &Locale) -> Survey<String> {
        let read = |text: &Text| text.resolve(locale).to_owned();
        Survey {
            id: self.id.clone(),
            kind: self.kind,
            question: read(&self.question),
            low: read(&self.low),
            high: read(&self.high),
            comment: read(&self.comment),
            thanks: read(&self.thanks),
            trigger: None,
        }
    }
}
