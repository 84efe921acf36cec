//! One file for each page.

mod responses;
mod sign_in;

pub(crate) use responses::ResponsesPage;
pub(crate) use sign_in::SignInPage;
