//! A checklist as one reader sees it.

use serde::{Deserialize, Serialize};

use super::{Checklist, Completion, Item, Link, Order, Owner, Progress};
use crate::{
    id::{ContentId, ItemId},
    targeting::Facts,
    text::{Locale, Text},
    time::DAY_MS,
    wording::Wording,
};

/// A checklist in one language, with the items that this reader has.
///
/// The rules of [`Progress`] run on it, at the edge and in the browser alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistView {
    /// Its id.
    pub id: ContentId,
    /// The heading.
    pub title: String,
    /// One sentence under the heading.
    pub intro: String,
    /// What a person reads when everything is done.
    pub done: String,
    /// The items, first to last.
    pub items: Vec<ItemView>,
    /// How many of its items are done, in words, by that number.
    pub counts: Vec<String>,
}

/// One thing to do.
#[expect(clippy::struct_excessive_bools, reason = "each says another thing to the view")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemView {
    /// Its id.
    pub id: ItemId,
    /// What to do.
    pub title: String,
    /// Why, or how.
    pub detail: String,
    /// Where to do it.
    pub link: Option<Link<String>>,
    /// The course that is to be completed, if it is one.
    pub course: Option<ContentId>,
    /// Whether the person says when it is done.
    pub is_by_hand: bool,
    /// Whether anybody in the account does it for all.
    pub is_shared: bool,
    /// Whether the vendor's staff does it.
    pub is_vendors: bool,
    /// Whether it may be left out.
    pub is_skippable: bool,
    /// Items that come first.
    pub requires: Vec<ItemId>,
    /// When it is due, in words.
    pub due: Option<Due>,
    /// What to say when it is reached.
    pub win: Option<WinView>,
}

/// When something is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// In words, in the reader's language.
    pub text: String,
    /// Whether that is past.
    pub is_overdue: bool,
}

/// What was achieved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WinView {
    /// In a few words.
    pub title: String,
    /// More.
    pub detail: Option<String>,
}

impl ChecklistView {
    /// The item `id` and its place in the order, if the reader has it.
    #[must_use]
    pub fn find(&self, id: &ItemId) -> Option<&ItemView> {
        self.items.iter().find(|item| item.id == *id)
    }

    /// How far a person is, in words.
    #[must_use]
    pub fn so_far(&self, progress: &Progress) -> &str {
        self.counts.get(progress.n_settled(self)).map_or("", String::as_str)
    }
}

impl Checklist {
    /// The checklist as the person of `facts` sees it, who is as far as `progress` says.
    #[must_use]
    pub fn view(
        &self,
        progress: &Progress,
        facts: &Facts,
        locale: &Locale,
        words: &dyn Wording,
    ) -> ChecklistView {
        let read = |text: &Text| text.resolve(locale).to_owned();
        let has = |item: &&Item| {
            // What is done stays in the list: nothing that a person achieved goes away.
            progress.is_completed(&item.id)
                || item.condition.as_ref().is_none_or(|c| c.check(self.id.as_str(), facts).is_ok())
        };
        let mut before = Vec::new();
        let items = self.items.iter().filter(has).map(|item| {
            let mut requires = item.requires.clone();
            if self.order == Order::Sequence {
                requires.clone_from(&before);
            }
            before.push(item.id.clone());
            ItemView {
                id: item.id.clone(),
                title: read(&item.title),
                detail: read(&item.detail),
                link: item
                    .link
                    .as_ref()
                    .map(|link| Link { label: read(&link.label), href: link.href.clone() }),
                course: item.completion.course().cloned(),
                is_by_hand: item.completion == Completion::ByHand && item.owner == Owner::Customer,
                is_shared: item.is_shared(),
                is_vendors: item.owner == Owner::Vendor,
                is_skippable: item.skippable,
                requires,
                due: due(item, progress, facts, words),
                win: item.win.as_ref().map(|win| WinView {
                    title: read(&win.title),
                    detail: win.detail.as_ref().map(|text| {
                        let n = win.counts.as_ref();
                        let n = n.map_or(0, |test| facts.counts.of(test, facts.now));
                        read(text).replace("{n}", &words.number(n))
                    }),
                }),
            }
        });
        let items: Vec<ItemView> = items.collect();
        ChecklistView {
            id: self.id.clone(),
            title: read(&self.title),
            intro: read(&self.intro),
            done: read(&self.done),
            counts: vec![],
            items,
        }
    }
}

fn due(item: &Item, progress: &Progress, facts: &Facts, words: &dyn Wording) -> Option<Due> {
    // Whoever looks for the first time sees what will hold from then on.
    let seen_at = progress.seen_at().unwrap_or(facts.now);
    let at = seen_at.plus(i64::from(item.due_days?) * DAY_MS);
    Some(Due { text: words.day(at), is_overdue: at <= facts.now })
}
