//! State and requests; markup is for components.

mod use_catch_up;
mod use_creation;
mod use_deeds;
mod use_enrol_choices;
mod use_export;
mod use_list;
mod use_load;
mod use_now;
mod use_nps;
mod use_preview;
mod use_refocus;
mod use_refused;
mod use_responses;
mod use_revision;
mod use_route;
mod use_send;
mod use_session;
mod use_settled;

pub(crate) use use_catch_up::use_catch_up;
pub(crate) use use_creation::{UseCreationHandle, use_creation};
pub(crate) use use_deeds::{NamedDeed, use_deeds};
pub(crate) use use_enrol_choices::use_enrol_choices;
pub(crate) use use_export::use_export;
pub(crate) use use_list::{UseListHandle, use_list};
pub(crate) use use_load::{UseLoadHandle, use_load};
pub(crate) use use_now::use_now;
pub(crate) use use_nps::use_nps;
pub(crate) use use_preview::{UsePreviewHandle, use_preview};
pub(crate) use use_refocus::use_refocus;
pub(crate) use use_refused::use_refused;
pub(crate) use use_responses::use_responses;
pub(crate) use use_revision::use_revision;
pub(crate) use use_route::{navigate, use_route};
pub(crate) use use_send::use_send;
pub(crate) use use_session::{Session, SessionState, use_session};
pub(crate) use use_settled::use_settled;
