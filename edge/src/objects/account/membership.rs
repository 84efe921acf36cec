//! Tables `member_of` and `alias`: where a person belongs, in the person's own database.

use serde::{Deserialize, Serialize};
use shared::{
    contact::Contacts,
    id::{AccountId, MessageId, UserId},
    time::UnixMillis,
};
use worker::{Result, SqlStorage};

use super::super::storage::{execute, integer, rows};

/// The accounts of a user.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Memberships {
    /// The one that what they do belongs to unless they say otherwise: the one they joined last.
    pub(crate) current: Option<AccountId>,
    /// Others that they are or were in.
    pub(crate) others: Vec<AccountId>,
    /// The user they turned out to be.
    pub(crate) alias: Option<UserId>,
    /// Whether some of their history is still on its way to where it belongs.
    #[serde(default)]
    pub(crate) is_moving: bool,
}

/// That somebody came into an account, or left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MembershipChange {
    /// The item that says so.
    pub(crate) id: MessageId,
    /// The account.
    pub(crate) account: AccountId,
    /// Whether they joined; they left if not.
    pub(crate) is_join: bool,
    /// When.
    pub(crate) at: UnixMillis,
}

impl Memberships {
    /// Whether the user is or was in `account`.
    pub(super) fn has(&self, account: &AccountId) -> bool {
        self.current.as_ref() == Some(account) || self.others.contains(account)
    }
}

/// Where the person belongs.
pub(super) fn find(sql: &SqlStorage) -> Result<Memberships> {
    #[derive(Deserialize)]
    struct Row {
        account_id: AccountId,
        is_member: i64,
    }
    #[derive(Deserialize)]
    struct Alias {
        user_id: UserId,
    }
    let query = "SELECT account_id, \
                 joined_at IS NOT NULL AND (left_at IS NULL OR joined_at > left_at) AS is_member \
                 FROM member_of ORDER BY is_member DESC, joined_at DESC, account_id";
    let found: Vec<Row> = rows(sql, query, vec![])?;
    let current = found.first().filter(|row| row.is_member == 1).map(|row| row.account_id.clone());
    let others = found
        .into_iter()
        .map(|row| row.account_id)
        .filter(|account| current.as_ref() != Some(account))
        .collect();
    let alias = rows::<Alias>(sql, "SELECT user_id FROM alias", vec![])?;
    let alias = alias.into_iter().next().map(|row| row.user_id);
    let query = "SELECT 1 AS found FROM moved WHERE rest IS NOT NULL \
                 UNION ALL SELECT 1 FROM parcel LIMIT 1";
    let is_moving = !rows::<serde_json::Value>(sql, query, vec![])?.is_empty();
    Ok(Memberships { current, others, alias, is_moving })
}

/// Notes a change. The largest instants decide, so changes may come late and in any order; of a
/// leaving and a joining at one instant the last to come holds.
pub(super) fn note(sql: &SqlStorage, change: &MembershipChange) -> Result<()> {
    let query = if change.is_join {
        "INSERT INTO member_of (account_id, joined_at) VALUES (?1, ?2) \
         ON CONFLICT (account_id) DO UPDATE SET \
         joined_at = max(coalesce(joined_at, ?2), ?2), left_at = nullif(left_at, ?2)"
    } else {
        "INSERT INTO member_of (account_id, left_at) VALUES (?1, ?2) \
         ON CONFLICT (account_id) DO UPDATE SET left_at = max(coalesce(left_at, ?2), ?2)"
    };
    execute(sql, query, vec![change.account.as_str().into(), integer(change.at.0)])
}

/// Whether nothing was noted yet of what the item `id` says; from now on it was. Sent again, an
/// item may seem to be younger than what was said since: its instant is reckoned from when it came.
pub(super) fn is_new(sql: &SqlStorage, id: &MessageId) -> Result<bool> {
    let query = "INSERT INTO tied (message_id) VALUES (?) ON CONFLICT DO NOTHING RETURNING 1 AS n";
    Ok(!rows::<serde_json::Value>(sql, query, vec![id.as_str().into()])?.is_empty())
}

/// Notes what the person was asked, in whatever account. What was last stands.
pub(super) fn note_contacts(
    sql: &SqlStorage,
    Contacts { seen_at, dismissed_at }: Contacts,
) -> Result<()> {
    let query = "INSERT INTO contact (only, seen_at, dismissed_at) VALUES (1, ?1, ?2) \
                 ON CONFLICT (only) DO UPDATE SET \
                 seen_at = max(coalesce(seen_at, ?1), coalesce(?1, seen_at)), \
                 dismissed_at = max(coalesce(dismissed_at, ?2), coalesce(?2, dismissed_at))";
    let at = |at: Option<UnixMillis>| at.map(|at| integer(at.0)).into();
    execute(sql, query, vec![at(seen_at), at(dismissed_at)])
}

/// What the person was asked, in whatever account.
pub(super) fn contacts(sql: &SqlStorage) -> Result<Contacts> {
    let found: Vec<Contacts> = rows(sql, "SELECT seen_at, dismissed_at FROM contact", vec![])?;
    Ok(found.into_iter().next().unwrap_or_default())
}

/// Notes who the person turned out to be. The first word stands: history that has moved
/// cannot be moved again.
pub(super) fn note_alias(sql: &SqlStorage, user: &UserId) -> Result<()> {
    let query = "INSERT INTO alias (only, user_id) VALUES (1, ?) ON CONFLICT (only) DO NOTHING";
    execute(sql, query, vec![user.as_str().into()])
}
