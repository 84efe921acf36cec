//! How far a person is in a checklist.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::ChecklistView;
use crate::{flat_map::FlatMap, id::ItemId, time::UnixMillis};

/// A person's progress through one checklist, or what an account has done of it together.
///
/// Knows item ids only, so that a checklist can be edited while people are in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    completed: FlatMap<UnixMillis>,
    /// When the last item was done. Kept when the checklist grows later, so that
    /// nobody who finished is made unfinished.
    completed_at: Option<UnixMillis>,
    dismissed_at: Option<UnixMillis>,
    /// When the host product last asked for the checklist by name.
    started_at: Option<UnixMillis>,
    /// Items that the person left out.
    skipped: FlatMap<UnixMillis>,
    /// When it was first in front of the person's eyes.
    seen_at: Option<UnixMillis>,
    /// Whether it is as small as a button; `None` until the person says.
    is_minimised: Option<bool>,
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
    /// Others come first.
    #[error("item `{0}` opens when the items before it are done")]
    Locked(ItemId),
    /// It may not be left out.
    #[error("item `{0}` cannot be skipped")]
    NotSkippable(ItemId),
    /// It is not the vendor's to do.
    #[error("item `{0}` is the customer's to do")]
    NotVendors(ItemId),
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
    /// [`ProgressRefusal`] if it is unknown, locked, or not by hand. Nothing has changed then.
    pub fn complete_by_hand(
        &mut self,
        checklist: &ChecklistView,
        item: &ItemId,
        now: UnixMillis,
    ) -> Result<Step, ProgressRefusal> {
        by_hand(checklist, item)?;
        self.refuse_locked(checklist, item)?;
        Ok(self.complete(checklist, item, now))
    }

    /// Takes back a completion by hand, or a skip.
    ///
    /// # Errors
    /// [`ProgressRefusal::UnknownItem`], [`ProgressRefusal::NotByHand`].
    pub fn reopen(
        &mut self,
        checklist: &ChecklistView,
        item: &ItemId,
    ) -> Result<Step, ProgressRefusal> {
        let is_skipped = self.is_skipped(item);
        if !is_skipped {
            by_hand(checklist, item)?;
        }
        if !self.is_settled(item) {
            return Ok(Step::Unchanged);
        }
        if is_skipped { &mut self.skipped } else { &mut self.completed }.remove(item);
        self.completed_at = None;
        Ok(Step::Changed)
    }

    /// Leaves `item` out.
    ///
    /// # Errors
    /// [`ProgressRefusal`] if it is unknown, locked, or may not be left out.
    pub fn skip(
        &mut self,
        checklist: &ChecklistView,
        item: &ItemId,
        now: UnixMillis,
    ) -> Result<Step, ProgressRefusal> {
        if !find(checklist, item)?.is_skippable {
            return Err(ProgressRefusal::NotSkippable(item.clone()));
        }
        self.refuse_locked(checklist, item)?;
        if self.is_settled(item) {
            return Ok(Step::Unchanged);
        }
        self.skipped.insert(item.clone(), now);
        Ok(self.finish(checklist, now))
    }

    /// Marks `item` as done because it happened in the product.
    ///
    /// What happened happened, so the order of a sequence does not stand in its way.
    pub fn complete(&mut self, checklist: &ChecklistView, item: &ItemId, now: UnixMillis) -> Step {
        if self.is_completed(item) {
            return Step::Unchanged;
        }
        self.skipped.remove(item);
        self.completed.insert(item.clone(), now);
        self.finish(checklist, now)
    }

    /// Marks `item` as done, or not, because the vendor's staff says so. Whether it was otherwise.
    ///
    /// That all is done by it is noticed on the person's next visit, so that their page hears of it.
    ///
    /// # Errors
    /// [`ProgressRefusal::UnknownItem`], [`ProgressRefusal::NotVendors`].
    pub fn tick(
        &mut self,
        checklist: &ChecklistView,
        item: &ItemId,
        is_done: bool,
        now: UnixMillis,
    ) -> Result<bool, ProgressRefusal> {
        if !find(checklist, item)?.is_vendors {
            return Err(ProgressRefusal::NotVendors(item.clone()));
        }
        if self.is_completed(item) == is_done {
            return Ok(false);
        }
        if is_done {
            self.skipped.remove(item);
            self.completed.insert(item.clone(), now);
        } else {
            self.completed.remove(item);
            self.completed_at = None;
        }
        Ok(true)
    }

    /// Notices that all is done, by others say, or because the list became shorter.
    pub fn finish(&mut self, checklist: &ChecklistView, now: UnixMillis) -> Step {
        let is_done = checklist.items.iter().all(|item| self.is_settled(&item.id));
        if self.completed_at.is_none() && is_done && self.has_begun() {
            self.completed_at = Some(now);
            return Step::Completed;
        }
        Step::Changed
    }

    /// Whether it came before the person's eyes for the first time.
    pub const fn see(&mut self, now: UnixMillis) -> bool {
        if self.seen_at.is_some() {
            return false;
        }
        self.seen_at = Some(now);
        true
    }

    /// Makes it as small as a button, or opens it again.
    pub fn minimise(&mut self, is_minimised: bool) -> Step {
        if self.is_minimised == Some(is_minimised) {
            return Step::Unchanged;
        }
        self.is_minimised = Some(is_minimised);
        Step::Changed
    }

    /// Minimises it unless the person has said how they want it.
    pub const fn minimise_at_first(&mut self) {
        if self.is_minimised.is_none() {
            self.is_minimised = Some(true);
        }
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
        self.is_minimised = Some(false);
    }

    /// Takes in how far the same person got elsewhere, before it was known that they are one.
    /// What was done stays done; doing this again changes nothing.
    pub fn absorb(&mut self, other: Self) {
        for (item, at) in other.completed {
            self.skipped.remove(&item);
            let first = self.completed.get(&item).map_or(at, |before| at.min(*before));
            self.completed.insert(item, first);
        }
        for (item, at) in other.skipped {
            if !self.is_settled(&item) {
                self.skipped.insert(item, at);
            }
        }
        self.completed_at = earliest(self.completed_at, other.completed_at);
        self.seen_at = earliest(self.seen_at, other.seen_at);
        self.is_minimised = self.is_minimised.or(other.is_minimised);
        self.started_at = self.started_at.max(other.started_at);
        self.dismissed_at = self.dismissed_at.max(other.dismissed_at);
        if self.started_at > self.dismissed_at {
            self.dismissed_at = None;
        }
    }

    /// This, with what the account has done of `shared` in it.
    #[must_use]
    pub fn with(mut self, shared: &[ItemId], team: &Self) -> Self {
        for (from, to) in
            [(&team.completed, &mut self.completed), (&team.skipped, &mut self.skipped)]
        {
            for (id, at) in from.iter().filter(|(id, _)| shared.contains(id)) {
                to.insert(id.clone(), *at);
            }
        }
        self
    }

    /// Parts what a person did from what counts for all: the inverse of [`Progress::with`].
    /// `team` is changed in what is `shared`.
    #[must_use]
    pub fn part(mut self, shared: &[ItemId], team: &mut Self) -> Self {
        for (own, theirs) in
            [(&mut self.completed, &mut team.completed), (&mut self.skipped, &mut team.skipped)]
        {
            theirs.retain(|id| !shared.contains(id) || own.contains_key(id));
            for id in shared {
                let done_at = own.remove(id);
                if let Some(at) = done_at.filter(|_| !theirs.contains_key(id)) {
                    theirs.insert(id.clone(), at);
                }
            }
        }
        self
    }

    /// What a reader is told: what they do not see would make each answer a new state, drawn anew
    /// under their hands.
    #[must_use]
    pub fn for_reader(self) -> Self {
        Self { started_at: None, seen_at: None, ..self }
    }

    /// When the host product last asked for it.
    #[must_use]
    pub const fn started_at(&self) -> Option<UnixMillis> {
        self.started_at
    }

    /// When it was first in front of the person's eyes.
    #[must_use]
    pub const fn seen_at(&self) -> Option<UnixMillis> {
        self.seen_at
    }

    /// Whether `item` is done.
    #[must_use]
    pub fn is_completed(&self, item: &ItemId) -> bool {
        self.completed.contains_key(item)
    }

    /// When `item` was done.
    #[must_use]
    pub fn done_at(&self, item: &ItemId) -> Option<UnixMillis> {
        self.completed.get(item).copied()
    }

    /// The item that was done last.
    #[must_use]
    pub fn latest(&self) -> Option<&ItemId> {
        let (id, _) = self.completed.iter().max_by_key(|(_, at)| **at)?;
        Some(id)
    }

    /// Whether the person left `item` out.
    #[must_use]
    pub fn is_skipped(&self, item: &ItemId) -> bool {
        self.skipped.contains_key(item)
    }

    /// Whether nothing is left to do for `item`.
    #[must_use]
    pub fn is_settled(&self, item: &ItemId) -> bool {
        self.is_completed(item) || self.is_skipped(item)
    }

    /// Whether `item` waits for others of the list.
    #[must_use]
    pub fn is_locked(&self, checklist: &ChecklistView, item: &ItemId) -> bool {
        let waits_for = |id: &ItemId| checklist.find(id).is_some() && !self.is_settled(id);
        checklist.find(item).is_some_and(|item| item.requires.iter().any(waits_for))
    }

    /// How many items of `checklist` are settled, at most as many as it has.
    #[must_use]
    pub fn n_settled(&self, checklist: &ChecklistView) -> usize {
        checklist.items.iter().filter(|item| self.is_settled(&item.id)).count()
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

    /// Whether it is as small as a button.
    #[must_use]
    pub fn is_minimised(&self) -> bool {
        self.is_minimised == Some(true)
    }

    /// Whether anything of it was done.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        !self.completed.is_empty() || !self.skipped.is_empty()
    }

    fn refuse_locked(
        &self,
        checklist: &ChecklistView,
        item: &ItemId,
    ) -> Result<(), ProgressRefusal> {
        if !self.is_settled(item) && self.is_locked(checklist, item) {
            return Err(ProgressRefusal::Locked(item.clone()));
        }
        Ok(())
    }
}

fn find<'a>(
    checklist: &'a ChecklistView,
    item: &ItemId,
) -> Result<&'a super::ItemView, ProgressRefusal> {
    checklist.find(item).ok_or_else(|| ProgressRefusal::UnknownItem(item.clone()))
}

fn by_hand(checklist: &ChecklistView, item: &ItemId) -> Result<(), ProgressRefusal> {
    if find(checklist, item)?.is_by_hand {
        Ok(())
    } else {
        Err(ProgressRefusal::NotByHand(item.clone()))
    }
}

fn earliest(one: Option<UnixMillis>, other: Option<UnixMillis>) -> Option<UnixMillis> {
    [one, other].into_iter().flatten().min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{checklist::Checklist, id::UserId, targeting::Facts, text::Locale, wording::Plain};

    fn item(id: &str) -> ItemId {
        ItemId::try_from(id).unwrap()
    }

    /// `read` and `confirm` by hand, `create` by the event `Process Created`.
    fn checklist(order: &str) -> ChecklistView {
        let item = |id: &str, more: &str| {
            format!(r#"{{"id":"{id}","title":{{"en":"{id}"}},"detail":{{"en":"d"}},{more}}}"#)
        };
        let items = [
            item("read", r#""completion":"by_hand""#),
            item("create", r#""completion":{"event":"Process Created"},"scope":"account""#),
            item("confirm", r#""completion":"by_hand","skippable":true"#),
        ]
        .join(",");
        let checklist: Checklist = serde_json::from_str(&format!(
            r#"{{"id":"start","title":{{"en":"t"}},"intro":{{"en":"i"}},"done":{{"en":"d"}},"order":"{order}","items":[{items}]}}"#
        ))
        .unwrap();
        let locale = Locale::default();
        let facts = Facts::of(UserId::try_from("ana").unwrap(), locale.clone(), NOW);
        checklist.view(&Progress::default(), &facts, &locale, &Plain)
    }

    const NOW: UnixMillis = UnixMillis(7);

    #[test]
    fn knows_what_was_done_last() {
        let (list, mut progress) = (checklist("any"), Progress::default());
        assert_eq!(progress.latest(), None);
        progress.complete(&list, &item("read"), NOW);
        progress.complete(&list, &item("create"), UnixMillis(8));
        assert_eq!(progress.latest(), Some(&item("create")));
    }

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
    fn what_happens_completes_its_item_even_out_of_sequence() {
        let (list, mut progress) = (checklist("sequence"), Progress::default());
        assert_eq!(progress.complete(&list, &item("create"), NOW), Step::Changed);
        assert_eq!(progress.complete(&list, &item("create"), NOW), Step::Unchanged);
    }

    #[test]
    fn what_may_be_left_out_is_settled_and_comes_back() {
        let (list, mut progress) = (checklist("any"), Progress::default());
        let refused = progress.skip(&list, &item("read"), NOW);
        assert_eq!(refused, Err(ProgressRefusal::NotSkippable(item("read"))));
        assert_eq!(progress.skip(&list, &item("confirm"), NOW), Ok(Step::Changed));
        assert_eq!(progress.skip(&list, &item("confirm"), NOW), Ok(Step::Unchanged));
        assert!(progress.is_skipped(&item("confirm")) && !progress.is_completed(&item("confirm")));
        assert_eq!(progress.n_settled(&list), 1);
        assert_eq!(progress.reopen(&list, &item("confirm")), Ok(Step::Changed));
        assert_eq!(progress.n_settled(&list), 0);
        progress.skip(&list, &item("confirm"), NOW).unwrap();
        progress.complete_by_hand(&list, &item("confirm"), NOW).unwrap();
        assert!(!progress.is_skipped(&item("confirm")), "done after all");
    }

    #[test]
    fn what_counts_for_all_is_kept_with_all() {
        let (list, shared) = (checklist("any"), [item("create")]);
        let mut team = Progress::default();
        let mut anas = Progress::default().with(&shared, &team);
        anas.complete(&list, &item("create"), NOW);
        anas.complete_by_hand(&list, &item("read"), NOW).unwrap();
        let own = anas.clone().part(&shared, &mut team);
        assert!(own.is_completed(&item("read")) && !own.is_completed(&item("create")));
        assert!(team.is_completed(&item("create")) && !team.is_completed(&item("read")));
        assert_eq!(own.with(&shared, &team), anas);
        let bobs = Progress::default().with(&shared, &team);
        assert_eq!(bobs.n_settled(&list), 1);
    }

    #[test]
    fn stays_as_small_as_the_person_made_it() {
        let mut progress = Progress::default();
        progress.minimise_at_first();
        assert!(progress.is_minimised());
        assert_eq!(progress.minimise(false), Step::Changed);
        progress.minimise_at_first();
        assert!(!progress.is_minimised());
    }

    #[test]
    fn the_last_item_completes_the_checklist_once() {
        let (list, mut progress) = (checklist("sequence"), Progress::default());
        progress.complete_by_hand(&list, &item("read"), NOW).unwrap();
        progress.complete(&list, &item("create"), NOW);
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
        assert_eq!(progress.n_settled(&grown), 1);
    }

    #[test]
    fn reopening_takes_back_a_completion_by_hand_only() {
        let (list, mut progress) = (checklist("any"), Progress::default());
        progress.complete_by_hand(&list, &item("read"), NOW).unwrap();
        assert_eq!(progress.reopen(&list, &item("read")), Ok(Step::Changed));
        assert_eq!(progress.reopen(&list, &item("read")), Ok(Step::Unchanged));
        let refused = progress.reopen(&list, &item("create"));
        assert_eq!(refused, Err(ProgressRefusal::NotByHand(item("create"))));
        assert_eq!(progress.n_settled(&list), 0);
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
        let json = r#"{"completed":{"read":7},"completed_at":null,"dismissed_at":null,"started_at":null,"skipped":{},"seen_at":null,"is_minimised":null}"#;
        assert_eq!(serde_json::to_string(&progress).unwrap(), json);
        assert_eq!(serde_json::from_str::<Progress>(json).unwrap(), progress);
        let first =
            r#"{"completed":{"read":7},"completed_at":null,"dismissed_at":null,"started_at":null}"#;
        assert_eq!(serde_json::from_str::<Progress>(first).unwrap(), progress);
    }

    #[test]
    fn absorbing_keeps_what_was_done_on_either_side() {
        let checklist = checklist("any");
        let mut one = Progress::default();
        one.complete_by_hand(&checklist, &item("read"), UnixMillis(5)).unwrap();
        one.dismiss(UnixMillis(6));
        let mut other = Progress::default();
        other.complete_by_hand(&checklist, &item("read"), UnixMillis(3)).unwrap();
        other.complete(&checklist, &item("create"), UnixMillis(4));
        let mut both = one.clone();
        both.absorb(other.clone());
        assert_eq!(both.n_settled(&checklist), 2);
        assert_eq!(both.completed.get(&item("read")), Some(&UnixMillis(3)));
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
