//! A list that is loaded page by page.

use std::{collections::HashSet, rc::Rc};

use yew::Reducible;

use super::Phase;
use crate::api::{ApiError, Page};

/// What a list is made of.
pub(crate) trait Row: Clone + PartialEq + 'static {
    /// By what a row is told from the others of its list.
    fn key(&self) -> String;
}

/// The rows loaded so far, in the order of the edge.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct List<R> {
    /// What is loaded; `None` until the first page is in.
    pub(crate) rows: Option<Vec<R>>,
    /// Where the next page begins; `None` when there is none.
    pub(crate) next: Option<String>,
    /// The request for the first page.
    pub(crate) first: Phase,
    /// The request for the next page.
    pub(crate) more: Phase,
}

/// What happens to a [`List`].
#[derive(Debug)]
pub(crate) enum ListAction<R> {
    /// The filter changed: what is shown no longer answers it.
    Open,
    /// Here are the rows that were loaded when the operator left; the edge is asked for them again.
    Restore(Page<R>),
    /// The first page is asked for again; what is shown stays until it is in.
    Refresh,
    /// The first page is in, or failed.
    Opened(Result<Page<R>, ApiError>),
    /// The next page is asked for.
    More,
    /// The next page is in, or failed.
    MoreLoaded(Result<Page<R>, ApiError>),
}

impl<R> Default for List<R> {
    fn default() -> Self {
        Self { rows: None, next: None, first: Phase::Loading, more: Phase::Idle }
    }
}

impl<R: Row> List<R> {
    /// The rows that were loaded when the operator left, while they are asked for again.
    pub(crate) fn restored(page: Page<R>) -> Self {
        let mut list = Self::default();
        list.append(page);
        list
    }

    /// Adds a page. A row that is already there stays once, so that a page asked for twice or one
    /// that overlaps does no harm.
    fn append(&mut self, page: Page<R>) {
        let rows = self.rows.get_or_insert_default();
        let mut known: HashSet<String> = rows.iter().map(Row::key).collect();
        rows.extend(page.results.into_iter().filter(|row| known.insert(row.key())));
        self.next = page.next;
    }
}

impl<R: Row> Reducible for List<R> {
    type Action = ListAction<R>;

    fn reduce(self: Rc<Self>, action: ListAction<R>) -> Rc<Self> {
        let mut list = Rc::unwrap_or_clone(self);
        match action {
            ListAction::Open => list = Self::default(),
            ListAction::Restore(page) => list = Self::restored(page),
            ListAction::Refresh => {
                list.first = Phase::Loading;
                list.more = Phase::Idle;
            }
            ListAction::Opened(Ok(page)) => {
                list = Self { first: Phase::Idle, ..Self::default() };
                list.append(page);
            }
            ListAction::Opened(Err(error)) => list.first = Phase::Failed(error),
            ListAction::More => list.more = Phase::Loading,
            ListAction::MoreLoaded(Ok(page)) => {
                list.more = Phase::Idle;
                list.append(page);
            }
            ListAction::MoreLoaded(Err(error)) => list.more = Phase::Failed(error),
        }
        Rc::new(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Response;

    fn page(ids: &[&str], next: Option<&str>) -> Page<Response> {
        let results: Vec<_> = ids
            .iter()
            .map(|id| serde_json::json!({ "id": id, "survey": "nps", "answered_at": 1 }))
            .collect();
        serde_json::from_value(serde_json::json!({ "results": results, "next": next })).unwrap()
    }

    /// Applies `actions` and compares the ids shown.
    #[track_caller]
    fn check(actions: Vec<ListAction<Response>>, want: Option<&[&str]>) -> Rc<List<Response>> {
        let list = actions.into_iter().fold(Rc::<List<Response>>::default(), Reducible::reduce);
        let got =
            list.rows.as_ref().map(|rows| rows.iter().map(|row| &*row.id).collect::<Vec<_>>());
        assert_eq!(got.as_deref(), want);
        list
    }

    #[test]
    fn a_next_page_is_added_and_a_row_is_shown_once() {
        let list = check(
            vec![
                ListAction::Opened(Ok(page(&["c", "b"], Some("2")))),
                ListAction::More,
                ListAction::MoreLoaded(Ok(page(&["b", "a"], None))),
            ],
            Some(&["c", "b", "a"]),
        );
        assert_eq!((&list.next, &list.more), (&None, &Phase::Idle));
    }

    #[test]
    fn a_failed_next_page_keeps_the_rows_and_can_be_asked_for_again() {
        let list = check(
            vec![
                ListAction::Opened(Ok(page(&["b"], Some("2")))),
                ListAction::MoreLoaded(Err(ApiError::Unreachable)),
            ],
            Some(&["b"]),
        );
        assert_eq!(list.next.as_deref(), Some("2"));
        assert_eq!(list.more.error(), Some(&ApiError::Unreachable));
    }

    #[test]
    fn a_refresh_keeps_the_rows_until_it_is_in_and_then_replaces_them() {
        let opened = || ListAction::Opened(Ok(page(&["b", "a"], None)));
        check(vec![opened(), ListAction::Refresh], Some(&["b", "a"]));
        let failed = ListAction::Opened(Err(ApiError::Unreachable));
        check(vec![opened(), ListAction::Refresh, failed], Some(&["b", "a"]));
        let fresh = ListAction::Opened(Ok(page(&["c"], Some("2"))));
        check(vec![opened(), ListAction::Refresh, fresh], Some(&["c"]));
    }

    #[test]
    fn restored_rows_are_shown_while_they_are_asked_for_again() {
        let restored = || ListAction::Restore(page(&["b", "a"], Some("2")));
        let list = check(vec![ListAction::Open, restored()], Some(&["b", "a"]));
        assert!(list.first.is_loading());
        // Two pages in one: a row that moved meanwhile is on both.
        let fresh = ListAction::Opened(Ok(page(&["c", "b", "b"], Some("2"))));
        check(vec![restored(), fresh], Some(&["c", "b"]));
    }

    #[test]
    fn another_filter_shows_nothing_of_the_last_one() {
        check(vec![ListAction::Opened(Ok(page(&["a"], None))), ListAction::Open], None);
    }
}
