//! What somebody is asked in one account counts in the others that they are in.

use futures_util::future::try_join_all;
use shared::{
    contact::Contacts,
    id::{UserId, WorkspaceId},
    placement::Event,
    time::UnixMillis,
};
use worker::{Env, Result};

use crate::objects::{
    ObjectName,
    account::{self, Arrival, Happened},
};

/// Tells the other accounts of `user` what happened in `here` at `at`, if it was an interruption.
///
/// It is told once. Were we killed before, one who is in several accounts might be asked twice:
/// that is better than an answer that is lost because another account could not be told.
pub(super) async fn spread(
    env: &Env,
    workspace: &WorkspaceId,
    user: &UserId,
    here: &ObjectName,
    (happened, at): (&[Happened], UnixMillis),
) -> Result<()> {
    let has = |event: &Event| happened.iter().any(|what| what.r#type == event.name());
    let contacts = Contacts {
        seen_at: has(&Event::SurveyShown).then_some(at),
        dismissed_at: has(&Event::SurveyDismissed).then_some(at),
    };
    if contacts == Contacts::default() {
        return Ok(());
    }
    let memberships = account::note_contacts(env, workspace, user, contacts).await?;
    let accounts = memberships.current.into_iter().chain(memberships.others);
    let names = accounts.map(|account| ObjectName::Account(workspace.clone(), account));
    let names: Vec<ObjectName> = names.filter(|name| name != here).collect();
    let told = names.iter().map(|name| account::contacted(env, name, (user, contacts)));
    try_join_all(told).await.map(drop)
}

/// Tells the accounts that somebody has just joined what they were asked before. Whether there was
/// anything to tell.
pub(super) async fn hand_on(
    env: &Env,
    workspace: &WorkspaceId,
    arrivals: &[(Option<UserId>, Arrival)],
) -> Result<bool> {
    let mut joined = Vec::new();
    for (user, Arrival { contacts, joined: accounts, .. }) in arrivals {
        for account in accounts {
            let name = ObjectName::Account(workspace.clone(), account.clone());
            joined.extend(user.as_ref().map(|user| (name, user, *contacts)));
        }
    }
    let told = joined
        .iter()
        .map(|(name, user, contacts)| account::contacted(env, name, (*user, *contacts)));
    try_join_all(told).await?;
    Ok(!joined.is_empty())
}
