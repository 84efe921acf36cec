//! What an edit of a checklist means for those who are in it.
//!
//! - Who finished stays finished, whatever is added: `completed_at` is kept.
//! - Who is half-way has more to do, or less.
//! - Who has done everything that is left when an item is removed has finished: nothing else
//!   that they could do would ever tell them so.

use super::{Progress, Step};
use crate::{checklist::Checklist, time::UnixMillis};

impl Progress {
    /// Finishes a checklist in which, since it was edited, nothing is left to do.
    pub fn settle<T>(&mut self, checklist: &Checklist<T>, now: UnixMillis) -> Step {
        let is_done = !checklist.items.is_empty()
            && checklist.items.iter().all(|item| self.is_completed(&item.id));
        if self.is_finished() || !is_done {
            return Step::Unchanged;
        }
        self.completed_at = Some(now);
        Step::Completed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::ItemId;

    fn checklist(ids: &[&str]) -> Checklist {
        let items: Vec<String> = ids
            .iter()
            .map(|id| {
                format!(r#"{{"id":"{id}","title":{{}},"detail":{{}},"completion":"by_hand"}}"#)
            })
            .collect();
        let items = items.join(",");
        let json =
            format!(r#"{{"id":"c","title":{{}},"intro":{{}},"done":{{}},"items":[{items}]}}"#);
        serde_json::from_str(&json).unwrap()
    }

    fn done(ids: &[&str], of: &Checklist) -> Progress {
        let mut progress = Progress::default();
        for id in ids {
            let item = ItemId::try_from(*id).unwrap();
            progress.complete_by_hand(of, &item, UnixMillis(1)).unwrap();
        }
        progress
    }

    #[test]
    fn a_removed_item_finishes_who_has_done_the_rest_and_nobody_else() {
        let before = checklist(&["a", "b", "c"]);
        let after = checklist(&["a", "b"]);
        let mut rest = done(&["a", "b"], &before);
        assert_eq!(rest.settle(&before, UnixMillis(2)), Step::Unchanged);
        assert_eq!(rest.settle(&after, UnixMillis(2)), Step::Completed);
        assert!(rest.is_finished());
        assert_eq!(rest.settle(&after, UnixMillis(3)), Step::Unchanged);
        let mut half = done(&["a"], &before);
        assert_eq!(half.settle(&after, UnixMillis(2)), Step::Unchanged);
    }

    #[test]
    fn an_added_item_leaves_who_finished_finished() {
        let mut all = done(&["a"], &checklist(&["a"]));
        assert_eq!(all.settle(&checklist(&["a", "b"]), UnixMillis(2)), Step::Unchanged);
        assert!(all.is_finished());
    }
}
