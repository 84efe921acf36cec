//! Takes in what a request brings: items go to the objects they belong to, and what
//! somebody does in the widget goes with them.

mod belonging;
mod contacts;
mod read;
mod seen;

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use futures_util::future::{try_join, try_join_all};
use serde::Serialize;
use serde_json::value::RawValue;
use shared::{
    id::{AccountId, MessageId, UserId},
    identity::Verification,
    ingest::{Rejection, Sender, VerbName},
    limit::Allowance,
    person::Person,
    time::UnixMillis,
};
use uuid::Uuid;
use worker::Env;

use crate::{
    access::EventKey,
    error::ApiError,
    objects::{
        ObjectName,
        account::{
            self, Accepted, Arrival, Checks, EventRows, KeyLimits, Outcome, Viewer, Visit,
            VisitAnswer, Visited,
        },
    },
    store::content,
};
pub(crate) use belonging::object_of_user;
use belonging::{Ties, known_elsewhere, name_objects, ties_of};
use read::{Read, read_items, seen_users};
pub(crate) use seen::{account_seen_in, object_of_absent};

/// The items of a request, unread, and who sends them.
#[derive(Debug)]
pub(crate) struct Batch<'a> {
    /// The key that came with them.
    pub(crate) key: &'a EventKey,
    /// Who sends them.
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

impl<'a> Batch<'a> {
    /// No items: somebody does something in the widget, or is said to.
    pub(crate) const fn empty(key: &'a EventKey, sender: Sender, received_at: UnixMillis) -> Self {
        Self { key, sender, items: vec![], path_verb: None, sent_at: None, received_at }
    }
}

/// Somebody in front of the widget, and where that is.
#[derive(Debug)]
pub(crate) struct Looking {
    /// The object they belong to.
    pub(crate) object: ObjectName,
    /// The account that the page says they are in.
    pub(crate) account: Option<AccountId>,
    /// Who, and what they do.
    pub(crate) viewer: Viewer,
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
    /// What may still be sent; `None` if nothing was.
    pub(crate) allowance: Option<Allowance>,
}

/// Stores the items of `batch`, each where it belongs, and brings the viewer to theirs.
///
/// When it returns `Ok`, everything accepted is durable. When it returns `Err`, some may be:
/// the client sends all again, and what is stored is then a duplicate.
///
/// # Errors
/// [`ApiError::IdentityRefused`] if the viewer had to prove who they are and did not: nothing is
/// stored then. [`ApiError::RateLimited`]. Those of the objects.
pub(crate) async fn record(
    env: &Env,
    batch: &Batch<'_>,
    looking: Option<Looking>,
) -> Result<Recorded, ApiError> {
    let received = read_items(batch);
    let checks = count_checks(batch, &received.verified, looking.as_ref());
    if let Some(refusal) = refuse_viewer(batch, looking.as_ref()) {
        visit_all(env, batch, &BTreeMap::new(), checks, None).await?;
        return Err(refusal);
    }

    let (mut results, read) = (received.results, received.read);
    let placed = name_objects(env, batch, &read).await?;
    let known = known_elsewhere(env, &read, &placed).await?;
    let mut by_object: BTreeMap<&ObjectName, Vec<&Read>> = BTreeMap::new();
    for (read, place) in read.iter().zip(&placed) {
        if !known.contains(&read.index) {
            by_object.entry(&place.object).or_default().push(read);
        }
    }
    let ties = ties_of(batch, &read, &placed);
    let viewer_name = looking.as_ref().map(|looking| looking.object.clone());
    let viewer = looking.map(|looking| looking.viewer);
    let user = viewer.as_ref().map(|viewer| viewer.user.clone());
    let again = (!ties.is_empty()).then(|| viewer.as_ref().map(Viewer::looking_on)).flatten();
    let visiting = visit_all(env, batch, &by_object, checks, viewer_name.as_ref().zip(viewer));
    // Both are durable before we answer; which one is first does not matter.
    let (answers, arrivals) = try_join(visiting, tie_all(env, ties)).await?;
    let has_told = contacts::hand_on(env, &batch.key.workspace, &arrivals).await?;
    let has_moved = arrivals.iter().any(|(_, arrival)| arrival.has_moved);

    let mut visited = None;
    let mut allowance: Option<Allowance> = None;
    for (name, answer) in answers {
        mark_accepted(&mut results, by_object.get(&name).map_or(&[], Vec::as_slice), &answer);
        allowance = allowance
            .filter(|a| a.remaining <= answer.allowance.remaining)
            .or(Some(answer.allowance));
        if viewer_name.as_ref() == Some(&name) {
            visited = Some(answer);
        }
    }
    if let (Some(visited), Some(here), Some(user)) = (&visited, &viewer_name, &user) {
        let happened = (visited.happened.as_slice(), batch.received_at);
        contacts::spread(env, &batch.key.workspace, user, here, happened).await?;
    }
    // What moved, or was told, may be the viewer's own: what they see is drawn by what is so now.
    if let (true, Some(name), Some(viewer)) = (has_moved || has_told, viewer_name, again) {
        let none = BTreeMap::new();
        let looked = visit_all(env, batch, &none, BTreeMap::new(), Some((&name, viewer))).await?;
        let now = looked.into_iter().next().map(|(_, looked)| (looked.state, looked.lasts));
        let (state, lasts) = now.unwrap_or_default();
        visited = visited.map(|visited| Visited { state, lasts, ..visited });
    }
    Ok(Recorded { results, first_rejection: received.first_rejection, visited, allowance })
}

/// Of two items with one id, the first is new.
fn mark_accepted(results: &mut [ItemResult], read: &[&Read<'_>], answer: &Visited) {
    let mut marked = BTreeSet::new();
    for read in read {
        let id = read.message_id.as_str();
        let is_new = match &answer.accepted {
            Accepted::All => true,
            Accepted::Only(ids) => ids.contains(id) && marked.insert(id),
        };
        if is_new {
            results[read.index].outcome = Outcome::Accepted;
        }
    }
}

/// Why the viewer is not let in, if they are not.
fn refuse_viewer(batch: &Batch<'_>, looking: Option<&Looking>) -> Option<ApiError> {
    let verification = verify_viewer(batch, looking?)?;
    let refused = batch.key.enforcement.admit(verification).err()?;
    Some(ApiError::IdentityRefused(Rejection::Identity(refused)))
}

fn verify_viewer(batch: &Batch<'_>, looking: &Looking) -> Option<Verification> {
    match &batch.sender {
        Sender::Page(proof) => Some(proof.verify(&looking.viewer.user, looking.account.as_ref())),
        Sender::Server => None,
    }
}

/// What the users of the request could prove, by the object where it is counted; nothing where
/// the workspace does not want to know.
fn count_checks(
    batch: &Batch<'_>,
    verified: &[(UserId, Option<AccountId>, Verification)],
    looking: Option<&Looking>,
) -> BTreeMap<ObjectName, Checks> {
    let mut counted: BTreeMap<ObjectName, Checks> = BTreeMap::new();
    if !batch.key.enforcement.counts() {
        return counted;
    }
    let viewer = looking.and_then(|looking| {
        let user = &looking.viewer.user;
        Some((user, looking.account.as_ref(), verify_viewer(batch, looking)?))
    });
    let items = verified
        .iter()
        .map(|(user, account, verification)| (user, account.as_ref(), *verification));
    // Each user once, however many items they come with.
    let mut seen = BTreeSet::new();
    for (user, account, verification) in viewer.into_iter().chain(items) {
        if seen.insert(user) {
            let person = Person::User(user.clone());
            let name = ObjectName::of(&batch.key.workspace, &person, account);
            counted.entry(name).or_default().add(verification);
        }
    }
    counted
}

/// Brings to each object what is for it; the answers, by object.
async fn visit_all(
    env: &Env,
    batch: &Batch<'_>,
    by_object: &BTreeMap<&ObjectName, Vec<&Read<'_>>>,
    mut checks: BTreeMap<ObjectName, Checks>,
    viewer: Option<(&ObjectName, Viewer)>,
) -> Result<Vec<(ObjectName, Visited)>, ApiError> {
    let (viewer_name, mut viewer) = viewer.unzip();
    let names: BTreeSet<&ObjectName> =
        by_object.keys().copied().chain(checks.keys()).chain(viewer_name).collect();
    let names: Vec<ObjectName> = names.into_iter().cloned().collect();
    let visits = names.into_iter().map(|name| {
        let checks = checks.remove(&name).unwrap_or_default();
        let viewer = viewer.take_if(|_| viewer_name == Some(&name));
        let read = by_object.get(&name).map_or(&[][..], Vec::as_slice);
        visit(env, batch, name, read, checks, viewer)
    });
    let visits: Vec<_> = visits.collect();
    let mut visited = Vec::with_capacity(visits.len());
    let mut limited: Option<Allowance> = None;
    for (name, answer) in try_join_all(visits).await? {
        match answer {
            VisitAnswer::Visited(answer) => visited.push((name, *answer)),
            VisitAnswer::Limited(short) => {
                limited =
                    limited.filter(|l| l.retry_after_s >= short.retry_after_s).or(Some(short));
            }
        }
    }
    match limited {
        Some(short) => Err(ApiError::RateLimited(short)),
        None => Ok(visited),
    }
}

async fn visit(
    env: &Env,
    batch: &Batch<'_>,
    name: ObjectName,
    read: &[&Read<'_>],
    checks: Checks,
    viewer: Option<Viewer>,
) -> worker::Result<(ObjectName, VisitAnswer)> {
    let content = if read.is_empty() {
        Rc::default()
    } else {
        content::load_published(env, &batch.key.workspace).await?
    };
    let rows = EventRows::of(read.iter().map(|read| read.row()));
    let users = seen_users(read);
    let visit = Visit {
        workspace: batch.key.workspace.clone(),
        account: name.account().cloned(),
        owner: name.user().cloned(),
        source: name.to_string(),
        received_at: batch.received_at,
        key: KeyLimits { id: &batch.key.id, limits: batch.key.limits },
        checks,
        n_events: rows.len(),
        notable: read.iter().filter_map(|read| read.notable(&content, &users)).collect(),
        users,
        viewer,
    };
    let answer = account::visit(env, &visit, rows).await?;
    Ok((name, answer))
}

/// Tells each person's own object where they belong now; what came of it, by user.
async fn tie_all(
    env: &Env,
    ties: Vec<(ObjectName, Ties)>,
) -> Result<Vec<(Option<UserId>, Arrival)>, ApiError> {
    let told = ties.iter().map(|(name, ties)| account::tie(env, name, ties));
    let arrivals = try_join_all(told).await?;
    Ok(ties.into_iter().map(|(_, ties)| ties.user).zip(arrivals).collect())
}

/// Ascending ids lie side by side in an index.
pub(crate) fn new_message_id() -> MessageId {
    let text = Uuid::now_v7().to_string();
    MessageId::try_from(text).expect("a UUID has 36 printable characters")
}
