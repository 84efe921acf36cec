//! Quizzes, and how they are marked. At the edge only.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{id::ItemId, text::Text};

/// Questions of which so many must be answered right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quiz {
    /// The questions, first to last. At least one.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub questions: Vec<QuizQuestion>,
    /// How much of them must be right, in percent, 1 to 100.
    #[serde(default = "Quiz::default_pass_mark")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 100)))]
    pub pass_mark: u8,
    /// How often it may be tried. As often as it takes, if it does not say.
    #[serde(default)]
    pub attempts: Option<u32>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuizQuestion {
    /// Its id, unique in its quiz.
    pub id: ItemId,
    /// What is asked.
    pub title: Text,
    /// Whether several options are to be chosen, just the right ones.
    #[serde(default)]
    pub multiple: bool,
    /// What there is to choose from. At least two.
    #[cfg_attr(feature = "schema", schemars(length(min = 2)))]
    pub options: Vec<QuizOption>,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuizOption {
    /// Its id, unique in its question.
    pub id: ItemId,
    /// What it says.
    pub label: Text,
    /// Whether it is right.
    #[serde(default)]
    pub right: bool,
}

/// What somebody chose: options by question.
pub type Picks = BTreeMap<ItemId, BTreeSet<ItemId>>;

/// What an attempt came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// How many questions were answered right.
    pub right: u32,
    /// How many there were; never 0.
    pub of: u32,
}

/// Why an answer to a quiz cannot be marked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvalidPicks {
    /// The quiz has no such question.
    #[error("the quiz has no question `{0}`")]
    UnknownQuestion(ItemId),
    /// The question has no such option.
    #[error("the question `{0}` has no such option")]
    UnknownOption(ItemId),
    /// Only one may be chosen.
    #[error("the question `{0}` takes one option")]
    TooMany(ItemId),
    /// A question has no answer.
    #[error("the question `{0}` has no answer")]
    Unanswered(ItemId),
}

impl Mark {
    /// How much was right, in `0..=1`.
    #[must_use]
    pub fn score(self) -> f64 {
        if self.of == 0 { 0.0 } else { f64::from(self.right.min(self.of)) / f64::from(self.of) }
    }

    /// Whether that is `pass_mark` percent or more.
    #[must_use]
    pub fn passes(self, pass_mark: u8) -> bool {
        self.of > 0
            && u64::from(self.right.min(self.of)) * 100 >= u64::from(pass_mark) * u64::from(self.of)
    }

    /// The mark for a score in `0..=1` that somebody else gave; what is beyond is cut off.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number from 0 to 1000; what is none becomes 0"
    )]
    pub fn of_score(score: f64) -> Self {
        Self { right: (score.clamp(0.0, 1.0) * 1000.0).round() as u32, of: 1000 }
    }
}

impl Quiz {
    /// Four of five.
    const fn default_pass_mark() -> u8 {
        80
    }

    /// Marks what somebody chose. Of a question with several right options, just these must be
    /// chosen.
    ///
    /// # Errors
    /// [`InvalidPicks`], for the first question at fault.
    pub fn mark(&self, picks: &Picks) -> Result<Mark, InvalidPicks> {
        if let Some(id) = picks.keys().find(|id| !self.questions.iter().any(|q| q.id == **id)) {
            return Err(InvalidPicks::UnknownQuestion(id.clone()));
        }
        let mut mark = Mark { right: 0, of: 0 };
        for question in &self.questions {
            let chosen = picks.get(&question.id).filter(|chosen| !chosen.is_empty());
            let chosen = chosen.ok_or_else(|| InvalidPicks::Unanswered(question.id.clone()))?;
            if !chosen.iter().all(|id| question.options.iter().any(|option| option.id == *id)) {
                return Err(InvalidPicks::UnknownOption(question.id.clone()));
            }
            if chosen.len() > 1 && !question.multiple {
                return Err(InvalidPicks::TooMany(question.id.clone()));
            }
            mark.of += 1;
            if question.options.iter().all(|option| option.right == chosen.contains(&option.id)) {
                mark.right += 1;
            }
        }
        Ok(mark)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const QUIZ: &str = r#"{"questions":[
        {"id":"one","title":{"en":"?"},"options":[{"id":"a","label":{"en":"a"},"right":true},{"id":"b","label":{"en":"b"}}]},
        {"id":"many","title":{"en":"?"},"multiple":true,"options":[{"id":"a","label":{"en":"a"},"right":true},
            {"id":"b","label":{"en":"b"},"right":true},{"id":"c","label":{"en":"c"}}]}]}"#;

    fn quiz() -> Quiz {
        serde_json::from_str(QUIZ).unwrap()
    }

    fn id(text: &str) -> ItemId {
        ItemId::try_from(text).unwrap()
    }

    fn mark(picks: &[(&str, &[&str])]) -> Result<u32, InvalidPicks> {
        let picks = picks.iter().map(|(q, chosen)| (id(q), chosen.iter().map(|o| id(o)).collect()));
        quiz().mark(&picks.collect()).map(|mark| mark.right)
    }

    #[test]
    fn all_the_right_options_and_no_other() {
        assert_eq!(mark(&[("one", &["a"]), ("many", &["a", "b"])]), Ok(2));
        assert_eq!(mark(&[("one", &["a"]), ("many", &["a"])]), Ok(1));
        assert_eq!(mark(&[("one", &["b"]), ("many", &["a", "b", "c"])]), Ok(0));
    }

    #[test]
    fn refuses_what_is_no_answer() {
        assert_eq!(mark(&[("one", &["a"])]), Err(InvalidPicks::Unanswered(id("many"))));
        let more: &[(&str, &[&str])] = &[("one", &["a"]), ("many", &["a"]), ("two", &["a"])];
        assert_eq!(mark(more), Err(InvalidPicks::UnknownQuestion(id("two"))));
        assert_eq!(mark(&[("one", &["z"])]), Err(InvalidPicks::UnknownOption(id("one"))));
        assert_eq!(mark(&[("one", &["a", "b"])]), Err(InvalidPicks::TooMany(id("one"))));
    }

    #[test]
    fn passes_at_its_mark_and_not_below() {
        assert!(Mark { right: 4, of: 5 }.passes(80));
        assert!(!Mark { right: 2, of: 3 }.passes(67));
        assert!(!Mark { right: 0, of: 0 }.passes(1));
        assert_eq!(Mark::of_score(f64::NAN), Mark { right: 0, of: 1000 });
    }

    proptest! {
        #[test]
        fn a_score_is_a_share(right: u32, of: u32, score: f64) {
            let mark = Mark { right, of };
            prop_assert!((0.0..=1.0).contains(&mark.score()));
            prop_assert!((0.0..=1.0).contains(&Mark::of_score(score).score()));
        }
    }
}
