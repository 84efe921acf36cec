//! [`use_nps`]: the score over the page's filter.

use yew::prelude::*;

use crate::{
    api::{Client, Nps, get_nps},
    browser::{Flight, start_of_day},
    model::{Phase, ResponseFilter},
};

/// What [`use_nps`] returns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct UseNpsHandle {
    /// The score of this filter; `None` until it is in.
    pub(crate) nps: Option<Nps>,
    /// The request for it.
    pub(crate) phase: Phase,
}

/// Loads the score, again when the filter or `revision` changes.
///
/// A filter's user is left out: see [`crate::wording::score_scope`].
#[hook]
pub(crate) fn use_nps(client: &Client, filter: &ResponseFilter, revision: u32) -> UseNpsHandle {
    let filter = filter.for_all_users();
    let loaded = use_state_eq(|| (filter.clone(), None));
    let phase = use_state_eq(|| Phase::Loading);
    let (set_loaded, set_phase) = (loaded.setter(), phase.setter());
    use_effect_with((client.clone(), filter.clone(), revision), move |(client, filter, _)| {
        let (client, filter) = (client.clone(), filter.clone());
        set_phase.set(Phase::Loading);
        let flight = Flight::launch(async move |signal| {
            let answer = get_nps(&client, &filter.api_params(start_of_day), &signal).await;
            if signal.aborted() {
                return;
            }
            match answer {
                Ok(nps) => {
                    set_loaded.set((filter, Some(nps)));
                    set_phase.set(Phase::Idle);
                }
                Err(error) => set_phase.set(Phase::Failed(error)),
            }
        });
        move || drop(flight)
    });
    // The score of another filter must not stand under this one, not even for a moment.
    let nps = if loaded.0 == filter { loaded.1.clone() } else { None };
    UseNpsHandle { nps, phase: (*phase).clone() }
}
