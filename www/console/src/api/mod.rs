//! The operators' API, as this client reads it.
//!
//! Readers are lenient: unknown fields are ignored and what may be absent is optional, because a
//! console stays open in a tab while the edge moves on.

mod client;
mod error;
mod nps;
mod responses;
mod session;
mod token;

pub(crate) use client::Client;
pub(crate) use error::ApiError;
pub(crate) use nps::{Nps, get_nps};
pub(crate) use responses::{Category, Response, ResponsePage, download_responses, get_responses};
pub(crate) use session::{Operator, get_session};
pub(crate) use token::{InvalidToken, Token};
