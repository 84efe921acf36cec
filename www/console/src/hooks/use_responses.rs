//! [`use_responses`]: the responses that pass the page's filter.

use std::{cell::RefCell, rc::Rc};

use yew::prelude::*;

use crate::{
    api::{Client, get_responses},
    browser::{Flight, start_of_day},
    model::{ListAction, ResponseFilter, ResponseList},
};

/// What [`use_responses`] returns.
pub(crate) struct UseResponsesHandle {
    /// What is loaded.
    pub(crate) list: UseReducerHandle<ResponseList>,
    /// Asks for the next page, if there is one.
    pub(crate) on_more: Callback<()>,
}

/// The one request under way; the next takes its place, and so cancels it.
type Current = Rc<RefCell<Option<Flight>>>;

/// Loads the first page, again when the filter or `revision` changes, and further ones when asked.
#[hook]
pub(crate) fn use_responses(
    client: &Client,
    filter: &ResponseFilter,
    revision: u32,
) -> UseResponsesHandle {
    let list = use_reducer_eq(ResponseList::default);
    let current: Current = use_mut_ref(|| None);
    let shown = use_mut_ref(|| None);

    let dispatcher = list.dispatcher();
    let flights = current.clone();
    use_effect_with((client.clone(), filter.clone(), revision), move |(client, filter, _)| {
        let same_filter = shown.replace(Some(filter.clone())).as_ref() == Some(filter);
        dispatcher.dispatch(if same_filter { ListAction::Refresh } else { ListAction::Open });
        let (client, filter) = (client.clone(), filter.clone());
        flights.replace(Some(Flight::launch(async move |signal| {
            let params = filter.api_params(start_of_day);
            let page = get_responses(&client, &params, None, &signal).await;
            if !signal.aborted() {
                dispatcher.dispatch(ListAction::Opened(page));
            }
        })));
    });

    let (client, filter, next) = (client.clone(), filter.clone(), list.next.clone());
    let idle = !list.first.is_loading() && !list.more.is_loading();
    let dispatcher = list.dispatcher();
    let on_more = Callback::from(move |()| {
        let Some(cursor) = next.clone().filter(|_| idle) else { return };
        dispatcher.dispatch(ListAction::More);
        let (client, filter, dispatcher) = (client.clone(), filter.clone(), dispatcher.clone());
        current.replace(Some(Flight::launch(async move |signal| {
            let params = filter.api_params(start_of_day);
            let page = get_responses(&client, &params, Some(cursor), &signal).await;
            if !signal.aborted() {
                dispatcher.dispatch(ListAction::MoreLoaded(page));
            }
        })));
    });
    UseResponsesHandle { list, on_more }
}
