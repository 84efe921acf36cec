//! How a survey stands in a content file: in full, or in short for one rating.

use serde::Deserialize;
use thiserror::Error;

use super::{
    definition::{Ending, Schedule, Survey, SurveyKind, Trigger},
    question::{Look, Question},
};
use crate::{
    id::{ContentId, ItemId},
    targeting::Condition,
    text::Text,
};

/// A survey as written. Either `questions`, or `question` with `low`, `high` and `comment` for
/// a survey that is one rating.
#[derive(Debug, Deserialize)]
pub(super) struct Form {
    id: ContentId,
    kind: SurveyKind,
    #[serde(default)]
    questions: Vec<Question>,
    question: Option<Text>,
    low: Option<Text>,
    high: Option<Text>,
    comment: Option<Text>,
    thanks: Thanks,
    segment: Option<Condition>,
    trigger: Option<Trigger>,
    #[serde(default)]
    schedule: Schedule,
}

/// One text for all, or endings of which the first that fits is shown.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Thanks {
    Endings(Vec<Ending>),
    ForAll(Text),
}

/// Why a form is no survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(super) enum InvalidForm {
    #[error("needs `questions`, or `question` where the kind is a rating")]
    NoQuestion,
    #[error("has both `question` and `questions`")]
    Both,
}

/// The id of the question of a survey in short.
const ONLY: &str = "rating";

impl TryFrom<Form> for Survey {
    type Error = InvalidForm;

    fn try_from(form: Form) -> Result<Self, InvalidForm> {
        let Form {
            id,
            kind,
            mut questions,
            question,
            low,
            high,
            comment,
            thanks,
            segment,
            trigger,
            schedule,
        } = form;
        match (question, kind.question()) {
            (None, _) if questions.is_empty() => return Err(InvalidForm::NoQuestion),
            (None, _) => {}
            (Some(_), _) if !questions.is_empty() => return Err(InvalidForm::Both),
            (Some(_), None) => return Err(InvalidForm::NoQuestion),
            (Some(title), Some(kind)) => questions.push(Question {
                id: ItemId::try_from(ONLY).map_err(|_| InvalidForm::NoQuestion)?,
                kind,
                title,
                detail: None,
                low,
                high,
                look: Look::default(),
                options: vec![],
                comment,
                optional: false,
                test: None,
            }),
        }
        let thanks = match thanks {
            Thanks::Endings(endings) => endings,
            Thanks::ForAll(title) => vec![Ending { test: None, title, detail: None, link: None }],
        };
        Ok(Self { id, kind, questions, thanks, segment, trigger, schedule })
    }
}
