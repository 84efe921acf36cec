//! Who is meant, and what has to have happened: predicates over what is known of a person.
//!
//! One engine for segments, triggers, conditional items and completions. It asks for counts of
//! events ([`EventTest`]) instead of reading them, so that whoever stores events can answer at
//! a flat cost.

mod condition;
mod device;
mod event;
mod facts;
mod page;
mod value;

pub use condition::{Condition, Percent, Unmet};
pub use device::Device;
pub use event::{By, EventTest, Window};
pub use facts::{Counts, Facts};
pub use page::PagePattern;
pub use value::{ValueTest, Values};
