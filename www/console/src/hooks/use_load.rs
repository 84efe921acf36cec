//! [`use_load`]: one thing that a page shows.

use web_sys::AbortSignal;
use yew::prelude::*;

use crate::{api::ApiError, browser::Flight, model::Phase};

/// What [`use_load`] returns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct UseLoadHandle<T> {
    /// What `key` names; `None` until it is in.
    pub(crate) value: Option<T>,
    /// The request for it.
    pub(crate) phase: Phase,
    /// Takes what an answer to a change said in place of what was loaded.
    pub(crate) on_change: Callback<T>,
}

/// Loads what `key` names, again when it or `revision` changes; until then what is shown stays.
#[hook]
pub(crate) fn use_load<K, T, F>(key: K, revision: u32, fetch: F) -> UseLoadHandle<T>
where
    K: Clone + PartialEq + 'static,
    T: Clone + PartialEq + 'static,
    F: AsyncFn(K, AbortSignal) -> Result<T, ApiError> + Copy + 'static,
{
    let loaded = use_state_eq(|| None::<(K, T)>);
    let phase = use_state_eq(|| Phase::Loading);
    let (set_loaded, set_phase) = (loaded.setter(), phase.setter());
    use_effect_with((key.clone(), revision), move |(key, _)| {
        let key = key.clone();
        set_phase.set(Phase::Loading);
        let flight = Flight::launch(async move |signal| {
            let answer = fetch(key.clone(), signal.clone()).await;
            if signal.aborted() {
                return;
            }
            match answer {
                Ok(value) => {
                    set_loaded.set(Some((key, value)));
                    set_phase.set(Phase::Idle);
                }
                Err(error) => set_phase.set(Phase::Failed(error)),
            }
        });
        move || drop(flight)
    });
    // What another key names must not stand under this one, not even for a moment.
    let value = loaded.as_ref().filter(|(of, _)| *of == key).map(|(_, value)| value.clone());
    let set_loaded = loaded.setter();
    let on_change = Callback::from(move |value| set_loaded.set(Some((key.clone(), value))));
    UseLoadHandle { value, phase: (*phase).clone(), on_change }
}
