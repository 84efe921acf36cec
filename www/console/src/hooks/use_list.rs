//! [`use_list`]: a list that is loaded page by page.

use std::{cell::RefCell, rc::Rc};

use web_sys::AbortSignal;
use yew::prelude::*;

use super::use_visits;
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
///
/// Whoever goes back to the list finds all the rows that they had loaded.
#[hook]
pub(crate) fn use_list<K, R, F>(key: K, revision: u32, fetch: F) -> UseListHandle<R>
where
    K: Clone + PartialEq + 'static,
    R: Row,
    F: AsyncFn(K, Option<String>, AbortSignal) -> Result<Page<R>, ApiError> + Copy + 'static,
{
    let visits = use_visits();
    // There with the first drawing, so that the page is as long as it was.
    let list = use_reducer_eq(|| visits.list(&key).map(List::restored).unwrap_or_default());
    let current: Current = use_mut_ref(|| None);
    let shown = use_mut_ref(|| None);

    let dispatcher = list.dispatcher();
    let (flights, kept) = (current.clone(), visits.clone());
    use_effect_with((key.clone(), revision), move |(key, _)| {
        let is_same = shown.replace(Some(key.clone())).as_ref() == Some(key);
        let restored = kept.list(key).filter(|_| !is_same);
        let n_rows = restored.as_ref().map_or(0, |page: &Page<R>| page.results.len());
        dispatcher.dispatch(match restored {
            Some(page) => ListAction::Restore(page),
            None if is_same => ListAction::Refresh,
            None => ListAction::Open,
        });
        let key = key.clone();
        flights.replace(Some(Flight::launch(async move |signal| {
            let page = fetch_rows(key, n_rows, fetch, &signal).await;
            if !signal.aborted() {
                dispatcher.dispatch(ListAction::Opened(page));
            }
        })));
    });

    let shown_key = key.clone();
    use_effect_with(list.clone(), move |list| {
        if let Some(rows) = list.rows.clone() {
            visits.keep(shown_key, Page { results: rows, next: list.next.clone() });
        }
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

/// The first page, and as many more as it takes for `n_rows`.
async fn fetch_rows<K, R, F>(
    key: K,
    n_rows: usize,
    fetch: F,
    signal: &AbortSignal,
) -> Result<Page<R>, ApiError>
where
    K: Clone,
    F: AsyncFn(K, Option<String>, AbortSignal) -> Result<Page<R>, ApiError>,
{
    let mut page = fetch(key.clone(), None, signal.clone()).await?;
    while page.results.len() < n_rows && page.next.is_some() {
        let more = fetch(key.clone(), page.next.take(), signal.clone()).await?;
        page.results.extend(more.results);
        page.next = more.next;
    }
    Ok(page)
}
