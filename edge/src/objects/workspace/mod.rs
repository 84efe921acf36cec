//! [`WorkspaceObject`]: what operators read of all accounts of a workspace.
//!
//! A projection: nothing here is the only copy; the accounts hold the truth.

mod accounts;
mod identity;
mod metrics;
mod object;
mod protocol;
mod responses;
mod schema;

pub(crate) use accounts::{AccountRow, AccountsQuery};
pub(crate) use identity::IdentityCounts;
pub(crate) use metrics::NpsCounts;
pub use object::WorkspaceObject;
pub(crate) use protocol::{Span, account_after, accounts, apply, identity_counts, nps, responses};
pub(crate) use responses::{ResponseRow, ResponsesQuery};

/// The binding in `wrangler.jsonc`.
const BINDING: &str = "WORKSPACE";
