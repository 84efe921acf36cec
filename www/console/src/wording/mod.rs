//! What the console says, from what it knows. Pure.

mod age;
mod audit;
mod creation;
mod edit;
mod enrollment;
mod gate;
mod language;
mod nps_reading;
mod number;
mod said;
mod scope;
mod sentence;
mod standing;
mod suggestion;

pub(crate) use age::{age, ahead, lasting};
pub(crate) use audit::{done_by, item_change, item_change_cause, item_change_class};
pub(crate) use creation::creation_fault;
pub(crate) use edit::{Question, edit_told, reverse};
pub(crate) use enrollment::{
    deed_told, enrolled_by, enrollment_class, enrollment_since, enrollment_state, lessons_done,
    per_cent, withdrawal,
};
pub(crate) use gate::{gate_detail, gate_question, gates_summary};
pub(crate) use language::language_name;
pub(crate) use nps_reading::{NpsReading, interval_of, share};
pub(crate) use number::{count, listed, number, signed, write_numbers_by};
pub(crate) use said::{Said, highest_rating};
pub(crate) use scope::{score_scope, shown_count};
pub(crate) use sentence::{capitalized, sentence};
pub(crate) use standing::{Standing, kind_name, newest_told, standing_told, version_state};
pub(crate) use suggestion::{account_help, find_help, suggested, user_help};
