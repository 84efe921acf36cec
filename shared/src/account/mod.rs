//! A customer company: what it pays for, who is in it, and the events that change either.

mod b2b;
mod standing;

pub use b2b::B2bEvent;
pub use standing::{InvalidTrait, StandingTrait};
