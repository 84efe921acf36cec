//! Surveys: what is asked, when it may be asked, and what the answers say.

mod definition;
mod eligibility;
mod nps;
mod prompt;
mod rating;

pub use definition::{Survey, SurveyKind, Trigger};
pub use eligibility::{ContactPolicy, PromptDecision, WithheldReason, decide_prompt};
pub use nps::{Nps, NpsTally};
pub use prompt::{Answer, Comment, Due, DueCause, InvalidComment, Outcome, Prompt};
pub use rating::{InvalidNpsRating, NpsCategory, NpsRating};
