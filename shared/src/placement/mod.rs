//! What a person is shown now, and the state machine behind it.

mod journey;
mod state;

pub use journey::{Journey, Refusal};
pub use state::{Event, Placement, WidgetState};
