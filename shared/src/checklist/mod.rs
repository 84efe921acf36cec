//! Checklists: what a person is asked to do, and how far they are.

mod definition;
mod progress;

pub use definition::{Checklist, Completion, Item, Link, Order};
pub use progress::{Progress, ProgressRefusal, Step};
