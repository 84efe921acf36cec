//! A checklist as its author wrote it, or as one reader sees it.

use serde::{Deserialize, Serialize};

use crate::{
    id::{ContentId, ItemId},
    text::{Locale, Text},
};

/// A list of things to do.
///
/// `T` is [`Text`] as authored and stored, `String` as one reader sees it; the rules are
/// the same for both, so the edge and the browser decide alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Checklist<T = Text> {
    /// Its id, unique among all content of a workspace.
    pub id: ContentId,
    /// The heading.
    pub title: T,
    /// One sentence under the heading.
    pub intro: T,
    /// What a person reads when everything is done.
    pub done: T,
    /// Whether the order of the items binds.
    #[serde(default)]
    pub order: Order,
    /// The items, first to last. At least one.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub items: Vec<Item<T>>,
}

/// Whether the order of the items binds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Items may be done in any order.
    #[default]
    Any,
    /// An item opens when all before it are done.
    Sequence,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Item<T = Text> {
    /// Its id, unique in its checklist.
    pub id: ItemId,
    /// What to do, in a few words.
    pub title: T,
    /// Why, or how, in a sentence.
    pub detail: T,
    /// Where to do it, if there is a place to go to.
    pub link: Option<Link<T>>,
    /// What makes it done.
    pub completion: Completion,
}

/// A place in the host product, or elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Link<T = Text> {
    /// What the link says.
    pub label: T,
    /// `https://…`, or a path of the host product that begins with `/` or `#`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^(https://|/$|/[^/\\]|#)")))]
    pub href: String,
}

/// What makes an item done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Completion {
    /// The person says so.
    ByHand,
    /// They do it: a `track` event of this name.
    Event(#[cfg_attr(feature = "schema", schemars(regex(pattern = r"\S")))] String),
}

impl<T> Checklist<T> {
    /// The item `id` and its place in the order, if the checklist has it.
    pub fn find(&self, id: &ItemId) -> Option<(usize, &Item<T>)> {
        self.items.iter().enumerate().find(|(_, item)| item.id == *id)
    }
}

impl Checklist {
    /// The checklist as a reader of `locale` sees it.
    #[must_use]
    pub fn localise(&self, locale: &Locale) -> Checklist<String> {
        let read = |text: &Text| text.resolve(locale).to_owned();
        Checklist {
            id: self.id.clone(),
            title: read(&self.title),
            intro: read(&self.intro),
            done: read(&self.done),
            order: self.order,
            items: self
                .items
                .iter()
                .map(|item| Item {
                    id: item.id.clone(),
                    title: read(&item.title),
                    detail: read(&item.detail),
                    link: item
                        .link
                        .as_ref()
                        .map(|link| Link { label: read(&link.label), href: link.href.clone() }),
                    completion: item.completion.clone(),
                })
                .collect(),
        }
    }
}
