//! D1, the control plane: who may use what, and what is published.
//!
//! Read on nearly every request and changed rarely, so each isolate remembers what it read
//! for a while: a revoked key works for at most that long.

mod cache;
pub(crate) mod content;
pub(crate) mod control;
