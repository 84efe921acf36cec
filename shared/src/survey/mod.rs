//! Surveys: what is asked, what people said, and what their answers say.

mod answer;
mod csat;
mod definition;
mod form;
mod nps;
mod prompt;
mod question;
mod rating;
mod view;

pub use answer::{Answer, Answers, Comment, InvalidComment};
pub use csat::Csat;
pub use definition::{
    BrowserTrigger, Ending, Schedule, Survey, SurveyKind, Trigger, UntilAnswered,
};
pub use nps::{Nps, NpsTally};
pub use prompt::{AnswerStep, Due, DueCause, Outcome, Prompt};
pub use question::{AnswerTest, Choice, InvalidAnswer, Look, Question, QuestionKind};
pub use rating::{InvalidNpsRating, NpsCategory, NpsRating};
pub use view::SurveyView;
