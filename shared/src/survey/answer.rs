//! What a person said.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{flat_map::FlatMap, id::ItemId};

/// What a person said to one question. Nothing at all is an answer to an optional question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answer {
    /// Their rating.
    pub rating: Option<u8>,
    /// What they chose.
    pub choices: Vec<ItemId>,
    /// Their words, to a question for words.
    pub text: Option<Comment>,
    /// Their words beside a rating or a choice.
    pub comment: Option<Comment>,
}

/// What a person said, by the question's id.
pub type Answers = FlatMap<Answer>;

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

impl Answer {
    /// Whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_trimmed_and_bounded() {
        let comment = Comment::parse_optional("  fine \n").unwrap().unwrap();
        assert_eq!(comment.as_str(), "fine");
        assert_eq!(Comment::parse_optional(" \n"), Ok(None));
        let long = "é".repeat(Comment::MAX_CHARS);
        assert!(Comment::parse_optional(&long).is_ok());
        assert_eq!(Comment::parse_optional(&(long + "é")), Err(InvalidComment::TooLong));
    }
}
