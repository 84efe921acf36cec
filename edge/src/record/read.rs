//! Reads the items of a request, one by one.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use shared::{
    account::B2bEvent,
    content::Content,
    id::{AccountId, MessageId, UserId},
    identity::Verification,
    ingest::{Item, Rejection, Verb},
    person::Person,
    time::UnixMillis,
};

use super::{Batch, ItemResult, new_message_id};
use crate::objects::account::{NewEvent, NotableEvent, Outcome, SeenUser};

/// An item that was read, and where it stands in the request.
pub(super) struct Read<'a> {
    /// Its place in the request.
    pub(super) index: usize,
    /// Its id, ours where the client sent none.
    pub(super) message_id: MessageId,
    /// What it says.
    pub(super) item: Item<'a>,
}

/// The items of a request, read.
pub(super) struct ReadItems<'a> {
    /// For each item, in order; a good one is a duplicate until an object says that it is new.
    pub(super) results: Vec<ItemResult>,
    /// The good ones.
    pub(super) read: Vec<Read<'a>>,
    /// The first item's rejection, for single calls.
    pub(super) first_rejection: Option<Rejection>,
    /// What a page could prove of each item's user, whether or not that was enough.
    pub(super) verified: Vec<(UserId, Option<AccountId>, Verification)>,
}

/// Reads the items of `batch`. A bad one never sinks the others.
pub(super) fn read_items<'a>(batch: &Batch<'a>) -> ReadItems<'a> {
    let n = batch.items.len();
    let (mut results, mut read) = (Vec::with_capacity(n), Vec::with_capacity(n));
    let (mut first_rejection, mut verified) = (None, Vec::new());
    for (index, raw) in batch.items.iter().copied().enumerate() {
        match read_item(batch, raw, &mut verified) {
            Ok(item) => {
                let message_id = item.message_id.clone().unwrap_or_else(new_message_id);
                let outcome = Outcome::Duplicate;
                results.push(ItemResult { message_id: Some(message_id.clone()), outcome });
                read.push(Read { index, message_id, item });
            }
            Err(rejection) => {
                let outcome = Outcome::Rejected {
                    code: rejection.code().to_owned(),
                    pointer: pointer(batch, index, &rejection),
                    detail: rejection.to_string(),
                };
                results.push(ItemResult { message_id: None, outcome });
                first_rejection.get_or_insert(rejection);
            }
        }
    }
    ReadItems { results, read, first_rejection, verified }
}

fn read_item<'a>(
    batch: &Batch<'a>,
    raw: &'a RawValue,
    verified: &mut Vec<(UserId, Option<AccountId>, Verification)>,
) -> Result<Item<'a>, Rejection> {
    let item = Item::parse(raw, batch.path_verb, &batch.sender, batch.sent_at, batch.received_at)?;
    if let (Some(verification), Some(user)) = (item.verification, item.person.user()) {
        if batch.key.enforcement.counts() {
            verified.push((user.clone(), item.account.clone(), verification));
        }
        batch.key.enforcement.admit(verification)?;
    }
    Ok(item)
}

/// Where the fault is in the body: a single call's item is the body.
fn pointer(batch: &Batch<'_>, index: usize, rejection: &Rejection) -> String {
    if batch.path_verb.is_some() {
        rejection.pointer()
    } else {
        format!("/batch/{index}{}", rejection.pointer())
    }
}

impl Read<'_> {
    /// The item as its object stores it.
    pub(super) fn row(&self) -> NewEvent<'_> {
        let user = self.item.person.user().map(UserId::as_str);
        let anonymous = match &self.item.person {
            Person::Anonymous(anonymous) => Some(anonymous.as_str()),
            Person::User(_) => None,
        };
        NewEvent {
            message_id: self.message_id.as_str(),
            r#type: self.item.verb.name().as_str(),
            user,
            anonymous,
            name: self.name(),
            timestamp: self.item.timestamp,
            trusted: self.item.is_trusted,
            text: &self.item.text,
        }
    }

    /// What the object itself must know of the item, if anything: of most it is enough that
    /// they are stored.
    ///
    /// `users` are those of all items, in order.
    pub(super) fn notable(
        &self,
        content: &[Content],
        users: &[SeenUser],
    ) -> Option<NotableEvent<'_>> {
        let user = self.item.person.user()?;
        let (name, traits) = match &self.item.verb {
            Verb::Identify { traits } => (None, Some((*traits)?)),
            Verb::Group { traits, .. } => (None, *traits),
            Verb::Track { event } => {
                let is_heard = content.iter().any(|content| content.listens_to(event));
                if !is_heard && B2bEvent::parse(event).is_none() {
                    return None;
                }
                (Some(event.as_ref()), None)
            }
            Verb::Page { .. } | Verb::Screen { .. } | Verb::Alias { .. } => return None,
        };
        Some(NotableEvent {
            message_id: self.message_id.as_str(),
            r#type: self.item.verb.name(),
            user: users.binary_search_by(|seen| seen.user.cmp(user)).ok()?,
            name,
            timestamp: self.item.timestamp,
            trusted: self.item.is_trusted,
            traits: traits.map(RawValue::get),
        })
    }

    fn name(&self) -> Option<&str> {
        match &self.item.verb {
            Verb::Track { event } => Some(event),
            Verb::Page { name } | Verb::Screen { name } => name.as_deref(),
            Verb::Identify { .. } | Verb::Group { .. } | Verb::Alias { .. } => None,
        }
    }
}

/// The users of `read` in order, each with when they did the last of it and how much.
pub(super) fn seen_users(read: &[&Read<'_>]) -> Vec<SeenUser> {
    let mut seen: BTreeMap<&UserId, (UnixMillis, u32)> = BTreeMap::new();
    for Read { item, .. } in read {
        let Some(user) = item.person.user() else { continue };
        let (at, n) = seen.entry(user).or_insert((item.timestamp, 0));
        *at = item.timestamp.max(*at);
        *n += 1;
    }
    seen.into_iter().map(|(user, (at, n))| SeenUser { user: user.clone(), at, n }).collect()
}
