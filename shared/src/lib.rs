//! Domain and rules of Rumbo.
//!
//! The same code decides in the browser (Wasm) and at the edge (Wasm in workerd).
//!
//! # What's in scope
//! Types that cannot hold nonsense, decisions that return their reasons, and the
//! state machine behind the widget.
//!
//! # What's out of scope
//! I/O, clocks and randomness: `now` and fresh ids are arguments. Nothing here names
//! a platform crate, so everything here is tested by plain `cargo test`.

pub mod account;
pub mod checklist;
pub mod command;
pub mod contact;
pub mod content;
pub mod flat_map;
pub mod id;
pub mod identity;
pub mod ingest;
pub mod labels;
pub mod limit;
pub mod origin;
pub mod person;
pub mod placement;
pub mod survey;
pub mod targeting;
pub mod text;
pub mod time;
pub mod training;
pub mod wording;
pub mod xapi;
