//! The operators' API, as this client reads it.
//!
//! Readers are lenient: unknown fields are ignored and what may be absent is optional, because a
//! console stays open in a tab while the edge moves on.

mod absent;
mod accounts;
mod audit;
mod choices;
mod client;
mod contact_policy;
mod content;
mod enrollments;
mod error;
mod explain;
mod nps;
mod page;
mod people;
mod responses;
mod session;
mod token;

pub(crate) use accounts::{Account, AccountDetail, Person, get_account, get_accounts};
pub(crate) use audit::{AuditEntry, Author, Cause, ItemChange, download_audit, get_audit};
pub(crate) use choices::{get_account_choices, get_people_choices};
pub(crate) use client::Client;
pub(crate) use contact_policy::{ContactPolicy, Days, get_contact_policy, put_contact_policy};
pub(crate) use content::{
    Content, ContentRow, Edit, Head, NewContent, Place, Preview, Version, VersionState, Who,
    create_content, get_all_contents, get_content, get_contents, get_preview, get_versions,
    send_edit, send_edits,
};
pub(crate) use enrollments::{
    Deed, Enrollment, EnrollmentState, download_enrollments, get_courses, get_enrollments,
    send_deed,
};
pub(crate) use error::{ApiError, Fault};
pub(crate) use explain::{Explanation, Gate, get_explanations};
pub(crate) use nps::{Nps, get_nps};
pub(crate) use page::Page;
pub(crate) use people::{Checklist, Item, ItemState, PersonDetail, Tick, get_person, send_tick};
pub(crate) use responses::{
    Answer, Category, Response, download_responses, get_responses, get_surveys,
};
pub(crate) use session::{Operator, Role, get_session};
pub(crate) use token::{InvalidToken, Token};

use absent::or_default;
use client::segment;
use page::{page_params, sized_params};
