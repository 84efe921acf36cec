//! One question, and which answers it takes.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::answer::{Answer, Answers};
use crate::{
    id::ItemId,
    text::{Locale, Text},
};

/// A question. `T` is [`Text`] as authored, `String` as one reader sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
pub struct Question<T = Text> {
    /// Its id, unique in its survey.
    pub id: ItemId,
    /// What kind of answer it takes.
    #[serde(rename = "type")]
    pub kind: QuestionKind,
    /// The question.
    pub title: T,
    /// More, under it.
    #[serde(default)]
    pub detail: Option<T>,
    /// What the lowest rating means.
    #[serde(default)]
    pub low: Option<T>,
    /// What the highest rating means.
    #[serde(default)]
    pub high: Option<T>,
    /// What a rating looks like.
    #[serde(default)]
    pub look: Look,
    /// What to choose from.
    #[serde(default)]
    pub options: Vec<Choice<T>>,
    /// Asks for words as well, once there is a rating or a choice.
    #[serde(default)]
    pub comment: Option<T>,
    /// Whether it may stay unanswered.
    #[serde(default)]
    pub optional: bool,
    /// Asked only if an earlier answer is such; always, if it does not say.
    #[serde(rename = "if", default)]
    pub test: Option<AnswerTest>,
}

/// What kind of answer a question takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// A rating from 0 to 10.
    Nps,
    /// A rating from 1 to 5.
    Csat,
    /// A rating from 1 to 7.
    Ces,
    /// One of the options.
    Single,
    /// Any of the options.
    Multiple,
    /// Words.
    Text,
}

/// What a rating looks like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// Numbers.
    #[default]
    Numbers,
    /// Stars.
    Stars,
    /// Faces, from sad to happy.
    Faces,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Choice<T = Text> {
    /// Its id, unique in its question.
    pub id: ItemId,
    /// What it says.
    pub label: T,
}

/// Which answer is meant. Everything that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnswerTest {
    /// To which question; to the first, if it does not say.
    #[serde(default)]
    pub question: Option<ItemId>,
    /// A rating of no less.
    #[serde(default)]
    pub at_least: Option<u8>,
    /// A rating of no more.
    #[serde(default)]
    pub at_most: Option<u8>,
    /// One of these was chosen.
    #[serde(default)]
    pub any_of: Vec<ItemId>,
}

/// Why an answer does not fit its question.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvalidAnswer {
    /// The survey has no such question.
    #[error("the survey has no question `{0}`")]
    UnknownQuestion(ItemId),
    /// Off the scale, or none where one is needed.
    #[error("the rating must be a whole number from {} to {}", .0.scale().0, .0.scale().1)]
    Rating(QuestionKind),
    /// None where one is needed, several where one may be, or none of the options.
    #[error("the choice must be {}", if *.0 { "some of the options" } else { "one of the options" })]
    Choice(bool),
    /// No words where some are needed.
    #[error("the question asks for words")]
    Text,
}

impl QuestionKind {
    /// The lowest and the highest rating; nothing between them for a question that takes none.
    #[must_use]
    pub const fn scale(self) -> (u8, u8) {
        match self {
            Self::Nps => (0, 10),
            Self::Csat => (1, 5),
            Self::Ces => (1, 7),
            Self::Single | Self::Multiple | Self::Text => (0, 0),
        }
    }

    /// Whether it takes a rating.
    #[must_use]
    pub const fn is_rating(self) -> bool {
        matches!(self, Self::Nps | Self::Csat | Self::Ces)
    }
}

impl InvalidAnswer {
    /// The stable machine-readable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownQuestion(_) => "unknown_question",
            Self::Rating(_) => "invalid_rating",
            Self::Choice(_) => "invalid_choice",
            Self::Text => "invalid_text",
        }
    }

    /// The field at fault.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::UnknownQuestion(_) => "question",
            Self::Rating(_) => "rating",
            Self::Choice(_) => "choice",
            Self::Text => "text",
        }
    }
}

impl<T> Question<T> {
    /// Whether it takes `answer`.
    ///
    /// # Errors
    /// [`InvalidAnswer`]: what of it does not fit.
    pub fn check(&self, answer: &Answer) -> Result<(), InvalidAnswer> {
        if self.optional && answer.is_empty() {
            return Ok(());
        }
        let (low, high) = self.kind.scale();
        match self.kind {
            QuestionKind::Nps | QuestionKind::Csat | QuestionKind::Ces => {
                let fits = answer.rating.is_some_and(|rating| (low..=high).contains(&rating));
                if fits { Ok(()) } else { Err(InvalidAnswer::Rating(self.kind)) }
            }
            QuestionKind::Single | QuestionKind::Multiple => {
                let is_multiple = self.kind == QuestionKind::Multiple;
                let n = answer.choices.len();
                let is_option = |id: &ItemId| self.options.iter().any(|option| option.id == *id);
                let fits =
                    (n == 1 || (is_multiple && n > 1)) && answer.choices.iter().all(is_option);
                if fits { Ok(()) } else { Err(InvalidAnswer::Choice(is_multiple)) }
            }
            QuestionKind::Text if answer.text.is_none() => Err(InvalidAnswer::Text),
            QuestionKind::Text => Ok(()),
        }
    }
}

impl AnswerTest {
    /// Whether it holds of `answers`; `first` is the survey's first question.
    #[must_use]
    pub fn holds(&self, answers: &Answers, first: &ItemId) -> bool {
        let Some(answer) = answers.get(self.question.as_ref().unwrap_or(first)) else {
            return false;
        };
        self.at_least.is_none_or(|least| answer.rating.is_some_and(|rating| rating >= least))
            && self.at_most.is_none_or(|most| answer.rating.is_some_and(|rating| rating <= most))
            && (self.any_of.is_empty() || self.any_of.iter().any(|id| answer.choices.contains(id)))
    }
}

impl Question {
    /// The question as a reader of `locale` sees it.
    #[must_use]
    pub fn localise(&self, locale: &Locale) -> Question<String> {
        let read = |text: &Text| text.resolve(locale).to_owned();
        let read_optional = |text: &Option<Text>| text.as_ref().map(read);
        Question {
            id: self.id.clone(),
            kind: self.kind,
            title: read(&self.title),
            detail: read_optional(&self.detail),
            low: read_optional(&self.low),
            high: read_optional(&self.high),
            look: self.look,
            options: self
                .options
                .iter()
                .map(|option| Choice { id: option.id.clone(), label: read(&option.label) })
                .collect(),
            comment: read_optional(&self.comment),
            optional: self.optional,
            test: self.test.clone(),
        }
    }
}
