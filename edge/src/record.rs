//! Takes in what a request brings: items go to the objects they belong to, and what
//! somebody does in the widget goes with them.

use std::collections::BTreeMap;

use futures_util::future::{try_join, try_join_all};
use serde::Serialize;
use serde_json::value::RawValue;
use shared::{
    id::{AccountId, MessageId, UserId, WorkspaceId},
    ingest::{Item, Rejection, Sender, Verb, VerbName},
    person::Person,
    time::UnixMillis,
};
use uuid::Uuid;
use worker::{Env, Result};

use crate::{
    access::EventKey,
    objects::{
        ObjectName,
        account::{self, EventRow, Outcome, Viewer, Visit, Visited},
    },
};

/// The items of a request, unread.
#[derive(Debug)]
pub(crate) struct Batch<'a> {
    /// Whose they are.
    pub(crate) workspace: WorkspaceId,
    /// Who vouches for them.
    pub(crate) sender: Sender,
    /// Each with its own text.
    pub(crate) items: Vec<&'a RawValue>,
    /// The verb of a single call.
    pub(crate) path_verb: Option<VerbName>,
    /// The client's clock when it sent them.
    pub(crate) sent_at: Option<UnixMillis>,
    /// Ours when they came.
    pub(crate) received_at: UnixMillis,
}

impl Batch<'_> {
    /// No items: somebody does something in the widget, or is said to.
    pub(crate) fn empty(key: EventKey, received_at: UnixMillis) -> Self {
        let EventKey { workspace, sender } = key;
        Self { workspace, sender, items: vec![], path_verb: None, sent_at: None, received_at }
    }
}

/// What became of an item.
#[derive(Debug, Serialize)]
pub(crate) struct ItemResult {
    /// Its id, ours where the client sent none; absent if the item could not be read.
    #[serde(rename = "messageId", skip_serializing_if = "Option::is_none")]
    pub(crate) message_id: Option<MessageId>,
    /// What became of it.
    #[serde(flatten)]
    pub(crate) outcome: Outcome,
}

/// What became of a request.
#[derive(Debug)]
pub(crate) struct Recorded {
    /// For each item, in order.
    pub(crate) results: Vec<ItemResult>,
    /// The first item's rejection, for single calls.
    pub(crate) first_rejection: Option<Rejection>,
    /// The viewer's object's answer, if there is a viewer.
    pub(crate) visited: Option<Visited>,
}

/// An item that was read, and where it stands in the request.
struct Read<'a> {
    index: usize,
    message_id: MessageId,
    raw: &'a RawValue,
    item: Item<'a>,
}

/// Stores the items of `batch`, each where it belongs, and brings the viewer to theirs.
///
/// When it returns `Ok`, everything accepted is durable. When it returns `Err`, some may be:
/// the client sends all again, and what is stored is then a duplicate.
///
/// # Errors
/// Those of the objects.
pub(crate) async fn record(
    env: &Env,
    batch: &Batch<'_>,
    viewer: Option<(ObjectName, Viewer)>,
) -> Result<Recorded> {
    let mut results = Vec::with_capacity(batch.items.len());
    let mut read = Vec::with_capacity(batch.items.len());
    let mut first_rejection = None;
    for (index, raw) in batch.items.iter().copied().enumerate() {
        match Item::parse(raw, batch.path_verb, batch.sender, batch.sent_at, batch.received_at) {
            Ok(item) => {
                let message_id = item.message_id.clone().unwrap_or_else(new_message_id);
                // Until the object says that it is new.
                let outcome = Outcome::Duplicate;
                results.push(ItemResult { message_id: Some(message_id.clone()), outcome });
                read.push(Read { index, message_id, raw, item });
            }
            Err(rejection) => {
                results.push(ItemResult {
                    message_id: None,
                    outcome: Outcome::Rejected {
                        code: rejection.code().to_owned(),
                        pointer: pointer(batch, index, &rejection),
                        detail: rejection.to_string(),
                    },
                });
                first_rejection.get_or_insert(rejection);
            }
        }
    }

    let joined = joined(&read);
    let mut by_object: BTreeMap<ObjectName, Vec<&Read>> = BTreeMap::new();
    for (read, name) in read.iter().zip(name_objects(env, batch, &read).await?) {
        by_object.entry(name).or_default().push(read);
    }
    let (viewer_name, mut viewer) = viewer.unzip();
    if let Some(name) = &viewer_name {
        by_object.entry(name.clone()).or_default();
    }
    let visits = by_object.iter().map(|(name, read)| {
        let viewer = viewer.take_if(|_| viewer_name.as_ref() == Some(name));
        visit(env, batch, name, read, viewer)
    });
    let visits: Vec<_> = visits.collect();
    let joins =
        joined.iter().map(|(user, account)| account::join(env, &batch.workspace, user, account));
    // Both are durable before we answer; which one is first does not matter.
    let (answers, _) = try_join(try_join_all(visits), try_join_all(joins)).await?;

    let mut visited = None;
    for ((name, read), answer) in by_object.iter().zip(answers) {
        for (read, is_new) in read.iter().zip(&answer.accepted) {
            if *is_new {
                results[read.index].outcome = Outcome::Accepted;
            }
        }
        if viewer_name.as_ref() == Some(name) {
            visited = Some(answer);
        }
    }
    Ok(Recorded { results, first_rejection, visited })
}

/// Where what `user` does belongs: the account they joined, or an object of their own.
pub(crate) async fn object_of_user(
    env: &Env,
    workspace: &WorkspaceId,
    user: UserId,
) -> Result<ObjectName> {
    let account = account::membership(env, workspace, &user).await?;
    Ok(ObjectName::of(workspace, &Person::User(user), account.as_ref()))
}

/// The object of each item. What the items do not say, the person's own object knows.
async fn name_objects(env: &Env, batch: &Batch<'_>, read: &[Read<'_>]) -> Result<Vec<ObjectName>> {
    let mut said = first_said(read);
    let mut asked: BTreeMap<&UserId, Option<AccountId>> = BTreeMap::new();
    let mut accounts = Vec::with_capacity(read.len());
    for Read { item, .. } in read {
        let Person::User(user) = &item.person else {
            accounts.push(None);
            continue;
        };
        if let Some(account) = &item.account {
            said.insert(user, account);
        }
        let account = said.get(user).map(|account| (*account).clone());
        if account.is_none() {
            asked.entry(user).or_default();
        }
        accounts.push(account);
    }
    let users: Vec<&UserId> = asked.keys().copied().collect();
    let found = users.iter().map(|user| account::membership(env, &batch.workspace, user));
    for (user, account) in users.iter().zip(try_join_all(found).await?) {
        asked.insert(user, account);
    }
    Ok(read
        .iter()
        .zip(accounts)
        .map(|(Read { item, .. }, account)| {
            let account = account
                .or_else(|| item.person.user().and_then(|user| asked.get(user).cloned().flatten()));
            ObjectName::of(&batch.workspace, &item.person, account.as_ref())
        })
        .collect())
}

/// The account that the batch first names for each user. What an item says holds for those
/// after it, and the first for those before it too: a page identifies its user, then their
/// account, and both are about the same person in the same place.
fn first_said<'a>(read: &'a [Read<'_>]) -> BTreeMap<&'a UserId, &'a AccountId> {
    let named = read
        .iter()
        .rev()
        .filter_map(|Read { item, .. }| Some((item.person.user()?, item.account.as_ref()?)));
    named.collect()
}

/// Who joined which account in this batch; the last one holds.
fn joined(read: &[Read<'_>]) -> BTreeMap<UserId, AccountId> {
    read.iter()
        .filter_map(|Read { item, .. }| match (&item.person, &item.verb) {
            (Person::User(user), Verb::Group { account, .. }) => {
                Some((user.clone(), account.clone()))
            }
            _ => None,
        })
        .collect()
}

async fn visit(
    env: &Env,
    batch: &Batch<'_>,
    name: &ObjectName,
    read: &[&Read<'_>],
    viewer: Option<Viewer>,
) -> Result<Visited> {
    let rows: Vec<EventRow> = read.iter().map(|read| row(read)).collect();
    let events = serde_json::value::to_raw_value(&rows)?;
    let visit = Visit {
        workspace: batch.workspace.clone(),
        account: name.account().cloned(),
        source: name.to_string(),
        received_at: batch.received_at,
        events: &events,
        viewer,
    };
    account::visit(env, name, &visit).await
}

fn row<'a>(read: &Read<'a>) -> EventRow<'a> {
    let name = match &read.item.verb {
        Verb::Track { event } => Some(event.clone().into_owned()),
        Verb::Page { name } | Verb::Screen { name } => {
            name.clone().map(std::borrow::Cow::into_owned)
        }
        Verb::Identify { .. } | Verb::Group { .. } => None,
    };
    let (user, anonymous) = match &read.item.person {
        Person::User(user) => (Some(user.clone()), None),
        Person::Anonymous(anonymous) => (None, Some(anonymous.as_str().to_owned())),
    };
    EventRow {
        message_id: read.message_id.clone(),
        r#type: read.item.verb.name(),
        user,
        anonymous,
        name,
        timestamp: read.item.timestamp,
        body: read.raw,
    }
}

/// Where the fault is in the body: a single call's item is the body.
fn pointer(batch: &Batch<'_>, index: usize, rejection: &Rejection) -> String {
    if batch.path_verb.is_some() {
        rejection.pointer()
    } else {
        format!("/batch/{index}{}", rejection.pointer())
    }
}

/// Ascending ids lie side by side in an index.
pub(crate) fn new_message_id() -> MessageId {
    let text = Uuid::now_v7().to_string();
    MessageId::try_from(text).expect("a UUID has 36 printable characters")
}
