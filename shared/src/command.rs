//! What a person asks for, in the widget.
//!
//! On the wire a command is a flat record of strings, so that an HTML form can send
//! it as it is where Wasm is refused, and the Wasm widget sends the very same.

use thiserror::Error;

use crate::{
    id::{ContentId, InvalidId, ItemId},
    survey::{Answer, Comment, InvalidComment, InvalidNpsRating, NpsRating},
};

/// Something a person does with a placement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// It came before their eyes.
    Seen,
    /// Mark an item as done by hand.
    CompleteItem {
        /// The item.
        item: ItemId,
    },
    /// Take a completion by hand back.
    ReopenItem {
        /// The item.
        item: ItemId,
    },
    /// Send the placement away.
    Dismiss,
    /// Answer a survey.
    Answer(Answer),
    /// Close the thanks.
    Close,
}

/// A command and the placement it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedCommand {
    /// The content of the placement.
    pub placement: ContentId,
    /// What to do with it.
    pub command: Command,
}

/// One field of the flat record.
pub type Field = (String, String);

/// Why a record is not a command.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvalidCommand {
    /// A field that the command needs is absent.
    #[error("the field `{0}` is missing")]
    MissingField(&'static str),
    /// `type` is none of ours.
    #[error("`type` is none of seen, complete_item, reopen_item, dismiss, answer, close")]
    UnknownType,
    /// `placement` or `item` is no id.
    #[error("{source}")]
    InvalidId {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        source: InvalidId,
    },
    /// `rating` is off the scale.
    #[error(transparent)]
    InvalidRating(#[from] InvalidNpsRating),
    /// `comment` is too long.
    #[error(transparent)]
    InvalidComment(#[from] InvalidComment),
}

impl InvalidCommand {
    /// The stable machine-readable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::MissingField(_) => "missing_field",
            Self::UnknownType => "unknown_command",
            Self::InvalidId { .. } => "invalid_id",
            Self::InvalidRating(_) => "invalid_rating",
            Self::InvalidComment(_) => "invalid_comment",
        }
    }

    /// The field at fault.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::MissingField(field) | Self::InvalidId { field, .. } => field,
            Self::UnknownType => "type",
            Self::InvalidRating(_) => "rating",
            Self::InvalidComment(_) => "comment",
        }
    }
}

impl PlacedCommand {
    /// Reads a flat record. Fields that the command does not have are ignored.
    ///
    /// # Errors
    /// [`InvalidCommand`], for the first field that is wrong.
    pub fn from_fields(fields: &[Field]) -> Result<Self, InvalidCommand> {
        let find = |name: &'static str| {
            fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
        };
        let get = |name| find(name).ok_or(InvalidCommand::MissingField(name));
        let id = |field, source| InvalidCommand::InvalidId { field, source };
        let item = || ItemId::try_from(get("item")?).map_err(|source| id("item", source));

        let command = match get("type")? {
            "seen" => Command::Seen,
            "complete_item" => Command::CompleteItem { item: item()? },
            "reopen_item" => Command::ReopenItem { item: item()? },
            "dismiss" => Command::Dismiss,
            "answer" => Command::Answer(Answer {
                rating: NpsRating::try_from(get("rating")?)?,
                comment: Comment::parse_optional(find("comment").unwrap_or_default())?,
            }),
            "close" => Command::Close,
            _ => return Err(InvalidCommand::UnknownType),
        };
        let placement =
            ContentId::try_from(get("placement")?).map_err(|source| id("placement", source))?;
        Ok(Self { placement, command })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Vec<Field> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[track_caller]
    fn check(pairs: &[(&str, &str)], want: Result<Command, (&str, &str)>) {
        let got = PlacedCommand::from_fields(&fields(pairs));
        match (got, want) {
            (Ok(got), Ok(want)) => assert_eq!(got.command, want),
            (Err(got), Err(want)) => assert_eq!((got.code(), got.field()), want),
            (got, want) => panic!("{got:?} is not {want:?}"),
        }
    }

    /// Pins what deployed widgets and drawn forms already send.
    #[test]
    fn command_wire_shape() {
        let item = ItemId::try_from("invite").unwrap();
        let nps = ("placement", "nps");
        check(&[("type", "seen"), nps], Ok(Command::Seen));
        check(
            &[("type", "complete_item"), nps, ("item", "invite")],
            Ok(Command::CompleteItem { item: item.clone() }),
        );
        check(
            &[("type", "reopen_item"), nps, ("item", "invite")],
            Ok(Command::ReopenItem { item }),
        );
        check(&[("type", "dismiss"), nps], Ok(Command::Dismiss));
        check(&[("type", "close"), nps], Ok(Command::Close));
        let answer = |comment: &str| {
            Command::Answer(Answer {
                rating: NpsRating::try_from(9).unwrap(),
                comment: Comment::parse_optional(comment).unwrap(),
            })
        };
        check(&[("type", "answer"), nps, ("rating", "9"), ("comment", "ok")], Ok(answer("ok")));
        check(&[("type", "answer"), nps, ("rating", "9"), ("more", "?")], Ok(answer("")));
    }

    #[test]
    fn names_the_field_at_fault() {
        let nps = ("placement", "nps");
        check(&[nps], Err(("missing_field", "type")));
        check(&[nps, ("type", "explode")], Err(("unknown_command", "type")));
        check(&[("type", "seen")], Err(("missing_field", "placement")));
        check(&[("type", "seen"), ("placement", "N P S")], Err(("invalid_id", "placement")));
        check(&[nps, ("type", "complete_item")], Err(("missing_field", "item")));
        check(&[nps, ("type", "answer"), ("rating", "11")], Err(("invalid_rating", "rating")));
        let long = "x".repeat(Comment::MAX_CHARS + 1);
        check(
            &[nps, ("type", "answer"), ("rating", "1"), ("comment", &long)],
            Err(("invalid_comment", "comment")),
        );
    }
}
