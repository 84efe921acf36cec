//! What the console says, from what it knows. Pure.

mod age;
mod nps_reading;
mod number;
mod scope;

pub(crate) use age::age;
pub(crate) use nps_reading::{NpsReading, interval_of, share};
pub(crate) use number::{count, signed};
pub(crate) use scope::{score_scope, shown_count};
