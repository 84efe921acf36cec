//! HTTP: bodies in, responses out.

pub(crate) mod body;
pub(crate) mod encoding;
pub(crate) mod query;
mod reply;
mod request;

pub(crate) use reply::Reply;
pub(crate) use request::{Header, RareHeader, Request};
