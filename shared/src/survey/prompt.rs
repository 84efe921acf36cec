//! The showing of a survey to one person.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::NpsRating;
use crate::time::UnixMillis;

/// One survey before one person: why it is due, and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prompt {
    /// Why it is asked; `None` before anything made it due.
    pub due: Option<Due>,
    /// When it was first in front of the person's eyes.
    pub seen_at: Option<UnixMillis>,
    /// What the person did with it; `None` while it is open.
    pub outcome: Option<Outcome>,
    /// When the person closed the thanks.
    pub closed_at: Option<UnixMillis>,
}

/// What made a prompt due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// Since when.
    pub at: UnixMillis,
    /// By what.
    pub cause: DueCause,
}

/// What made a prompt due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueCause {
    /// The survey's own trigger. The contact policy has its say.
    Trigger,
    /// The host product called `start`. Shown at once, past targeting and budget.
    Start,
}

/// What a person did with a prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Answered it.
    Answered {
        /// What they said.
        answer: Answer,
        /// When.
        at: UnixMillis,
    },
    /// Sent it away. Not an answer.
    Dismissed {
        /// When.
        at: UnixMillis,
    },
}

/// What a person said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Their rating.
    pub rating: NpsRating,
    /// Their words, if any.
    pub comment: Option<Comment>,
}

/// A person's own words: trimmed, not blank, at most [`Comment::MAX_CHARS`] characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Comment(String);

/// Why a text is not a comment.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvalidComment {
    /// Longer than its bound.
    #[error("the comment is longer than {} characters", Comment::MAX_CHARS)]
    TooLong,
    /// Nothing but white space.
    #[error("the comment is empty")]
    Blank,
}

impl Comment {
    /// The most characters a comment may have; what the text field lets a person write.
    pub const MAX_CHARS: usize = 2_000;

    /// Reads a text field: blank is no comment.
    ///
    /// # Errors
    /// [`InvalidComment::TooLong`].
    pub fn parse_optional(text: &str) -> Result<Option<Self>, InvalidComment> {
        match Self::try_from(text.to_owned()) {
            Ok(comment) => Ok(Some(comment)),
            Err(InvalidComment::Blank) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Comment {
    type Error = InvalidComment;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let words = text.trim();
        if words.is_empty() {
            return Err(InvalidComment::Blank);
        }
        if words.chars().count() > Self::MAX_CHARS {
            return Err(InvalidComment::TooLong);
        }
        Ok(Self(words.to_owned()))
    }
}

impl From<Comment> for String {
    fn from(comment: Comment) -> Self {
        comment.0
    }
}

impl Prompt {
    /// The survey's trigger fired. Only the first firing counts.
    pub const fn trigger(&mut self, now: UnixMillis) -> bool {
        if self.due.is_some() {
            return false;
        }
        self.due = Some(Due { at: now, cause: DueCause::Trigger });
        true
    }

    /// The host product asks for it now. An open prompt goes on; an ended one begins anew.
    pub fn start(&mut self, now: UnixMillis) -> bool {
        let is_open_by_start =
            self.outcome.is_none() && self.due.is_some_and(|due| due.cause == DueCause::Start);
        if is_open_by_start {
            return false;
        }
        let seen_at = if self.outcome.is_none() { self.seen_at } else { None };
        let due = Some(Due { at: now, cause: DueCause::Start });
        *self = Self { due, seen_at, ..Self::default() };
        true
    }

    /// The person sees it. Only the first time counts.
    pub const fn see(&mut self, now: UnixMillis) -> bool {
        if self.seen_at.is_some() {
            return false;
        }
        self.seen_at = Some(now);
        true
    }

    /// The person answers. Once answered, the answer stands; words after a dismissal count.
    pub fn answer(&mut self, answer: Answer, now: UnixMillis) -> bool {
        if self.answered().is_some() {
            return false;
        }
        self.outcome = Some(Outcome::Answered { answer, at: now });
        self.closed_at = None;
        true
    }

    /// The person sends it away.
    pub fn dismiss(&mut self, now: UnixMillis) -> bool {
        if self.outcome.is_some() {
            return false;
        }
        self.outcome = Some(Outcome::Dismissed { at: now });
        self.closed_at = Some(now);
        true
    }

    /// The person has read the thanks.
    pub fn close(&mut self, now: UnixMillis) -> bool {
        if self.outcome.is_none() || self.closed_at.is_some() {
            return false;
        }
        self.closed_at = Some(now);
        true
    }

    /// Takes in what the same person did with it elsewhere, before it was known that they are
    /// one. An answer stands, whatever else was done; doing this again changes nothing.
    pub fn absorb(&mut self, other: Self) {
        let rank = |prompt: &Self| match &prompt.outcome {
            Some(Outcome::Answered { .. }) => 3,
            Some(Outcome::Dismissed { .. }) => 2,
            None => u8::from(prompt.due.is_some()),
        };
        let seen_at = self.seen_at.max(other.seen_at);
        if rank(&other) > rank(self) {
            *self = other;
        }
        self.seen_at = seen_at;
    }

    /// The answer, if there is one.
    #[must_use]
    pub fn answered(&self) -> Option<&Answer> {
        match &self.outcome {
            Some(Outcome::Answered { answer, .. }) => Some(answer),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: UnixMillis = UnixMillis(7);

    fn answer(points: u8) -> Answer {
        Answer { rating: NpsRating::try_from(points).unwrap(), comment: None }
    }

    #[test]
    fn the_first_answer_stands() {
        let mut prompt = Prompt::default();
        assert!(prompt.answer(answer(9), NOW));
        assert!(!prompt.answer(answer(2), NOW));
        assert_eq!(prompt.answered(), Some(&answer(9)));
    }

    #[test]
    fn an_answer_given_elsewhere_outweighs_a_dismissal_but_not_the_reverse() {
        let mut prompt = Prompt::default();
        assert!(prompt.dismiss(NOW));
        assert!(prompt.answer(answer(9), NOW));
        assert!(!prompt.dismiss(NOW));
        assert_eq!(prompt.answered(), Some(&answer(9)));
    }

    #[test]
    fn start_goes_on_with_an_open_prompt_and_renews_an_ended_one() {
        let mut prompt = Prompt::default();
        prompt.trigger(NOW);
        prompt.see(NOW);
        assert!(prompt.start(NOW));
        assert_eq!(prompt.seen_at, Some(NOW));
        assert!(!prompt.start(NOW));
        prompt.answer(answer(9), NOW);
        assert!(prompt.start(NOW));
        assert_eq!((prompt.outcome, prompt.seen_at), (None, None));
    }

    #[test]
    fn only_the_first_trigger_and_sight_count() {
        let mut prompt = Prompt::default();
        assert!(prompt.trigger(NOW) && prompt.see(NOW));
        assert!(!prompt.trigger(UnixMillis(8)) && !prompt.see(UnixMillis(8)));
        assert_eq!(prompt.due, Some(Due { at: NOW, cause: DueCause::Trigger }));
    }

    #[test]
    fn comments_are_trimmed_and_bounded() {
        let comment = Comment::parse_optional("  fine \n").unwrap().unwrap();
        assert_eq!(comment.as_str(), "fine");
        assert_eq!(Comment::parse_optional(" \n"), Ok(None));
        let long = "é".repeat(Comment::MAX_CHARS);
        assert!(Comment::parse_optional(&long).is_ok());
        assert_eq!(Comment::parse_optional(&(long + "é")), Err(InvalidComment::TooLong));
    }

    /// Pins what account objects have stored. To change it, add a schema step.
    #[test]
    fn prompt_stored_shape() {
        let mut prompt = Prompt::default();
        prompt.start(UnixMillis(1));
        prompt.see(UnixMillis(2));
        let comment = Comment::parse_optional("ok").unwrap();
        prompt.answer(Answer { comment, ..answer(9) }, UnixMillis(3));
        let json = r#"{"due":{"at":1,"cause":"start"},"seen_at":2,"outcome":{"answered":{"answer":{"rating":9,"comment":"ok"},"at":3}},"closed_at":null}"#;
        assert_eq!(serde_json::to_string(&prompt).unwrap(), json);
        assert_eq!(serde_json::from_str::<Prompt>(json).unwrap(), prompt);
    }

    #[test]
    fn absorbing_keeps_the_answer_and_when_it_was_seen_last() {
        let (mut answered, mut dismissed) = (Prompt::default(), Prompt::default());
        answered.see(UnixMillis(1));
        answered.answer(answer(9), UnixMillis(2));
        dismissed.see(UnixMillis(5));
        dismissed.dismiss(UnixMillis(6));
        let mut both = dismissed.clone();
        both.absorb(answered.clone());
        assert_eq!(both.answered(), Some(&answer(9)));
        assert_eq!(both.seen_at, Some(UnixMillis(5)));
        answered.absorb(dismissed);
        assert_eq!(answered, both);
        both.absorb(Prompt::default());
        assert_eq!(answered, both);
    }
}
