//! [`use_export`]: the responses as a file.

use yew::prelude::*;

use crate::{
    api::{Client, download_responses},
    browser::{Flight, save_file, start_of_day},
    model::{Phase, ResponseFilter},
};

const FILE_NAME: &str = "rumbo-responses.csv";

/// What [`use_export`] returns.
pub(crate) struct UseExportHandle {
    /// The request for the file.
    pub(crate) phase: Phase,
    /// Asks for the file, and has the browser save it.
    pub(crate) on_export: Callback<()>,
}

/// Exports all the responses that pass `filter`, as CSV.
#[hook]
pub(crate) fn use_export(client: &Client, filter: &ResponseFilter) -> UseExportHandle {
    let phase = use_state_eq(|| Phase::Idle);
    let current = use_mut_ref(|| None);
    let (client, filter, setter) = (client.clone(), filter.clone(), phase.setter());
    let on_export = Callback::from(move |()| {
        let (client, filter, setter) = (client.clone(), filter.clone(), setter.clone());
        setter.set(Phase::Loading);
        current.replace(Some(Flight::launch(async move |signal| {
            let params = filter.api_params(start_of_day);
            let file = download_responses(&client, &params, &signal).await;
            if signal.aborted() {
                return;
            }
            setter.set(match file {
                Ok(bytes) => {
                    save_file(FILE_NAME, "text/csv;charset=utf-8", &bytes);
                    Phase::Idle
                }
                Err(error) => Phase::Failed(error),
            });
        })));
    });
    UseExportHandle { phase: (*phase).clone(), on_export }
}
