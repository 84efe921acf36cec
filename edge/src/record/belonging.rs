//! Where items belong, and what they say about where people belong.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::try_join_all;
use shared::{
    account::B2bEvent,
    id::{AccountId, AnonymousId, UserId, WorkspaceId},
    ingest::{Sender, Verb},
    person::Person,
};
use worker::{Env, Result};

use super::{Batch, read::Read};
pub(super) use crate::objects::account::Ties;
use crate::objects::{
    ObjectName,
    account::{self, MembershipChange, Memberships},
};

/// Where an item belongs.
pub(super) struct Place {
    /// The object.
    pub(super) object: ObjectName,
    /// Others in which it may have been stored before, if it names no account itself: those that
    /// its user is or was in, and their own while their history moves.
    others: Vec<ObjectName>,
}

/// Where what `user` does belongs: the account they joined, or an object of their own.
pub(crate) async fn object_of_user(
    env: &Env,
    workspace: &WorkspaceId,
    user: UserId,
) -> Result<ObjectName> {
    let memberships = account::memberships(env, workspace, &user).await?;
    Ok(ObjectName::of(workspace, &Person::User(user), memberships.current.as_ref()))
}

/// The place of each item. What the items do not say, the person's own object knows.
pub(super) async fn name_objects(
    env: &Env,
    batch: &Batch<'_>,
    read: &[Read<'_>],
) -> Result<Vec<Place>> {
    let mut said = first_said(read);
    let mut asked: BTreeMap<&UserId, Memberships> = BTreeMap::new();
    let mut accounts = Vec::with_capacity(read.len());
    for Read { item, .. } in read {
        let Person::User(user) = &item.person else {
            accounts.push(None);
            continue;
        };
        if let Some(account) = joined(&item.verb) {
            said.insert(user, account);
        }
        let account = item.account.as_ref().or_else(|| said.get(user).copied()).cloned();
        if account.is_none() {
            asked.entry(user).or_default();
        }
        accounts.push(account);
    }
    let workspace = &batch.key.workspace;
    let users: Vec<&UserId> = asked.keys().copied().collect();
    let found = users.iter().map(|user| account::memberships(env, workspace, user));
    for (user, memberships) in users.iter().zip(try_join_all(found).await?) {
        asked.insert(user, memberships);
    }
    let place = |(Read { item, .. }, account): (&Read<'_>, Option<AccountId>)| {
        let memberships = item.person.user().and_then(|user| asked.get(user));
        let account = account.or_else(|| memberships.and_then(|m| m.current.clone()));
        let object = ObjectName::of(workspace, &item.person, account.as_ref());
        let others = memberships.map(|m| others_of(workspace, &item.person, m));
        Place { object, others: others.unwrap_or_default() }
    };
    Ok(read.iter().zip(accounts).map(place).collect())
}

/// Where else than in their present account something of this person may be.
fn others_of(
    workspace: &WorkspaceId,
    person: &Person,
    memberships: &Memberships,
) -> Vec<ObjectName> {
    let Memberships { current, others, is_moving, .. } = memberships;
    let accounts = others.iter().map(|other| ObjectName::of(workspace, person, Some(other)));
    let is_own_left = *is_moving && current.is_some();
    accounts.chain(is_own_left.then(|| ObjectName::of(workspace, person, None))).collect()
}

/// The account that the batch first says each user to be in. It holds for the items after it, and
/// for those before it too: a page identifies its user, then their account, and both are about
/// the same person in the same place.
///
/// Only what the person's own object learns as well counts, and not what a neighbour's context
/// names: a try that brings an item without its neighbours has to lead to the same place.
fn first_said<'a>(read: &'a [Read<'_>]) -> BTreeMap<&'a UserId, &'a AccountId> {
    let named = read
        .iter()
        .rev()
        .filter_map(|Read { item, .. }| Some((item.person.user()?, joined(&item.verb)?)));
    named.collect()
}

/// The account that an item says its user is in from now on.
const fn joined<'a>(verb: &'a Verb<'_>) -> Option<&'a AccountId> {
    match verb {
        Verb::Group { account, .. } => Some(account),
        _ => None,
    }
}

/// The items, by their place in the request, that were stored before where their user was then, and
/// are sent again now. An id says nothing of the items of others that have the same.
pub(super) async fn known_elsewhere(
    env: &Env,
    read: &[Read<'_>],
    places: &[Place],
) -> Result<BTreeSet<usize>> {
    let mut sought: BTreeMap<&ObjectName, Vec<String>> = BTreeMap::new();
    for (read, place) in read.iter().zip(places) {
        for other in &place.others {
            sought.entry(other).or_default().push(read.message_id.as_str().to_owned());
        }
    }
    let found = sought.iter().map(|(name, ids)| account::known(env, name, ids));
    let found = try_join_all(found).await?.into_iter().map(BTreeSet::from_iter);
    let found: BTreeMap<&ObjectName, BTreeSet<String>> = sought.into_keys().zip(found).collect();
    let is_known = |(read, place): &(&Read<'_>, &Place)| {
        let mut others = place.others.iter().filter_map(|other| found.get(other));
        others.any(|ids| ids.contains(read.message_id.as_str()))
    };
    Ok(read.iter().zip(places).filter(is_known).map(|(read, _)| read.index).collect())
}

/// What the items say about where people belong, for each person's own object.
pub(super) fn ties_of(
    batch: &Batch<'_>,
    read: &[Read<'_>],
    places: &[Place],
) -> Vec<(ObjectName, Ties)> {
    let workspace = &batch.key.workspace;
    let mut ties: BTreeMap<ObjectName, Ties> = BTreeMap::new();
    let mut of = |name: ObjectName, say: &mut dyn FnMut(&mut Ties)| {
        let (source, user) = (name.to_string(), name.user().cloned());
        say(ties.entry(name).or_insert_with(|| Ties {
            workspace: workspace.clone(),
            source,
            user,
            changes: vec![],
            alias: None,
        }));
    };
    for (Read { item, message_id, .. }, place) in read.iter().zip(places) {
        let Person::User(user) = &item.person else { continue };
        // An account that is not named is the one that takes the item in, and is told the same.
        let account = item.account.as_ref().or_else(|| place.object.account());
        if let Some((account, is_join)) = membership(&item.verb, account) {
            let at = item.timestamp.min(batch.received_at);
            let (id, account) = (message_id.clone(), account.clone());
            let change = MembershipChange { id, account, is_join, at };
            let own = ObjectName::User(workspace.clone(), user.clone());
            of(own, &mut |ties| ties.changes.push(change.clone()));
        }
        let Verb::Alias { previous } = &item.verb else { continue };
        // A page may claim what a browser did, whose id nobody can guess. What another user
        // did only the vendor's server may hand over.
        let anonymous = AnonymousId::try_from(previous.as_str()).ok();
        let browser = anonymous.map(|id| ObjectName::Anonymous(workspace.clone(), id));
        let former = UserId::try_from(previous.as_str()).ok();
        let former = former
            .filter(|_| batch.sender == Sender::Server)
            .map(|id| ObjectName::User(workspace.clone(), id));
        for name in browser.into_iter().chain(former) {
            of(name, &mut |ties| ties.alias = Some(user.clone()));
        }
    }
    ties.into_iter().collect()
}

/// The account that an item says its user joined, or left.
fn membership<'a>(
    verb: &'a Verb<'_>,
    account: Option<&'a AccountId>,
) -> Option<(&'a AccountId, bool)> {
    match verb {
        Verb::Group { account, .. } => Some((account, true)),
        Verb::Track { event } => match B2bEvent::parse(event)? {
            B2bEvent::AccountAddedUser => Some((account?, true)),
            B2bEvent::AccountRemovedUser => Some((account?, false)),
            _ => None,
        },
        _ => None,
    }
}
