//! What a person is shown now, and the state machine behind it.

#[cfg(feature = "courses")]
mod courses;
mod event;
mod journey;
mod look;
mod scene;
mod state;
mod told;

pub use event::Event;
pub use journey::{Journey, Refusal, Team};
pub use look::Look;
pub use scene::Scene;
pub use state::{Placement, WidgetState};
pub use told::Told;
