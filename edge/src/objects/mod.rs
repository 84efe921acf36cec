//! Durable Objects: each a SQLite database with one writer.
//!
//! An object holds no rules: it loads, lets `shared` decide, and stores the outcome
//! as a whole (see `storage`).

pub(crate) mod account;
mod answer;
mod call;
mod name;
mod page;
mod storage;
pub(crate) mod workspace;

pub use account::AccountObject;
pub(crate) use name::ObjectName;
pub(crate) use page::{Cursor, Page, decode, encode};
pub use workspace::WorkspaceObject;
