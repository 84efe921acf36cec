//! What a person asks for, in the widget.
//!
//! On the wire a command is a flat record of strings, so that an HTML form can send
//! it as it is where Wasm is refused, and the Wasm widget sends the very same.

use thiserror::Error;

#[cfg(feature = "courses")]
use crate::training::{Picks, Spot};
use crate::{
    id::{ContentId, InvalidId, ItemId},
    survey::{Answer, Comment, InvalidComment},
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
    /// Leave an item out.
    SkipItem {
        /// The item.
        item: ItemId,
    },
    /// Make a checklist as small as a button.
    Minimise,
    /// Open it again.
    Expand,
    /// Send the placement away.
    Dismiss,
    /// Have a survey come later.
    Snooze,
    /// Answer a question of a survey.
    Answer {
        /// The question; by default the next.
        question: Option<ItemId>,
        /// What they say.
        answer: Answer,
    },
    /// Follow the link in the thanks.
    Follow,
    /// Close the thanks.
    Close,
    /// Begin a course, or go on with it.
    #[cfg(feature = "courses")]
    OpenCourse,
    /// Open a lesson of a course, or the quiz at its end.
    #[cfg(feature = "courses")]
    Open(Spot),
    /// Mark a lesson as done.
    #[cfg(feature = "courses")]
    CompleteLesson {
        /// The lesson.
        lesson: ItemId,
    },
    /// Answer a quiz.
    #[cfg(feature = "courses")]
    AnswerQuiz {
        /// The lesson at whose end it is; `None`: that of the course.
        lesson: Option<ItemId>,
        /// What they chose.
        picks: Picks,
    },
    /// Go back to the list of lessons.
    #[cfg(feature = "courses")]
    Back,
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

/// The most options that may be chosen.
const MAX_CHOICES: usize = 50;

/// Why a record is not a command.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvalidCommand {
    /// A field that the command needs is absent.
    #[error("the field `{0}` is missing")]
    MissingField(&'static str),
    /// `type` is none of ours.
    #[error(
        "`type` is none of seen, complete_item, reopen_item, skip_item, minimise, expand, dismiss, \
         snooze, answer, follow, close, open_course, open_lesson, open_quiz, complete_lesson, \
         answer_quiz, back"
    )]
    UnknownType,
    /// `placement`, `item`, `question` or `choice` is no id.
    #[error("{source}")]
    InvalidId {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        source: InvalidId,
    },
    /// `rating` is no number that a scale could have.
    #[error("the rating must be a whole number")]
    InvalidRating,
    /// `comment` or `text` is too long.
    #[error("{source}")]
    InvalidComment {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        source: InvalidComment,
    },
    /// More choices than a question can have.
    #[error("at most {MAX_CHOICES} choices")]
    TooManyChoices,
}

impl InvalidCommand {
    /// The stable machine-readable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::MissingField(_) => "missing_field",
            Self::UnknownType => "unknown_command",
            Self::InvalidId { .. } => "invalid_id",
            Self::InvalidRating => "invalid_rating",
            Self::InvalidComment { .. } => "invalid_comment",
            Self::TooManyChoices => "invalid_choice",
        }
    }

    /// The field at fault.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::MissingField(field)
            | Self::InvalidId { field, .. }
            | Self::InvalidComment { field, .. } => field,
            Self::UnknownType => "type",
            Self::InvalidRating => "rating",
            Self::TooManyChoices => "choice",
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
        let read_item = |field: &'static str, text: &str| {
            ItemId::try_from(text).map_err(|source| id(field, source))
        };
        let item = || read_item("item", get("item")?);

        let command = match get("type")? {
            "seen" => Command::Seen,
            "complete_item" => Command::CompleteItem { item: item()? },
            "reopen_item" => Command::ReopenItem { item: item()? },
            "skip_item" => Command::SkipItem { item: item()? },
            "minimise" => Command::Minimise,
            "expand" => Command::Expand,
            "dismiss" => Command::Dismiss,
            "snooze" => Command::Snooze,
            "follow" => Command::Follow,
            "answer" => {
                let question = find("question").filter(|text| !text.is_empty());
                let question = question.map(|text| read_item("question", text)).transpose()?;
                let answer = read_answer(fields)?;
                if question.is_none() && answer.is_empty() {
                    // Widgets of before there were several questions ask for a rating.
                    return Err(InvalidCommand::MissingField("rating"));
                }
                Command::Answer { question, answer }
            }
            "close" => Command::Close,
            #[cfg(feature = "courses")]
            "open_course" => Command::OpenCourse,
            #[cfg(feature = "courses")]
            "open_lesson" => Command::Open(Spot::Lesson(item()?)),
            #[cfg(feature = "courses")]
            "open_quiz" => Command::Open(Spot::Quiz),
            #[cfg(feature = "courses")]
            "complete_lesson" => Command::CompleteLesson { lesson: item()? },
            #[cfg(feature = "courses")]
            "answer_quiz" => {
                let lesson = find("item").filter(|text| !text.is_empty());
                let lesson = lesson.map(|text| read_item("item", text)).transpose()?;
                Command::AnswerQuiz { lesson, picks: read_picks(fields)? }
            }
            #[cfg(feature = "courses")]
            "back" => Command::Back,
            _ => return Err(InvalidCommand::UnknownType),
        };
        let placement =
            ContentId::try_from(get("placement")?).map_err(|source| id("placement", source))?;
        Ok(Self { placement, command })
    }
}

/// What the fields say to a question; whether that fits the question, the survey knows.
fn read_answer(fields: &[Field]) -> Result<Answer, InvalidCommand> {
    let values = |name: &'static str| {
        let named = fields.iter().filter(move |(field, _)| field == name);
        named.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    };
    let words = |field: &'static str| {
        Comment::parse_optional(values(field).next().unwrap_or_default())
            .map_err(|source| InvalidCommand::InvalidComment { field, source })
    };
    let rating = values("rating").next().map(|text| {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| is_plain).ok_or(InvalidCommand::InvalidRating)
    });
    // `choice.a`, `choice.b`: a record has each name once.
    let is_choice = |name: &str| name == "choice" || name.starts_with("choice.");
    let chosen = fields.iter().filter(|(name, value)| is_choice(name) && !value.is_empty());
    let choices = chosen
        .map(|(_, value)| value.as_str())
        .take(MAX_CHOICES + 1)
        .map(|text| {
            let invalid = |source| InvalidCommand::InvalidId { field: "choice", source };
            ItemId::try_from(text).map_err(invalid)
        })
        .collect::<Result<Vec<_>, _>>()?;
    if choices.len() > MAX_CHOICES {
        return Err(InvalidCommand::TooManyChoices);
    }
    let (text, comment) = (words("text")?, words("comment")?);
    Ok(Answer { rating: rating.transpose()?, choices, text, comment })
}

/// What the fields say to a quiz: `pick.QUESTION` with an option where one is to be chosen, as
/// radio buttons send it, `pick.QUESTION.OPTION` where several may be, as check boxes do. So no
/// two fields of a form have one name, and a record can hold them.
#[cfg(feature = "courses")]
fn read_picks(fields: &[Field]) -> Result<Picks, InvalidCommand> {
    let read = |text: &str| {
        let invalid = |source| InvalidCommand::InvalidId { field: "pick", source };
        ItemId::try_from(text).map_err(invalid)
    };
    let mut picks = Picks::new();
    for (name, value) in fields {
        let Some(name) = name.strip_prefix("pick.") else { continue };
        let (question, option) = name.split_once('.').unwrap_or((name, value));
        picks.entry(read(question)?).or_default().insert(read(option)?);
        if picks.len() > MAX_CHOICES {
            return Err(InvalidCommand::TooManyChoices);
        }
    }
    Ok(picks)
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
        let plain = [
            ("minimise", Command::Minimise),
            ("expand", Command::Expand),
            ("snooze", Command::Snooze),
            ("follow", Command::Follow),
            ("skip_item", Command::SkipItem { item: ItemId::try_from("invite").unwrap() }),
        ];
        for (word, command) in plain {
            check(&[("type", word), nps, ("item", "invite")], Ok(command));
        }
        let answer = |comment: &str| Command::Answer {
            question: None,
            answer: Answer {
                rating: Some(9),
                comment: Comment::parse_optional(comment).unwrap(),
                ..Answer::default()
            },
        };
        check(&[("type", "answer"), nps, ("rating", "9"), ("comment", "ok")], Ok(answer("ok")));
        check(&[("type", "answer"), nps, ("rating", "9"), ("more", "?")], Ok(answer("")));
        let id = |text: &str| ItemId::try_from(text).unwrap();
        let choices = vec![id("a"), id("b")];
        for [one, other] in [["choice", "choice"], ["choice.a", "choice.b"]] {
            check(
                &[("type", "answer"), nps, ("question", "what"), (one, "a"), (other, "b")],
                Ok(Command::Answer {
                    question: Some(id("what")),
                    answer: Answer { choices: choices.clone(), ..Answer::default() },
                }),
            );
        }
    }

    /// Pins what the forms of courses send.
    #[test]
    fn training_wire_shape() {
        let id = |text: &str| ItemId::try_from(text).unwrap();
        let basics = ("placement", "basics");
        let check = |word, command| check(&[("type", word), basics, ("item", "one")], Ok(command));
        check("open_course", Command::OpenCourse);
        check("open_lesson", Command::Open(Spot::Lesson(id("one"))));
        check("open_quiz", Command::Open(Spot::Quiz));
        check("complete_lesson", Command::CompleteLesson { lesson: id("one") });
        check("back", Command::Back);
        let picks =
            Picks::from([(id("who"), [id("a")].into()), (id("what"), [id("b"), id("c")].into())]);
        let record = [
            ("type", "answer_quiz"),
            basics,
            ("pick.who", "a"),
            ("pick.what.b", "on"),
            ("pick.what.c", "on"),
        ];
        self::check(&record, Ok(Command::AnswerQuiz { lesson: None, picks }));
        let bad = [("type", "answer_quiz"), basics, ("pick.Who", "a")];
        self::check(&bad, Err(("invalid_id", "pick")));
    }

    #[test]
    fn names_the_field_at_fault() {
        let nps = ("placement", "nps");
        check(&[nps], Err(("missing_field", "type")));
        check(&[nps, ("type", "explode")], Err(("unknown_command", "type")));
        check(&[("type", "seen")], Err(("missing_field", "placement")));
        check(&[("type", "seen"), ("placement", "N P S")], Err(("invalid_id", "placement")));
        check(&[nps, ("type", "complete_item")], Err(("missing_field", "item")));
        check(&[nps, ("type", "answer")], Err(("missing_field", "rating")));
        for rating in ["-1", "+9", "9.5", "nine", "256"] {
            let fields = [nps, ("type", "answer"), ("rating", rating)];
            check(&fields, Err(("invalid_rating", "rating")));
        }
        check(&[nps, ("type", "answer"), ("choice", "A B")], Err(("invalid_id", "choice")));
        let long = "x".repeat(Comment::MAX_CHARS + 1);
        check(
            &[nps, ("type", "answer"), ("rating", "1"), ("comment", &long)],
            Err(("invalid_comment", "comment")),
        );
    }
}
