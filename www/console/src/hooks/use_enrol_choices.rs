//! [`use_enrol_choices`]: what the enrol form suggests.

use yew::prelude::*;

use super::{UseLoadHandle, use_load, use_settled};
use crate::{
    api::{Client, get_account_choices, get_people_choices},
    model::{Choices, Phase, Suggestions},
};

/// What [`use_enrol_choices`] returns.
pub(crate) struct UseEnrolChoicesHandle {
    /// The accounts.
    pub(crate) accounts: Suggestions,
    /// The people of the account that is typed.
    pub(crate) people: Suggestions,
    /// Told which account is typed.
    pub(crate) on_account: Callback<String>,
}

/// Loads the accounts once the form is open, and the people of an account once its id stands still.
/// What is under way for another account, or when the form is closed, is cancelled.
#[hook]
pub(crate) fn use_enrol_choices(client: &Client, is_open: bool) -> UseEnrolChoicesHandle {
    let typed = use_state_eq(String::new);
    let account = use_settled(typed.trim().to_owned());
    let client = is_open.then(|| client.clone());
    let accounts = use_load(client.clone(), 0, get_account_choices);
    let of_account = client.filter(|_| !account.is_empty()).map(|client| (client, account));
    let people = use_load(of_account, 0, get_people_choices);
    let setter = typed.setter();
    let on_account = use_callback((), move |account, ()| setter.set(account));
    UseEnrolChoicesHandle { accounts: accounts.into(), people: people.into(), on_account }
}

impl From<UseLoadHandle<Choices>> for Suggestions {
    fn from(loaded: UseLoadHandle<Choices>) -> Self {
        let UseLoadHandle { value, phase, .. } = loaded;
        // Between the wish for another thing and the request for it nothing is known.
        let phase = if value.is_none() && phase == Phase::Idle { Phase::Loading } else { phase };
        Self { choices: value.unwrap_or_default(), phase }
    }
}
