//! [`WorkspaceObject`]: what operators read of all accounts of a workspace.
//!
//! A projection: nothing here is the only copy; the accounts hold the truth.

mod accounts;
mod enrollments;
mod identity;
mod metrics;
mod object;
mod people;
mod protocol;
mod responses;
mod schema;
mod statements;

pub(crate) use accounts::{AccountRow, AccountsQuery};
pub(crate) use enrollments::{CertificateRow, EnrollmentRow, EnrollmentsQuery};
pub(crate) use identity::IdentityCounts;
pub(crate) use metrics::NpsCounts;
pub use object::WorkspaceObject;
pub(crate) use protocol::{
    Span, account_after, accounts, accounts_of, apply, certificate, enrollments, identity_counts,
    nps, put_statements, responses, statements,
};
pub(crate) use responses::{ResponseRow, ResponsesQuery};
pub(crate) use statements::{StatementRow, StatementsQuery};

/// The binding in `wrangler.jsonc`.
const BINDING: &str = "WORKSPACE";
