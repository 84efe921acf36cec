//! Whether a person may be interrupted now, and why not.
//!
//! There is one budget for everything that interrupts a person, on all their devices.

mod gate;
mod policy;
mod prompt;

pub use gate::{Explanation, Gate, GateName};
pub use policy::{ContactPolicy, Contacts};
pub use prompt::{Asking, gates_of_prompt};
