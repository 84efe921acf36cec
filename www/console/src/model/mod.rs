//! Pure state of the pages. Nothing here touches the browser, so all of it is tested natively.

mod choice;
mod content_id;
mod day;
mod diff;
mod enrollment_filter;
mod json;
mod languages;
mod list;
mod months;
mod person_filter;
mod phase;
mod response_filter;
mod survey_words;
mod template;
mod time;
mod unsaved;
mod visits;

pub(crate) use choice::{Choice, Choices, Combo, Suggestions};
pub(crate) use content_id::id_fault;
pub(crate) use day::Day;
pub(crate) use diff::{Line, diff};
pub(crate) use enrollment_filter::EnrollmentFilter;
pub(crate) use json::{Position, place_of, pretty, with_id};
pub(crate) use languages::languages;
pub(crate) use list::{List, ListAction, Row};
pub(crate) use months::months;
pub(crate) use person_filter::PersonFilter;
pub(crate) use phase::Phase;
pub(crate) use response_filter::{DayRangeError, ResponseFilter};
pub(crate) use survey_words::{QuestionWords, SurveyWords};
pub(crate) use template::{TEMPLATES, template};
pub(crate) use time::UnixMillis;
pub(crate) use unsaved::Unsaved;
pub(crate) use visits::{Spot, Visits};
