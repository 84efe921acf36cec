//! [`use_export`]: a list as a file.

use web_sys::AbortSignal;
use yew::prelude::*;

use crate::{
    api::ApiError,
    browser::{Flight, save_file},
    model::Phase,
};

/// What [`use_export`] returns.
pub(crate) struct UseExportHandle {
    /// The request for the file.
    pub(crate) phase: Phase,
    /// Asks for the file, and has the browser save it.
    pub(crate) on_export: Callback<()>,
}

/// Exports all that `fetch` gets for `key`, which is CSV, as the file `name`.
#[hook]
pub(crate) fn use_export<K, F>(name: &'static str, key: K, fetch: F) -> UseExportHandle
where
    K: Clone + 'static,
    F: AsyncFn(K, AbortSignal) -> Result<Vec<u8>, ApiError> + Copy + 'static,
{
    let phase = use_state_eq(|| Phase::Idle);
    let current = use_mut_ref(|| None);
    let setter = phase.setter();
    let on_export = Callback::from(move |()| {
        let (key, setter) = (key.clone(), setter.clone());
        setter.set(Phase::Loading);
        current.replace(Some(Flight::launch(async move |signal| {
            let file = fetch(key, signal.clone()).await;
            if signal.aborted() {
                return;
            }
            setter.set(match file {
                Ok(bytes) => {
                    save_file(name, "text/csv;charset=utf-8", &bytes);
                    Phase::Idle
                }
                Err(error) => Phase::Failed(error),
            });
        })));
    });
    UseExportHandle { phase: (*phase).clone(), on_export }
}
