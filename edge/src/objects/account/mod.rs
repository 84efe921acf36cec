//! [`AccountObject`]: an account, with everybody in it and everything they did.
//!
//! People who are in no account, and browsers nobody signed in to, have one of their own:
//! the same class under another name, see [`super::ObjectName`].

mod event;
mod history;
mod journeys;
mod membership;
mod object;
mod outbox;
mod protocol;
mod response;
mod schema;
mod summary;
mod visit;

use shared::time::UnixMillis;

pub(crate) use history::{EventFields, EventsQuery};
pub use object::AccountObject;
#[cfg(feature = "dev")]
pub(crate) use protocol::panic;
pub(crate) use protocol::{
    Asked, CommandOutcome, EventRow, Happened, Outcome, Viewer, Visit, Visited, events, join,
    membership, visit,
};

/// The binding in `wrangler.jsonc`.
const BINDING: &str = "ACCOUNT";

/// The later of an instant that a client gave and ours, if theirs lies ahead of us.
fn not_after(now: UnixMillis, at: UnixMillis) -> UnixMillis {
    at.min(now)
}
