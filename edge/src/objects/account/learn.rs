//! Takes what new events say of people and account into their rows.

use shared::{account::B2bEvent, id::UserId, ingest::VerbName, time::UnixMillis};
use worker::{Result, SqlStorage};

use super::{
    super::storage::{execute, integer},
    NotableEvent, Visit,
    memory::Memory,
    not_after, standing, traits,
};
use crate::clock;

/// Takes in who was there, and what `events`, all of them new, say. Whether a row of a user or
/// of the account has changed.
pub(super) fn learn(
    sql: &SqlStorage,
    visit: &Visit<'_>,
    events: &[&NotableEvent<'_>],
    memory: &mut Memory,
) -> Result<bool> {
    let mut has_changed = false;
    let mut last_seen_at = None;
    for seen in &visit.users {
        let at = not_after(visit.received_at, seen.at);
        last_seen_at = last_seen_at.max(Some(at));
        if memory.is_news_of(&seen.user, at) {
            see_user(sql, &seen.user, at)?;
            has_changed = true;
        }
    }
    if let (Some(_), Some(at)) = (&visit.account, last_seen_at)
        && memory.is_news_of_account(at)
    {
        see_account(sql, at)?;
        has_changed = true;
    }
    for event in events {
        let user = visit.user_of(event);
        let at = not_after(visit.received_at, event.timestamp);
        match event.r#type {
            VerbName::Identify => {
                if let Some(traits) = event.traits {
                    traits::merge_into_user(sql, user, traits)?;
                    has_changed = true;
                }
            }
            VerbName::Group => {
                join(sql, user, at)?;
                memory.n_members = None;
                has_changed = true;
                if let Some(traits) = event.traits {
                    standing::merge(sql, traits, event.trusted, at)?;
                }
            }
            VerbName::Track => {
                let b2b = event.name.and_then(B2bEvent::parse);
                if let Some(b2b) = b2b.filter(|b2b| event.trusted || !b2b.needs_trust()) {
                    learn_b2b(sql, b2b, user, at)?;
                    memory.n_members = None;
                    has_changed = true;
                }
            }
            VerbName::Page | VerbName::Screen | VerbName::Alias => {}
        }
    }
    Ok(has_changed)
}

/// Makes sure that `user` has a row, and notes when they were there.
pub(super) fn see_user(sql: &SqlStorage, user: &UserId, at: UnixMillis) -> Result<()> {
    let query = "INSERT INTO user (user_id, traits, first_seen_at, last_seen_at, seen_noted_at) \
                 VALUES (?1, '{}', ?2, ?2, ?3) ON CONFLICT (user_id) DO UPDATE \
                 SET last_seen_at = excluded.last_seen_at, \
                 seen_noted_at = max(seen_noted_at, excluded.seen_noted_at) \
                 WHERE last_seen_at < excluded.last_seen_at";
    // Not when the request came: a list may have been read since, see `detail::PeoplePlace`.
    let now = clock::now();
    execute(sql, query, vec![user.as_str().into(), integer(at.0), integer(now.0)])
}

/// Makes sure that the account has its row, and notes when somebody was there.
pub(super) fn see_account(sql: &SqlStorage, at: UnixMillis) -> Result<()> {
    let query = "INSERT INTO account (only, traits, created_at, last_seen_at) \
                 VALUES (1, '{}', ?1, ?1) ON CONFLICT (only) DO UPDATE \
                 SET last_seen_at = max(last_seen_at, excluded.last_seen_at)";
    execute(sql, query, vec![integer(at.0)])
}

/// The largest instants decide, so events may come late, and in any order. Of a leaving and a
/// joining at one instant, as a request of both without a time has them, the last to come holds.
fn join(sql: &SqlStorage, user: &UserId, at: UnixMillis) -> Result<()> {
    let query = "UPDATE user SET joined_at = max(coalesce(joined_at, ?1), ?1), \
                 left_at = nullif(left_at, ?1) WHERE user_id = ?2";
    execute(sql, query, vec![integer(at.0), user.as_str().into()])
}

fn learn_b2b(sql: &SqlStorage, event: B2bEvent, user: &UserId, at: UnixMillis) -> Result<()> {
    let of_user = |assignment: &str| {
        let query = format!("UPDATE user SET {assignment} WHERE user_id = ?2");
        execute(sql, &query, vec![integer(at.0), user.as_str().into()])
    };
    let of_account = |assignment: &str| {
        execute(sql, &format!("UPDATE account SET {assignment}"), vec![integer(at.0)])
    };
    match event {
        B2bEvent::SignedIn => of_user(
            "sign_ins = sign_ins + 1, last_sign_in_at = max(coalesce(last_sign_in_at, ?1), ?1)",
        ),
        B2bEvent::AccountAddedUser => join(sql, user, at),
        B2bEvent::AccountRemovedUser => of_user("left_at = max(coalesce(left_at, ?1), ?1)"),
        B2bEvent::AccountCreated => of_account(
            "said_created_at = max(coalesce(said_created_at, ?1), ?1), \
             created_at = max(coalesce(said_created_at, ?1), ?1)",
        ),
        // Whether it is deleted now depends on when it was created last: `summary::DELETED_AT`.
        B2bEvent::AccountDeleted => of_account("deleted_at = max(coalesce(deleted_at, ?1), ?1)"),
        B2bEvent::TrialStarted => {
            of_account("trial_started_at = max(coalesce(trial_started_at, ?1), ?1)")
        }
        B2bEvent::TrialEnded => {
            of_account("trial_ended_at = max(coalesce(trial_ended_at, ?1), ?1)")
        }
        // They say nothing that a row would hold: the events themselves are the record.
        B2bEvent::SignedUp | B2bEvent::SignedOut | B2bEvent::InviteSent => Ok(()),
    }
}
