//! [`AccountObject`]: an account, with everybody in it and everything they did.
//!
//! People who are in no account, and browsers nobody signed in to, have one of their own:
//! the same class under another name, see [`super::ObjectName`].

mod activity;
mod audit;
mod checks;
mod command;
mod detail;
mod event;
mod facts;
mod history;
mod journeys;
mod learn;
mod membership;
mod memory;
mod newcomers;
mod object;
mod outbox;
mod packing;
mod parcel;
mod person;
mod protocol;
mod receive;
mod response;
mod rows;
mod schema;
mod standing;
mod summary;
mod trace;
mod training;
mod traits;
mod visit;

use shared::time::UnixMillis;

pub(crate) use audit::{AuditQuery, AuditRow, audit};
pub(crate) use checks::Checks;
pub(crate) use command::{Claim, Claimed};
pub(crate) use detail::{AccountDetail, PeopleQuery};
pub(crate) use history::{EventFields, EventsQuery};
pub(crate) use membership::{MembershipChange, Memberships};
pub use object::AccountObject;
pub(crate) use parcel::Parcel;
pub(crate) use person::{PersonDetail, PersonQuery, Tick, Ticked, person, tick};
pub(crate) use protocol::{
    Accepted, Arrival, Asked, CommandOutcome, Happened, KeyLimits, NotableEvent, Outcome, SeenUser,
    Ties, Viewer, Visit, VisitAnswer, Visited, claim, contacted, detail, events, explain, known,
    memberships, note_contacts, seen_at, tie, told, train, visit,
};
#[cfg(feature = "dev")]
pub(crate) use protocol::{panic, run_alarms};
pub(crate) use rows::{EventRows, NewEvent};
pub(crate) use training::{Train, Trained};

/// The binding in `wrangler.jsonc`.
const BINDING: &str = "ACCOUNT";

/// An instant that a client gave, or ours if theirs lies ahead of us.
fn not_after(now: UnixMillis, at: UnixMillis) -> UnixMillis {
    at.min(now)
}
