//! How a survey stands in a content file: in full, or in short for one rating.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{
        MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Form {
    /// Its id, unique among all content of a workspace.
    id: ContentId,
    /// Which measure it is for.
    kind: SurveyKind,
    /// The questions, in order.
    #[serde(default)]
    questions: Vec<Question>,
    /// In short, for a survey that is one rating: the question.
    question: Option<Text>,
    /// In short: what the lowest rating means.
    low: Option<Text>,
    /// In short: what the highest rating means.
    high: Option<Text>,
    /// In short: asks for words once a rating is chosen.
    comment: Option<Text>,
    /// What a person reads after answering: one text for all, or the first ending that fits.
    thanks: Thanks,
    /// Who is asked; everybody, if it does not say.
    segment: Option<Condition>,
    /// What makes it due. Without one it is asked by `start` only.
    trigger: Option<Trigger>,
    /// How often, and when not.
    #[serde(default)]
    schedule: Schedule,
}

/// One text for all, or endings of which the first that fits is shown.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(untagged))]
enum Thanks {
    Endings(Vec<Ending>),
    ForAll(Text),
}

impl<'de> Deserialize<'de> for Thanks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EndingsOrText)
    }
}

/// Reads both forms and keeps track of misspelt fields and of paths, as an untagged enum would
/// not.
struct EndingsOrText;

impl<'de> Visitor<'de> for EndingsOrText {
    type Value = Thanks;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text in each language, or a list of endings")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, endings: A) -> Result<Thanks, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(endings)).map(Thanks::Endings)
    }

    fn visit_map<A: MapAccess<'de>>(self, text: A) -> Result<Thanks, A::Error> {
        Text::deserialize(MapAccessDeserializer::new(text)).map(Thanks::ForAll)
    }
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
