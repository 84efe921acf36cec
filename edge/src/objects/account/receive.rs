//! Takes in a parcel: somebody's history that belongs here.

use shared::{
    content::{Content, ContentKind},
    placement::Journey,
    survey::NpsRating,
    time::UnixMillis,
};
use worker::{Error, Result, SqlStorage};

use super::{
    super::storage::{execute, integer, rows},
    journeys::Journeys,
    learn,
    memory::Memory,
    outbox::{self, Teller},
    parcel::{Destination, MovedJourney, MovedPerson, Parcel},
    summary,
};
use crate::projection::{Change, DismissalRecord, ResponseRecord};

/// Stores what is in `parcel`, unless it came before. Returns how many messages went to the outbox.
pub(super) fn receive(
    sql: &SqlStorage,
    parcel: &Parcel,
    content: &[Content],
    memory: &mut Memory,
    now: UnixMillis,
) -> Result<usize> {
    let query = "INSERT INTO parcel_received (name) VALUES (?) ON CONFLICT DO NOTHING \
                 RETURNING 1 AS n";
    let is_new: Vec<serde_json::Value> = rows(sql, query, vec![parcel.name.as_str().into()])?;
    if is_new.is_empty() {
        return Ok(0);
    }
    store_events(sql, parcel)?;
    store_commands(sql, parcel)?;
    learn_person(sql, parcel)?;

    memory.n_members = None;
    let mut journeys = Journeys::new(sql, memory);
    journeys.get(&parcel.user)?.absorb(journey(&parcel.journeys)?);
    if parcel.is_unobserved {
        let names = parcel.events.iter().filter(|event| event.r#type == "track");
        for name in names.filter_map(|event| event.name.as_deref()) {
            if content.iter().any(|content| content.listens_to(name)) {
                journeys.get(&parcel.user)?.observe(content, name, now);
            }
        }
    }
    journeys.store()?;

    // The workspace knows answers by where they were given, and learns whose they are now.
    let account = match &parcel.to {
        Destination::Account(account) => Some(account.clone()),
        Destination::User(_) => None,
    };
    let own_name = parcel.to.name(&parcel.workspace).to_string();
    let teller = |source: &str| Teller {
        workspace: parcel.workspace.clone(),
        object: own_name.clone(),
        source: source.to_owned(),
        account: account.clone(),
    };
    let mut n_told = 0;
    for (source, change) in answers(sql, parcel)? {
        outbox::push(sql, &teller(&source), change)?;
        n_told += 1;
    }
    if let (true, Some(record)) = (account.is_some(), summary::changed(sql, memory)?) {
        outbox::push(sql, &teller(&own_name), Change::Account(record))?;
        n_told += 1;
    }
    Ok(n_told)
}

/// An event that was here before and moved on may come back; one that is here stays.
fn store_events(sql: &SqlStorage, parcel: &Parcel) -> Result<()> {
    let query = "INSERT INTO event (message_id, type, user, anonymous, name, timestamp, \
                 received_at, trusted, body) \
                 SELECT value ->> 'message_id', value ->> 'type', ?2, value ->> 'anonymous', \
                 value ->> 'name', value ->> 'timestamp', value ->> 'received_at', \
                 value ->> 'trusted', value ->> 'body' FROM json_each(?1) WHERE true \
                 ON CONFLICT (message_id) DO UPDATE \
                 SET user = excluded.user, body = excluded.body, moved_at = NULL \
                 WHERE moved_at IS NOT NULL";
    let events = serde_json::to_string(&parcel.events)?;
    execute(sql, query, vec![events.into(), parcel.user.as_str().into()])
}

fn store_commands(sql: &SqlStorage, parcel: &Parcel) -> Result<()> {
    let query = "INSERT INTO command (command_id, accepted_at) \
                 SELECT value ->> 'command_id', value ->> 'accepted_at' \
                 FROM json_each(?) WHERE true ON CONFLICT DO NOTHING";
    execute(sql, query, vec![serde_json::to_string(&parcel.commands)?.into()])
}

/// What is known of the person here outweighs what was known there.
fn learn_person(sql: &SqlStorage, parcel: &Parcel) -> Result<()> {
    let seen_at = match (&parcel.person, parcel.events.last()) {
        (Some(person), _) => person.last_seen_at,
        (None, Some(event)) => event.timestamp.min(event.received_at),
        (None, None) => return Ok(()),
    };
    learn::see_user(sql, &parcel.user, UnixMillis(seen_at))?;
    if matches!(parcel.to, Destination::Account(_)) {
        learn::see_account(sql, UnixMillis(seen_at))?;
    }
    let Some(MovedPerson { traits, first_seen_at, sign_ins, last_sign_in_at, .. }) = &parcel.person
    else {
        return Ok(());
    };
    let query = "UPDATE user SET traits = json_patch(?1, traits), \
                 first_seen_at = min(first_seen_at, ?2), sign_ins = sign_ins + ?3, \
                 last_sign_in_at = nullif(max(coalesce(last_sign_in_at, 0), coalesce(?4, 0)), 0) \
                 WHERE user_id = ?5";
    execute(
        sql,
        query,
        vec![
            traits.as_str().into(),
            integer(*first_seen_at),
            integer(*sign_ins),
            last_sign_in_at.map(integer).into(),
            parcel.user.as_str().into(),
        ],
    )
}

fn journey(moved: &[MovedJourney]) -> Result<Journey> {
    let mut journey = Journey::default();
    for MovedJourney { content_id, kind, body } in moved {
        match kind {
            ContentKind::Checklist => {
                journey.progress.insert(content_id.clone(), serde_json::from_str(body)?);
            }
            ContentKind::Survey => {
                journey.prompts.insert(content_id.clone(), serde_json::from_str(body)?);
            }
        }
    }
    Ok(journey)
}

/// Stores answers and dismissals; for each, where it was given and what the workspace is told.
fn answers(sql: &SqlStorage, parcel: &Parcel) -> Result<Vec<(String, Change)>> {
    let mut changes = Vec::new();
    for moved in &parcel.responses {
        let rating = u8::try_from(moved.rating).ok().and_then(|r| NpsRating::try_from(r).ok());
        let rating =
            rating.ok_or_else(|| Error::RustError("a stored rating is out of range".to_owned()))?;
        let record = ResponseRecord {
            id: moved.response_id.clone(),
            survey: moved.survey_id.clone(),
            kind: moved.kind.clone(),
            user: parcel.user.clone(),
            user_name: moved.user_name.clone(),
            rating,
            category: rating.category(),
            comment: moved.comment.clone(),
            answered_at: moved.answered_at,
        };
        super::response::store(sql, &record, Some(&moved.source))?;
        changes.push((moved.source.clone(), Change::Response(record)));
    }
    for moved in &parcel.dismissals {
        let record = DismissalRecord {
            id: moved.dismissal_id.clone(),
            survey: moved.survey_id.clone(),
            user: parcel.user.clone(),
            dismissed_at: moved.dismissed_at,
        };
        super::response::store_dismissal(sql, &record, Some(&moved.source))?;
        changes.push((moved.source.clone(), Change::Dismissal(record)));
    }
    Ok(changes)
}
