//! How far a person is in a checklist.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Checklist, Completion, Order};
use crate::{id::ItemId, time::UnixMillis};

mod edited;

/// A person's progress through one checklist.
///
/// Knows item ids only, so that a checklist can be edited while people are in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    completed: BTreeMap<ItemId, UnixMillis>,
    /// When the last item was done. Kept when the checklist grows later, so that
    /// nobody who finished is made unfinished.
    completed_at: Option<UnixMillis>,
    dismissed_at: Option<UnixMillis>,
    /// When the host product last asked for the checklist by name.
    started_at: Option<UnixMillis>,
}

/// Why a change of progress was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProgressRefusal {
    /// The item is not in this checklist.
    #[error("the checklist has no item `{0}`")]
    UnknownItem(ItemId),
    /// The host product says when this item is done, not the person.
    #[error("item `{0}` is completed by what happens in the product, not by hand")]
    NotByHand(ItemId),
    /// The items before it come first.
    #[error("item `{0}` opens when the items before it are done")]
    Locked(ItemId),
}

/// What a change came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing changed: it was so already.
    Unchanged,
    /// Changed.
    Changed,
    /// Changed, and with it the checklist is complete.
    Completed,
}

impl Progress {
    /// Marks `item` as done because the person says so.
    ///
    /// # Errors
    /// [`ProgressRefusal`], in any of its forms. Nothing has changed then.
    pub fn complete_by_hand<T>(
        &mut self,
        checklist: &Checklist<T>,
        item: &ItemId,
        now: UnixMillis,
    ) -> Result<Step, ProgressRefusal> {
        let index = Self::by_hand(checklist, item)?;
        if !self.is_completed(item) && self.is_locked(checklist, index) {
            return Err(ProgressRefusal::Locked(item.clone()));
        }
        Ok(self.complete(checklist, item, now))
    }

    /// Takes back a completion by hand.
    ///
    /// # Errors
    /// [`ProgressRefusal::UnknownItem`], [`ProgressRefusal::NotByHand`].
    pub fn reopen<T>(
        &mut self,
        checklist: &Checklist<T>,
        item: &ItemId,
    ) -> Result<Step, ProgressRefusal> {
        Self::by_hand(checklist, item)?;
        if !self.is_completed(item) {
            return Ok(Step::Unchanged);
        }
        // Cheaper in the widget's Wasm than `remove`, whose rebalancing nothing else uses.
        let before = std::mem::take(&mut self.completed);
        self.completed.extend(before.into_iter().filter(|(id, _)| id != item));
        self.completed_at = None;
        Ok(Step::Changed)
    }

    /// Marks as done every item that the event `name` completes; returns their ids.
    ///
    /// What happened in the product happened, so the order of a sequence does not
    /// stand in its way.
    pub fn observe<T>(
        &mut self,
        checklist: &Checklist<T>,
        name: &str,
        now: UnixMillis,
    ) -> Vec<(ItemId, Step)> {
        checklist
            .items
            .iter()
            .filter(|item| matches!(&item.completion, Completion::Event(event) if event == name))
            .map(|item| (item.id.clone(), self.complete(checklist, &item.id, now)))
            .filter(|(_, step)| *step != Step::Unchanged)
            .collect()
    }

    /// Hides the checklist.
    pub fn dismiss(&mut self, now: UnixMillis) -> Step {
        if self.dismissed_at.is_some() {
            return Step::Unchanged;
        }
        self.dismissed_at = Some(now);
        Step::Changed
    }

    /// The host product asks for the checklist now, dismissed or not.
    pub const fn start(&mut self, now: UnixMillis) {
        self.dismissed_at = None;
        self.started_at = Some(now);
    }

    /// Takes in how far the same person got elsewhere, before it was known that they are one.
    /// What was done stays done; doing this again changes nothing.
    pub fn absorb(&mut self, other: Self) {
        for (item, at) in other.completed {
            let done_at = self.completed.entry(item).or_insert(at);
            *done_at = at.min(*done_at);
        }
        self.completed_at = [self.completed_at, other.completed_at].into_iter().flatten().min();
        self.started_at = self.started_at.max(other.started_at);
        self.dismissed_at = self.dismissed_at.max(other.dismissed_at);
        if self.started_at > self.dismissed_at {
            self.dismissed_at = None;
        }
    }

    /// When the host product last asked for it.
    #[must_use]
    pub const fn started_at(&self) -> Option<UnixMillis> {
        self.started_at
    }

    /// Whether `item` is done.
    #[must_use]
    pub fn is_completed(&self, item: &ItemId) -> bool {
        self.completed.contains_key(item)
    }

    /// Whether the item at `index` waits for the items before it.
    #[must_use]
    pub fn is_locked<T>(&self, checklist: &Checklist<T>, index: usize) -> bool {
        checklist.order == Order::Sequence
            && checklist.items[..index.min(checklist.items.len())]
                .iter()
                .any(|item| !self.is_completed(&item.id))
    }

    /// How many items of `checklist` are done, at most as many as it has.
    #[must_use]
    pub fn n_completed<T>(&self, checklist: &Checklist<T>) -> usize {
        checklist.items.iter().filter(|item| self.is_completed(&item.id)).count()
    }

    /// Whether the person finished the checklist, as it is or as it was.
    #[must_use]
    pub const fn is_finished(&self) -> bool {
        self.completed_at.is_some()
    }

    /// Whether the person hid the checklist.
    #[must_use]
    pub const fn is_dismissed(&self) -> bool {
        self.dismissed_at.is_some()
    }

    fn by_hand<T>(checklist: &Checklist<T>, item: &ItemId) -> Result<usize, ProgressRefusal> {
        let (index, found) =
            checklist.find(item).ok_or_else(|| ProgressRefusal::UnknownItem(item.clone()))?;
        if found.completion == Completion::ByHand {
            Ok(index)
        } else {
            Err(ProgressRefusal::NotByHand(item.clone()))
        }
    }

    fn complete<T>(&mut self, checklist: &Checklist<T>, item: &ItemId, now: UnixMillis) -> Step {
        if self.is_completed(item) {
            return Step::Unchanged;
        }
        self.completed.insert(item.clone(), now);
        if self.completed_at.is_none() && self.n_completed(checklist) == checklist.items.len() {
            self.completed_at = Some(now);
            return Step::Completed;
        }
        Step::Changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(id: &str) -> ItemId {
        ItemId::try_from(id).unwrap()
    }

    /// `read` and `confirm` by hand, `create` by the event `Process Created`.
    fn checklist(order: &str) -> Checklist {
        let item = |id: &str, completion: &str| {
            format!(
                r#"{{"id":"{id}","title":{{"en":"{id}"}},"detail":{{"en":"d"}},"completion":{completion}}}"#
            )
        };
        let items = [
            item("read", r#""by_hand""#),
            item("create", r#"{"event":"Process Created"}"#),
            item("confirm", r#""by_hand""#),
        ]
        .join(",");
        serde_json::from_str(&format!(
            r#"{{"id":"start","title":{{"en":"t"}},"intro":{{"en":"i"}},"done":{{"en":"d"}},"order":"{order}","items":[{items}]}}"#
        ))
        .unwrap()
    }

    const NOW: UnixMillis = UnixMillis(7);

    #[test]
    fn completing_again_changes_nothing() {
        let (list, mut progress) = (checklist("any"), Progress::default());
        assert_eq!(progress.complete_by_hand(&list, &item("read"), NOW), Ok(Step::Changed));
        let before = progress.clone();
        let again = progress.complete_by_hand(&list, &item("read"), UnixMillis(9));
        assert_eq!(again, Ok(Step::Unchanged));
        assert_eq!(progress, before);
    }

    #[test]
    fn refuses_what_is_unknown_not_by_hand_or_locked_and_changes_nothing() {
        let (list, mut progress) = (checklist("sequence"), Progress::default());
        for (id, want) in [
            ("other", ProgressRefusal::UnknownItem(item("other"))),
            ("create", ProgressRefusal::NotByHand(item("create"))),
            ("confirm", ProgressRefusal::Locked(item("confirm"))),
        ] {
            assert_eq!(progress.complete_by_hand(&list, &item(id), NOW), Err(want));
        }
        assert_eq!(progress, Progress::default());
    }

    #[test]
    fn an_event_completes_its_item_even_out_of_sequence() {
        let (list, mut progress) = (checklist("sequence"), Progress::default());
        assert_eq!(
            progress.observe(&list, "Process Created", NOW),
            vec![(item("create"), Step::Changed)]
        );
        assert_eq!(progress.observe(&list, "Process Created", NOW), vec![]);
        assert_eq!(progress.observe(&list, "Something Else", NOW), vec![]);
    }

    #[test]
    fn the_last_item_completes_the_checklist_once() {
        let (list, mut progress) = (checklist("sequence"), Progress::default());
        progress.complete_by_hand(&list, &item("read"), NOW).unwrap();
        progress.observe(&list, "Process Created", NOW);
        let third = progress.complete_by_hand(&list, &item("confirm"), NOW);
        assert_eq!(third, Ok(Step::Completed));
        assert!(progress.is_finished());
    }

    #[test]
    fn a_finished_person_stays_finished_when_the_checklist_grows() {
        let (mut list, mut progress) = (checklist("any"), Progress::default());
        list.items.truncate(1);
        progress.complete_by_hand(&list, &item("read"), NOW).unwrap();
        let grown = checklist("any");
        assert!(progress.is_finished());
        assert_eq!(progress.n_completed(&grown), 1);
    }

    #[test]
    fn reopening_takes_back_a_completion_by_hand_only() {
        let (list, mut progress) = (checklist("any"), Progress::default());
        progress.complete_by_hand(&list, &item("read"), NOW).unwrap();
        assert_eq!(progress.reopen(&list, &item("read")), Ok(Step::Changed));
        assert_eq!(progress.reopen(&list, &item("read")), Ok(Step::Unchanged));
        let refused = progress.reopen(&list, &item("create"));
        assert_eq!(refused, Err(ProgressRefusal::NotByHand(item("create"))));
        assert_eq!(progress.n_completed(&list), 0);
    }

    #[test]
    fn a_start_takes_a_dismissal_back() {
        let mut progress = Progress::default();
        assert_eq!(progress.dismiss(NOW), Step::Changed);
        assert_eq!(progress.dismiss(NOW), Step::Unchanged);
        assert!(progress.is_dismissed());
        progress.start(UnixMillis(9));
        assert!(!progress.is_dismissed());
        assert_eq!(progress.started_at(), Some(UnixMillis(9)));
    }

    /// Pins what account objects have stored. To change it, add a schema step.
    #[test]
    fn progress_stored_shape() {
        let (list, mut progress) = (checklist("any"), Progress::default());
        progress.complete_by_hand(&list, &item("read"), NOW).unwrap();
        let json =
            r#"{"completed":{"read":7},"completed_at":null,"dismissed_at":null,"started_at":null}"#;
        assert_eq!(serde_json::to_string(&progress).unwrap(), json);
        assert_eq!(serde_json::from_str::<Progress>(json).unwrap(), progress);
    }

    #[test]
    fn absorbing_keeps_what_was_done_on_either_side() {
        let checklist = checklist("any");
        let mut one = Progress::default();
        one.complete_by_hand(&checklist, &item("read"), UnixMillis(5)).unwrap();
        one.dismiss(UnixMillis(6));
        let mut other = Progress::default();
        other.complete_by_hand(&checklist, &item("read"), UnixMillis(3)).unwrap();
        other.observe(&checklist, "Process Created", UnixMillis(4));
        let mut both = one.clone();
        both.absorb(other.clone());
        assert_eq!(both.n_completed(&checklist), 2);
        assert_eq!(both.completed[&item("read")], UnixMillis(3));
        assert!(both.is_dismissed());
        let mut again = both.clone();
        again.absorb(other.clone());
        assert_eq!(again, both);
        other.absorb(one);
        assert_eq!(other, both);
        let mut asked_for = Progress::default();
        asked_for.start(UnixMillis(7));
        both.absorb(asked_for);
        assert!(!both.is_dismissed());
    }
}
