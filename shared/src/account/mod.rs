//! A customer company: what it pays for, who is in it, and the events that change either.

mod b2b;
mod run;
mod standing;
mod stored;

pub use b2b::B2bEvent;
pub use run::{Run, say};
pub use standing::{InvalidTrait, StandingTrait};
pub use stored::{MAX_TRAITS_BYTES, StoredObject};
