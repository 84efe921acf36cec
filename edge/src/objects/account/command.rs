//! Tables `command`, `command_elsewhere` and `claim`: the commands that were accepted, and where
//! answers go.

use serde::{Deserialize, Serialize};
use shared::{
    id::{AccountId, MessageId},
    time::UnixMillis,
};
use worker::{Result, SqlStorage};

use super::{
    super::storage::{execute, integer, rows},
    Memberships, membership,
};

/// Asks the own object of a user where an answer of theirs goes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Claim {
    /// What makes the answer idempotent.
    pub(crate) id: MessageId,
    /// Whether the place is kept for the id, for whoever sends it again.
    pub(crate) is_kept: bool,
    /// The account that is named for it.
    pub(crate) account: Option<AccountId>,
    /// Whether it stays with the user if no account can be found.
    pub(crate) may_stay: bool,
}

/// Where an answer goes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Claimed {
    /// Nowhere: it was accepted before.
    Known,
    /// To this account; `None`: to the user's own object.
    To(Option<AccountId>),
    /// They are in no account that they joined. These they left.
    Unplaced(Vec<AccountId>),
}

/// Whether the command was accepted, here or where it is known to have been.
pub(super) fn is_known(sql: &SqlStorage, id: &MessageId) -> Result<bool> {
    #[derive(Deserialize)]
    struct Row {}
    let query = "SELECT 1 AS known FROM command WHERE command_id = ?1 \
                 UNION ALL SELECT 1 FROM command_elsewhere WHERE command_id = ?1";
    Ok(!rows::<Row>(sql, query, vec![id.as_str().into()])?.is_empty())
}

/// Remembers that the command was accepted here.
pub(super) fn note(sql: &SqlStorage, id: &MessageId, now: UnixMillis) -> Result<()> {
    let query = "INSERT INTO command (command_id, accepted_at) VALUES (?, ?)";
    execute(sql, query, vec![id.as_str().into(), integer(now.0)])
}

/// Says where an answer goes. Of several with one id the first decides, so all of them come to one
/// object, which takes one; if it has taken none yet, the next may still be the one.
pub(super) fn claim(sql: &SqlStorage, claim: &Claim) -> Result<Claimed> {
    #[derive(Deserialize)]
    struct Row {
        account_id: Option<AccountId>,
    }
    if is_known(sql, &claim.id)? {
        return Ok(Claimed::Known);
    }
    let query = "SELECT account_id FROM claim WHERE command_id = ?";
    if let Some(row) = rows::<Row>(sql, query, vec![claim.id.as_str().into()])?.pop() {
        return Ok(Claimed::To(row.account_id));
    }
    let Memberships { current, others, alias, .. } = membership::find(sql)?;
    let account = claim.account.clone().or(current);
    // Who turned out to be somebody else sends on what comes here.
    if account.is_none() && alias.is_none() && !claim.may_stay {
        return Ok(Claimed::Unplaced(others));
    }
    if claim.is_kept {
        let query = "INSERT INTO claim (command_id, account_id) VALUES (?, ?)";
        let account = account.as_ref().map(AccountId::as_str);
        execute(sql, query, vec![claim.id.as_str().into(), account.into()])?;
    }
    Ok(Claimed::To(account))
}
