//! Checklists: what a person is asked to do, and how far they are.

mod definition;
mod progress;
mod view;

pub use definition::{Checklist, Completion, Item, Link, Opening, Order, Owner, Scope, Win};
pub use progress::{Progress, ProgressRefusal, Step};
pub use view::{ChecklistView, Due, ItemView, WinView};
