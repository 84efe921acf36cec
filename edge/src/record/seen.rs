//! Where people are who never joined an account: most vendors only name one with each event.

use futures_util::future::try_join_all;
use shared::{
    id::{AccountId, UserId, WorkspaceId},
    person::Person,
};
use worker::{Env, Result};

use crate::objects::{ObjectName, account, workspace};

/// The most accounts that are asked when they saw somebody. Whoever was seen in more is the
/// vendor's own staff, or a script, and what they say is about none of them.
const MAX_ACCOUNTS: usize = 20;

/// The account in which `user` was seen last, but for those that they `left`; as far as accounts
/// have told, which takes some seconds.
pub(crate) async fn account_seen_in(
    env: &Env,
    workspace: &WorkspaceId,
    user: &UserId,
    left: &[AccountId],
) -> Result<Option<AccountId>> {
    let mut seen = workspace::accounts_of(env, workspace, user).await?;
    seen.retain(|account| !left.contains(account));
    if seen.len() < 2 {
        return Ok(seen.pop());
    }
    if seen.len() > MAX_ACCOUNTS {
        return Ok(None);
    }
    let name = |account: &AccountId| ObjectName::Account(workspace.clone(), account.clone());
    let names: Vec<ObjectName> = seen.iter().map(name).collect();
    let asked = names.iter().map(|name| account::seen_at(env, name, user));
    let instants = try_join_all(asked).await?;
    Ok(instants.into_iter().zip(seen).max().map(|(_, account)| account))
}

/// Where what is said of `user` belongs, if no account is named: the account that they joined
/// last, or else the one in which they were seen last, or else an object of their own.
pub(crate) async fn object_of_absent(
    env: &Env,
    workspace: &WorkspaceId,
    user: UserId,
) -> Result<ObjectName> {
    let memberships = account::memberships(env, workspace, &user).await?;
    let account = match (memberships.current, memberships.alias) {
        (None, None) => account_seen_in(env, workspace, &user, &memberships.others).await?,
        (current, _) => current,
    };
    Ok(ObjectName::of(workspace, &Person::User(user), account.as_ref()))
}
