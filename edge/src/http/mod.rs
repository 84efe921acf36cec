//! HTTP: bodies in, responses out.

pub(crate) mod body;
pub(crate) mod query;
mod reply;

pub(crate) use reply::Reply;
