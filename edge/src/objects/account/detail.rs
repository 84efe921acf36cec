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
use crate::clock;

/// Which page of people.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PeopleQuery {
    /// Where an earlier page ended.
    pub(crate) after: Option<PeoplePlace>,
    /// How many rows.
    pub(crate) limit: u32,
}

/// Where a page of people ended.
///
/// People move to the front while somebody turns the pages. So the order is that of the first
/// page's instant: those of whom nothing was noted since, last seen first, and then the others,
/// each of whom was on a page already or would have been on one to come.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PeoplePlace {
    /// When the first page was read, by our clock.
    begun_at: UnixMillis,
    /// Whether the last row is of the others.
    is_late: bool,
    /// When they were seen last, and who they are.
    last: Cursor<String>,
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
    /// A page of those who are or were in it, last seen first; who is seen while one turns the
    /// pages comes at the end, even if they were on a page before.
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

/// As [`PeoplePlace`] says.
fn people(sql: &SqlStorage, query: &PeopleQuery, champion: &str) -> Result<Page<PersonRow>> {
    // Who was noted in the very millisecond of the first page may have been on it, or not.
    let is_late = "seen_noted_at >= ?1";
    let (begun_at, filter, mut bindings) = match &query.after {
        // Nobody is late on the first page.
        None => (clock::now(), "true".to_owned(), vec![integer(i64::MAX)]),
        Some(PeoplePlace { begun_at, is_late: true, last: Cursor(_, id) }) => {
            let filter = format!("{is_late} AND user_id < ?2");
            (*begun_at, filter, vec![integer(begun_at.0), id.as_str().into()])
        }
        Some(PeoplePlace { begun_at, is_late: false, last: Cursor(last_seen_at, id) }) => {
            let filter = format!("({is_late} OR (last_seen_at, user_id) < (?2, ?3))");
            let last = [integer(*last_seen_at), id.as_str().into()];
            (*begun_at, filter, [integer(begun_at.0)].into_iter().chain(last).collect())
        }
    };
    bindings.push(integer(i64::from(query.limit) + 1));
    let order = format!("{is_late}, iif({is_late}, NULL, last_seen_at) DESC, user_id DESC");
    let found = select(sql, &filter, &order, bindings, champion)?;
    let page = Page::cut(found, query.limit, |(row, noted_at)| PeoplePlace {
        begun_at,
        is_late: query.after.is_some() && *noted_at >= begun_at,
        last: Cursor(row.last_seen_at.0, row.id.clone()),
    });
    Ok(page.map(|(row, _)| row))
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
    let found = select(sql, "user_id = ?", "user_id", bindings, &champion.unwrap_or_default())?;
    Ok(found.into_iter().next().map(|(row, _)| row))
}

/// When `user` was here last; `None` if they never were.
pub(super) fn seen_at(sql: &SqlStorage, user: &UserId) -> Result<Option<UnixMillis>> {
    #[derive(Deserialize)]
    struct Row {
        last_seen_at: UnixMillis,
    }
    let query = "SELECT last_seen_at FROM user WHERE user_id = ?";
    let found: Vec<Row> = rows(sql, query, vec![user.as_str().into()])?;
    Ok(found.first().map(|row| row.last_seen_at))
}

/// The people whom `filter` lets pass, in `order`, each with when they were noted as seen; the last
/// of `bindings` is how many.
fn select(
    sql: &SqlStorage,
    filter: &str,
    order: &str,
    bindings: Vec<SqlStorageValue>,
    champion: &str,
) -> Result<Vec<(PersonRow, UnixMillis)>> {
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
        seen_noted_at: UnixMillis,
    }
    let [name, email, role] = ["name", "email", "role"].map(|name| text_trait(name, name));
    let statement = format!(
        "SELECT user_id AS id, {name}, {email}, {role}, \
         coalesce(joined_at, first_seen_at) AS joined_at, \
         iif({IS_MEMBER}, NULL, left_at) AS left_at, last_seen_at, sign_ins, last_sign_in_at, \
         seen_noted_at FROM user WHERE {filter} ORDER BY {order} LIMIT ?"
    );
    let found: Vec<Row> = rows(sql, &statement, bindings)?;
    let people = found.into_iter().map(|row| {
        let noted_at = row.seen_noted_at;
        let person = PersonRow {
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
        };
        (person, noted_at)
    });
    Ok(people.collect())
}
