//! Where the operator has been.

use std::{any::Any, cell::RefCell, collections::VecDeque, rc::Rc};

use super::Row;
use crate::api::Page;

/// How many places are remembered. Further back a page begins at its top.
const MOST_VISITS: usize = 30;

/// What was seen of a page when it was left.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spot {
    /// How far it was scrolled, in CSS pixels.
    pub(crate) scrolled: f64,
    /// The link that had the focus: most likely the one that was followed.
    pub(crate) link: Option<String>,
}

/// The pages that were visited, by their entries in the tab's history, each with the lists that were
/// loaded in it: whoever goes back finds all as it was. In memory; a clone is the same one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Visits(Rc<RefCell<VecDeque<Visit>>>);

#[derive(Debug)]
struct Visit {
    entry: String,
    spot: Option<Spot>,
    /// Each a `Loaded`.
    lists: Vec<Box<dyn Any>>,
}

/// All the rows of a list, by what they answer.
struct Loaded<K, R>(K, Page<R>);

impl PartialEq for Visits {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Visits {
    /// The page shown is now the one of `entry`.
    pub(crate) fn enter(&self, entry: String) {
        let mut visits = self.0.borrow_mut();
        let before = visits.iter().position(|visit| visit.entry == entry);
        let visit = before.and_then(|before| visits.remove(before));
        // The one shown stands last.
        visits.push_back(visit.unwrap_or(Visit { entry, spot: None, lists: vec![] }));
        if visits.len() > MOST_VISITS {
            visits.pop_front();
        }
    }

    /// The page shown is left, at `spot`.
    pub(crate) fn leave(&self, spot: Spot) {
        if let Some(visit) = self.0.borrow_mut().back_mut() {
            visit.spot = Some(spot);
        }
    }

    /// Where the page shown was left, if it has been.
    pub(crate) fn spot(&self) -> Option<Spot> {
        self.0.borrow().back()?.spot.clone()
    }

    /// Keeps what is loaded of the list of the page shown that `key` names.
    pub(crate) fn keep<K: PartialEq + 'static, R: Row>(&self, key: K, page: Page<R>) {
        if let Some(visit) = self.0.borrow_mut().back_mut() {
            visit.lists.retain(|list| !list.is::<Loaded<K, R>>());
            visit.lists.push(Box::new(Loaded(key, page)));
        }
    }

    /// What was loaded of the list that `key` names when the page shown was left.
    pub(crate) fn list<K: PartialEq + 'static, R: Row>(&self, key: &K) -> Option<Page<R>> {
        let visits = self.0.borrow();
        let lists = visits.back()?.lists.iter();
        let mut lists = lists.filter_map(|list| list.downcast_ref::<Loaded<K, R>>());
        lists.find(|Loaded(of, _)| of == key).map(|Loaded(_, page)| page.clone())
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        for visit in self.0.borrow_mut().iter_mut() {
            (visit.spot, visit.lists) = (None, vec![]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Account;

    fn page(next: &str) -> Page<Account> {
        Page { results: vec![], next: Some(next.to_owned()) }
    }

    fn next(visits: &Visits, key: &'static str) -> Option<String> {
        visits.list::<_, Account>(&key).and_then(|page| page.next)
    }

    #[test]
    fn a_page_that_is_gone_back_to_is_as_it_was_left() {
        let visits = Visits::default();
        visits.enter("1".to_owned());
        visits.keep("accounts", page("a"));
        visits.keep("accounts", page("b"));
        visits.leave(Spot { scrolled: 7.0, link: None });
        visits.enter("2".to_owned());
        assert_eq!((next(&visits, "accounts"), visits.spot()), (None, None));
        visits.enter("1".to_owned());
        assert_eq!(next(&visits, "accounts").as_deref(), Some("b"));
        assert_eq!(next(&visits, "people"), None);
        assert_eq!(visits.spot().map(|spot| spot.scrolled), Some(7.0));
        visits.clear();
        assert_eq!((next(&visits, "accounts"), visits.spot()), (None, None));
    }

    #[test]
    fn what_is_far_back_is_forgotten() {
        let visits = Visits::default();
        for entry in 0..=MOST_VISITS {
            visits.enter(entry.to_string());
            visits.keep("accounts", page("a"));
        }
        visits.enter("1".to_owned());
        assert!(next(&visits, "accounts").is_some());
        visits.enter("0".to_owned());
        assert!(next(&visits, "accounts").is_none());
    }
}
