//! `GET /v1/events`: what clients sent.
//!
//! Events lie with the account they belong to, so a list over several of them goes through
//! one after the other.

use serde::{Deserialize, Serialize};
use shared::id::{AccountId, UserId, WorkspaceId};
use worker::Env;

use super::{
    export::{self, Format},
    operators::cursor,
};
use crate::{
    access::Operator,
    error::ApiError,
    http::{Reply, Request, query::Query},
    objects::{
        Cursor, ObjectName, Page,
        account::{self, EventFields, EventsQuery},
        decode, encode, workspace,
    },
};

/// The most accounts that one page looks into: a page may be short, or empty, and have a next.
const MAX_ACCOUNTS: usize = 20;

/// Which events.
#[derive(Debug, Clone)]
struct Wanted {
    workspace: WorkspaceId,
    account: Option<AccountId>,
    user: Option<UserId>,
    from: Option<i64>,
    to: Option<i64>,
}

/// Where a page ended. It names no workspace: whoever hands it back sees their own.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Place {
    /// The account; `None` in the user's own object, which comes first.
    account: Option<AccountId>,
    /// The row in it.
    after: Option<Cursor<i64>>,
}

/// `GET /v1/events`: what clients sent.
///
/// - Query: `account`, `user`, `from`, `to` (milliseconds or RFC 3339, of `timestamp`; `to` not
///   included), `limit`, `cursor`, `format` (`json`, `csv`, `ndjson`; the last two bring all rows).
/// - Answer: `{results, next}`; a result has the fields the client sent, `receivedAt`, and as
///   `timestamp` when it happened by our clock: `receivedAt − (sentAt − originalTimestamp)`, where
///   `originalTimestamp` is what the client said, if it said when. Within
///   an account the newest come first; without `account`, one account follows the other, and a
///   page may be short and have a `next`. What people do who are in no account is found by `user`,
///   and so is, some seconds later, what they do in accounts that they never joined.
/// - Errors: 400 `invalid_query`.
pub(super) async fn events(
    request: &Request,
    env: &Env,
    operator: &Operator,
) -> Result<Reply, ApiError> {
    let query = Query::of(request)?;
    let wanted = Wanted {
        workspace: operator.workspace.clone(),
        account: query.id("account")?,
        user: query.id("user")?,
        from: query.instant("from")?,
        to: query.instant("to")?,
    };
    let (limit, after): (_, Option<Place>) = (query.limit()?, cursor(&query)?);
    let is_elsewhere = |place: &Place| wanted.account.is_some() && place.account != wanted.account;
    if after.as_ref().is_some_and(is_elsewhere) {
        let expected = "the `next` of an earlier page of the same query";
        return Err(ApiError::InvalidQuery { name: "cursor", expected });
    }
    match Format::of(&query)? {
        Format::Json => Ok(Reply::json(&page(env, &wanted, after, limit).await?)?),
        format => {
            let env = env.clone();
            export::download("events", format, move |after| {
                let (env, wanted) = (env.clone(), wanted.clone());
                async move { piece(&env, &wanted, after).await }
            })
        }
    }
}

/// A page of what is wanted, from `place` on.
async fn page(
    env: &Env,
    wanted: &Wanted,
    place: Option<Place>,
    limit: u32,
) -> worker::Result<Page<EventFields>> {
    let mut results = Vec::new();
    let mut next = start(env, wanted, place).await?;
    let mut n_accounts = 0;
    while let Some(place) = next {
        let missing = limit - u32::try_from(results.len()).unwrap_or(limit);
        n_accounts += 1;
        if missing == 0 || n_accounts > MAX_ACCOUNTS {
            return Ok(Page { results, next: Some(encode(&place)) });
        }
        let (found, after) = read(env, wanted, place, missing).await?;
        results.extend(found);
        next = after;
    }
    Ok(Page { results, next: None })
}

/// A piece of a download, from `place` on: of one object, so that what lies in memory has the bounds
/// of an object's page.
async fn piece(
    env: &Env,
    wanted: &Wanted,
    place: Option<Place>,
) -> worker::Result<Page<EventFields>> {
    let mut next = start(env, wanted, place).await?;
    while let Some(place) = next {
        let (results, after) = read(env, wanted, place, export::PAGE).await?;
        if !results.is_empty() {
            return Ok(Page { results, next: after.as_ref().map(encode) });
        }
        next = after;
    }
    Ok(Page { results: Vec::new(), next: None })
}

/// What the object at `place` has from there on, and the place that follows.
async fn read(
    env: &Env,
    wanted: &Wanted,
    place: Place,
    limit: u32,
) -> worker::Result<(Vec<EventFields>, Option<Place>)> {
    let Some(name) = name_of(wanted, &place) else { return Ok((Vec::new(), None)) };
    let Wanted { user, from, to, .. } = wanted.clone();
    let query = EventsQuery { user, from, to, after: place.after, limit };
    let found = account::events(env, &name, &query).await?;
    let next = match found.next.as_deref().and_then(decode) {
        Some(after) => Some(Place { account: place.account, after: Some(after) }),
        None => place_after(env, wanted, place.account.as_ref()).await?,
    };
    Ok((found.results, next))
}

/// Where the list goes on, or begins.
async fn start(env: &Env, wanted: &Wanted, place: Option<Place>) -> worker::Result<Option<Place>> {
    match place {
        Some(place) => Ok(Some(place)),
        None => first_place(env, wanted).await,
    }
}

async fn first_place(env: &Env, wanted: &Wanted) -> worker::Result<Option<Place>> {
    match (&wanted.account, &wanted.user) {
        (Some(account), _) => Ok(Some(Place { account: Some(account.clone()), after: None })),
        (None, Some(_)) => Ok(Some(Place::default())),
        (None, None) => place_after(env, wanted, None).await,
    }
}

/// The start of the account that follows: of the workspace's, or of those of the user.
async fn place_after(
    env: &Env,
    wanted: &Wanted,
    before: Option<&AccountId>,
) -> worker::Result<Option<Place>> {
    let account = match (&wanted.account, &wanted.user) {
        (Some(_), _) => None,
        (None, Some(user)) => {
            let found = account::memberships(env, &wanted.workspace, user).await?;
            let seen = workspace::accounts_of(env, &wanted.workspace, user).await?;
            let all = found.current.into_iter().chain(found.others).chain(seen);
            all.filter(|account| before.is_none_or(|before| account > before)).min()
        }
        (None, None) => workspace::account_after(env, &wanted.workspace, before).await?,
    };
    Ok(account.map(|account| Place { account: Some(account), after: None }))
}

fn name_of(wanted: &Wanted, place: &Place) -> Option<ObjectName> {
    let workspace = wanted.workspace.clone();
    match (&place.account, &wanted.user) {
        (Some(account), _) => Some(ObjectName::Account(workspace, account.clone())),
        (None, Some(user)) => Some(ObjectName::User(workspace, user.clone())),
        (None, None) => None,
    }
}
