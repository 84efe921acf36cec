//! One file for each page, and for what several of them hold.

mod account;
mod accounts;
mod audit;
mod contact_policy;
mod content;
mod contents;
mod person;
mod responses;
mod sign_in;
mod training;

pub(crate) use account::AccountPage;
pub(crate) use accounts::AccountsPage;
pub(crate) use contact_policy::ContactPolicyPage;
pub(crate) use content::ContentPage;
pub(crate) use contents::ContentsPage;
pub(crate) use person::PersonPage;
pub(crate) use responses::ResponsesPage;
pub(crate) use sign_in::SignInPage;
pub(crate) use training::TrainingPage;

use audit::AuditPanel;
