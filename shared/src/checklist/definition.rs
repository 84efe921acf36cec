//! A checklist as its author wrote it.

use serde::{Deserialize, Serialize};

use crate::{
    id::{ContentId, ItemId},
    targeting::{Condition, EventTest},
    text::Text,
};

/// A list of things to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Checklist {
    /// Its id, unique among all content of a workspace.
    pub id: ContentId,
    /// The heading.
    pub title: Text,
    /// One sentence under the heading.
    pub intro: Text,
    /// What a person reads when everything is done.
    pub done: Text,
    /// Whether the order of the items binds.
    #[serde(default)]
    pub order: Order,
    /// Who sees it; everybody, if it does not say.
    #[serde(default)]
    pub segment: Option<Condition>,
    /// Among several, the higher comes first.
    #[serde(default)]
    pub priority: i32,
    /// How it first comes before a person's eyes.
    #[serde(default)]
    pub opens: Opening,
    /// The items, first to last. At least one.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub items: Vec<Item>,
}

impl Checklist {
    /// The item `id`, if it has one.
    #[must_use]
    pub fn find(&self, id: &ItemId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == *id)
    }
}

impl Item {
    /// Whether it counts for everybody in the account.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.scope == Scope::Account
    }
}

/// How a checklist first comes before a person's eyes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Opening {
    /// Open.
    #[default]
    Open,
    /// As a launcher, which the person may open.
    Minimised,
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Item {
    /// Its id, unique in its checklist.
    pub id: ItemId,
    /// What to do, in a few words.
    pub title: Text,
    /// Why, or how, in a sentence.
    pub detail: Text,
    /// Where to do it, if there is a place to go to.
    #[serde(default)]
    pub link: Option<Link>,
    /// What makes it done.
    pub completion: Completion,
    /// For whom it counts as done.
    #[serde(default)]
    pub scope: Scope,
    /// Who has to do it.
    #[serde(default)]
    pub owner: Owner,
    /// Items that come first.
    #[serde(default)]
    pub requires: Vec<ItemId>,
    /// Whether a person may leave it out.
    #[serde(default)]
    pub skippable: bool,
    /// Who has it in their list; everybody, if it does not say.
    #[serde(rename = "if", default)]
    pub condition: Option<Condition>,
    /// Due so many days after the person first saw the checklist.
    #[serde(default)]
    pub due_days: Option<u32>,
    /// What to say of it when it is reached: it is worth something by itself.
    #[serde(default)]
    pub win: Option<Win>,
}

/// A place in the host product, or elsewhere. `T` is [`Text`] as authored, `String` as one
/// reader sees it.
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Completion {
    /// The person says so.
    ByHand,
    /// It happened, often enough.
    Event(EventTest),
    /// It is so: a trait, a page, a stage.
    When(Condition),
    /// The person has completed the course of this id.
    Course(ContentId),
}

/// For whom an item counts as done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Whoever did it.
    #[default]
    User,
    /// Everybody in the account, once anybody did it.
    Account,
}

/// Who has to do an item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The customer.
    #[default]
    Customer,
    /// The vendor's staff: the customer sees how far it is.
    Vendor,
}

/// What to say when a value task is reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Win {
    /// What was achieved, in a few words.
    pub title: Text,
    /// More; `{n}` stands for what `counts` comes to.
    #[serde(default)]
    pub detail: Option<Text>,
    /// What the account has achieved, counted over all its people.
    #[serde(default)]
    pub counts: Option<EventTest>,
}

impl Completion {
    /// The test of events in it, if it is one.
    #[must_use]
    pub const fn event(&self) -> Option<&EventTest> {
        match self {
            Self::Event(test) => Some(test),
            _ => None,
        }
    }

    /// The course in it, if it is one.
    #[must_use]
    pub const fn course(&self) -> Option<&ContentId> {
        match self {
            Self::Course(course) => Some(course),
            _ => None,
        }
    }
}

impl Checklist {
    /// Calls `visit` with every test of events in it.
    pub fn for_each_event<'a>(&'a self, visit: &mut dyn FnMut(&'a EventTest)) {
        if let Some(segment) = &self.segment {
            segment.for_each_event(visit);
        }
        for item in &self.items {
            match &item.completion {
                Completion::Event(test) => visit(test),
                Completion::When(condition) => condition.for_each_event(visit),
                Completion::ByHand | Completion::Course(_) => {}
            }
            if let Some(condition) = &item.condition {
                condition.for_each_event(visit);
            }
            if let Some(test) = item.win.as_ref().and_then(|win| win.counts.as_ref()) {
                visit(test);
            }
        }
    }
}
