//! A survey as one reader sees it, and which of it comes next.

use serde::{Deserialize, Serialize};

use super::{
    answer::Answers,
    definition::{Ending, Survey, SurveyKind},
    question::{AnswerTest, Question},
};
use crate::{
    checklist::Link,
    id::{ContentId, ItemId},
    text::{Locale, Text},
};

/// A survey in one language, without what only the edge decides by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SurveyView {
    /// Its id.
    pub id: ContentId,
    /// Which measure it is for.
    pub kind: SurveyKind,
    /// The questions, in order.
    pub questions: Vec<Question<String>>,
    /// The thanks, of which the first that fits is shown.
    pub thanks: Vec<Ending<String>>,
    /// Offers to ask later: so many days later.
    pub snooze_days: Option<u32>,
}

impl SurveyView {
    /// The question `id`.
    #[must_use]
    pub fn find(&self, id: &ItemId) -> Option<&Question<String>> {
        self.questions.iter().find(|question| question.id == *id)
    }

    /// The first question that is to be asked and has no answer yet.
    #[must_use]
    pub fn next(&self, answers: &Answers) -> Option<&Question<String>> {
        self.open(answers).next()
    }

    /// How many questions are to be asked yet, by what is known: an answer may open more.
    #[must_use]
    pub fn n_open(&self, answers: &Answers) -> usize {
        self.open(answers).count()
    }

    fn open(&self, answers: &Answers) -> impl Iterator<Item = &Question<String>> {
        let first = self.questions.first().map(|question| &question.id);
        self.questions.iter().filter(move |question| {
            let is_asked = |test: &AnswerTest| first.is_some_and(|id| test.holds(answers, id));
            !answers.contains_key(&question.id) && question.test.as_ref().is_none_or(is_asked)
        })
    }

    /// The thanks that fit `answers`.
    #[must_use]
    pub fn ending(&self, answers: &Answers) -> Option<&Ending<String>> {
        let first = &self.questions.first()?.id;
        self.thanks
            .iter()
            .find(|ending| ending.test.as_ref().is_none_or(|test| test.holds(answers, first)))
    }
}

impl Survey {
    /// The survey as a reader of `locale` sees it.
    #[must_use]
    pub fn view(&self, locale: &Locale) -> SurveyView {
        let read = |text: &Text| text.resolve(locale).to_owned();
        let endings = self.thanks.iter().map(|ending| Ending {
            test: ending.test.clone(),
            title: read(&ending.title),
            detail: ending.detail.as_ref().map(read),
            link: ending
                .link
                .as_ref()
                .map(|link| Link { label: read(&link.label), href: link.href.clone() }),
        });
        SurveyView {
            id: self.id.clone(),
            kind: self.kind,
            questions: self.questions.iter().map(|question| question.localise(locale)).collect(),
            thanks: endings.collect(),
            snooze_days: self.schedule.snooze_days,
        }
    }
}
