//! [`use_list`]: a list that is loaded page by page.

use std::{cell::RefCell, rc::Rc};

use web_sys::AbortSignal;
use yew::prelude::*;

use crate::{
    api::{ApiError, Page},
    browser::Flight,
    model::{List, ListAction, Row},
};

/// What [`use_list`] returns.
#[derive(Clone, PartialEq)]
pub(crate) struct UseListHandle<R: Row> {
    /// What is loaded.
    pub(crate) list: UseReducerHandle<List<R>>,
    /// Asks for the next page, if there is one.
    pub(crate) on_more: Callback<()>,
}

/// The one request under way; the next takes its place, and so cancels it.
type Current = Rc<RefCell<Option<Flight>>>;

/// Loads the first page of what `key` names, again when it or `revision` changes, and further pages
/// when asked. `fetch` gets the page that begins at a cursor.
#[hook]
pub(crate) fn use_list<K, R, F>(key: K, revision: u32, fetch: F) -> UseListHandle<R>
where
    K: Clone + PartialEq + 'static,
    R: Row,
    F: AsyncFn(K, Option<String>, AbortSignal) -> Result<Page<R>, ApiError> + Copy + 'static,
{
    let list = use_reducer_eq(List::default);
    let current: Current = use_mut_ref(|| None);
    let shown = use_mut_ref(|| None);

    let dispatcher = list.dispatcher();
    let flights = current.clone();
    use_effect_with((key.clone(), revision), move |(key, _)| {
        let is_same = shown.replace(Some(key.clone())).as_ref() == Some(key);
        dispatcher.dispatch(if is_same { ListAction::Refresh } else { ListAction::Open });
        let key = key.clone();
        flights.replace(Some(Flight::launch(async move |signal| {
            let page = fetch(key, None, signal.clone()).await;
            if !signal.aborted() {
                dispatcher.dispatch(ListAction::Opened(page));
            }
        })));
    });

    let next = list.next.clone();
    let idle = !list.first.is_loading() && !list.more.is_loading();
    let dispatcher = list.dispatcher();
    let on_more = Callback::from(move |()| {
        let Some(cursor) = next.clone().filter(|_| idle) else { return };
        dispatcher.dispatch(ListAction::More);
        let (key, dispatcher) = (key.clone(), dispatcher.clone());
        current.replace(Some(Flight::launch(async move |signal| {
            let page = fetch(key, Some(cursor), signal.clone()).await;
            if !signal.aborted() {
                dispatcher.dispatch(ListAction::MoreLoaded(page));
            }
        })));
    });
    UseListHandle { list, on_more }
}
