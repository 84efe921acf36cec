//! State and requests; markup is for components.

mod use_export;
mod use_now;
mod use_nps;
mod use_responses;
mod use_route;
mod use_session;

pub(crate) use use_export::use_export;
pub(crate) use use_now::use_now;
pub(crate) use use_nps::use_nps;
pub(crate) use use_responses::use_responses;
pub(crate) use use_route::{navigate, use_route};
pub(crate) use use_session::{SessionState, use_session};
