//! The account as operators read it: what it pays for, and who is in it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use shared::{id::UserId, time::UnixMillis};
use worker::{Result, SqlStorage, SqlStorageValue};

use super::{
    super::{
        Cursor, Page,
        storage::{integer, rows},
    },
    standing,
    summary::{DELETED_AT, IS_MEMBER, text_trait},
    traits,
};

/// Which page of people.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PeopleQuery {
    /// Rows after this one.
    pub(crate) after: Option<Cursor<String>>,
    /// How many rows.
    pub(crate) limit: u32,
}

/// An account. Instants are milliseconds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AccountDetail {
    /// All traits as they are now, but for those that nobody can read.
    pub(crate) traits: Map<String, Value>,
    /// What each trait of standing has been, by its name, the oldest first.
    pub(crate) history: Map<String, Value>,
    /// When we first heard of it, or when it was created as its server says.
    pub(crate) created_at: UnixMillis,
    /// When somebody in it last did something.
    pub(crate) last_seen_at: UnixMillis,
    /// When it was deleted.
    pub(crate) deleted_at: Option<UnixMillis>,
    /// When its trial began last.
    pub(crate) trial_started_at: Option<UnixMillis>,
    /// When its trial ended last.
    pub(crate) trial_ended_at: Option<UnixMillis>,
    /// How many users are in it.
    pub(crate) users: u32,
    /// A page of those who are or were in it, last seen first.
    pub(crate) people: Page<PersonRow>,
}

/// Somebody in an account. Instants are milliseconds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PersonRow {
    /// Their id, the vendor's.
    pub(crate) id: String,
    /// Trait `name`.
    pub(crate) name: Option<String>,
    /// Trait `email`.
    pub(crate) email: Option<String>,
    /// Trait `role`.
    pub(crate) role: Option<String>,
    /// Whether they are the account's champion.
    pub(crate) is_champion: bool,
    /// When they joined, or were seen first.
    pub(crate) joined_at: UnixMillis,
    /// When they left; `None` while they are in the account.
    pub(crate) left_at: Option<UnixMillis>,
    /// When they were there last.
    pub(crate) last_seen_at: UnixMillis,
    /// How often they signed in.
    pub(crate) sign_ins: i64,
    /// When they signed in last.
    pub(crate) last_sign_in_at: Option<UnixMillis>,
}

/// The account with a page of its people; `None` if nobody ever spoke of it.
pub(super) fn detail(sql: &SqlStorage, query: &PeopleQuery) -> Result<Option<AccountDetail>> {
    #[derive(Deserialize)]
    struct Row {
        traits: String,
        created_at: UnixMillis,
        last_seen_at: UnixMillis,
        deleted_at: Option<UnixMillis>,
        trial_started_at: Option<UnixMillis>,
        trial_ended_at: Option<UnixMillis>,
        users: u32,
    }
    let statement = format!(
        "SELECT traits, created_at, last_seen_at, {DELETED_AT}, trial_started_at, trial_ended_at, \
         (SELECT count(*) FROM user WHERE {IS_MEMBER}) AS users FROM account"
    );
    let Some(row) = rows::<Row>(sql, &statement, vec![])?.pop() else { return Ok(None) };
    let traits = traits::read(Some(&row.traits), "an account");
    let champion = traits.get("championUserId").and_then(Value::as_str);
    let people = people(sql, query, champion.unwrap_or_default())?;
    Ok(Some(AccountDetail {
        history: history(sql)?,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
        deleted_at: row.deleted_at,
        trial_started_at: row.trial_started_at,
        trial_ended_at: row.trial_ended_at,
        users: row.users,
        people,
        traits,
    }))
}

/// `{trait: [{since, value}]}`.
fn history(sql: &SqlStorage) -> Result<Map<String, Value>> {
    let mut history: Map<String, Value> = Map::new();
    for standing::Change { name, since, value } in standing::history(sql)? {
        let change = serde_json::json!({ "since": since, "value": value });
        match history.entry(name).or_insert_with(|| Value::Array(vec![])) {
            Value::Array(changes) => changes.push(change),
            _ => unreachable!("each entry is an array"),
        }
    }
    Ok(history)
}

fn people(sql: &SqlStorage, query: &PeopleQuery, champion: &str) -> Result<Page<PersonRow>> {
    let (mut filter, mut bindings) = ("true", Vec::new());
    if let Some(Cursor(last_seen_at, id)) = &query.after {
        filter = "(last_seen_at, user_id) < (?, ?)";
        bindings.extend([integer(*last_seen_at), id.as_str().into()]);
    }
    bindings.push(integer(i64::from(query.limit) + 1));
    let found = select(sql, filter, bindings, champion)?;
    Ok(Page::cut(found, query.limit, |row| Cursor(row.last_seen_at.0, row.id.clone())))
}

/// `user` of the account; `None` if they never were in it.
pub(super) fn person(sql: &SqlStorage, user: &UserId) -> Result<Option<PersonRow>> {
    #[derive(Deserialize)]
    struct Row {
        champion: Option<String>,
    }
    let query = format!("SELECT {} FROM account", text_trait("championUserId", "champion"));
    let champion = rows::<Row>(sql, &query, vec![])?.pop().and_then(|row| row.champion);
    let bindings = vec![user.as_str().into(), integer(1)];
    Ok(select(sql, "user_id = ?", bindings, &champion.unwrap_or_default())?.pop())
}

/// The people whom `filter` lets pass, last seen first; the last of `bindings` is how many.
fn select(
    sql: &SqlStorage,
    filter: &str,
    bindings: Vec<SqlStorageValue>,
    champion: &str,
) -> Result<Vec<PersonRow>> {
    #[derive(Deserialize)]
    struct Row {
        id: String,
        name: Option<String>,
        email: Option<String>,
        role: Option<String>,
        joined_at: UnixMillis,
        left_at: Option<UnixMillis>,
        last_seen_at: UnixMillis,
        sign_ins: i64,
        last_sign_in_at: Option<UnixMillis>,
    }
    let [name, email, role] = ["name", "email", "role"].map(|name| text_trait(name, name));
    let statement = format!(
        "SELECT user_id AS id, {name}, {email}, {role}, \
         coalesce(joined_at, first_seen_at) AS joined_at, \
         iif({IS_MEMBER}, NULL, left_at) AS left_at, last_seen_at, sign_ins, last_sign_in_at \
         FROM user WHERE {filter} ORDER BY last_seen_at DESC, user_id DESC LIMIT ?"
    );
    let found: Vec<Row> = rows(sql, &statement, bindings)?;
    let people = found.into_iter().map(|row| PersonRow {
        is_champion: row.id == champion,
        id: row.id,
        name: row.name,
        email: row.email,
        role: row.role,
        joined_at: row.joined_at,
        left_at: row.left_at,
        last_seen_at: row.last_seen_at,
        sign_ins: row.sign_ins,
        last_sign_in_at: row.last_sign_in_at,
    });
    Ok(people.collect())
}
