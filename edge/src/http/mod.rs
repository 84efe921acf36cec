//! HTTP: bodies in, responses out.

pub(crate) mod body;
pub(crate) mod query;
pub(crate) mod respond;
