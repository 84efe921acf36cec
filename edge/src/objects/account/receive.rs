//! Takes in a parcel: somebody's history that belongs here.

use std::{collections::BTreeSet, rc::Rc};

use serde::Deserialize;
use shared::{
    contact::ContactPolicy,
    content::{Content, ContentKind},
    placement::{Journey, Scene},
    time::UnixMillis,
};
use worker::{Result, SqlStorage, SqlStorageValue};

use super::{
    super::storage::{execute, integer, n_changes, rows},
    activity::{self, Properties},
    audit::{self, By},
    facts,
    journeys::{Changed, Journeys},
    learn,
    memory::Memory,
    outbox::{self, Teller},
    packing,
    parcel::{Destination, MovedEvent, MovedJourney, MovedPerson, Parcel},
    summary, trace, training,
};
use crate::{
    projection::{Change, DismissalRecord, ResponseRecord},
    wording::Language,
};

/// Stores what is in `parcel`, unless it came before. Returns how many messages went to the outbox.
pub(super) fn receive(
    sql: &SqlStorage,
    parcel: &Parcel,
    content: &Rc<[Content]>,
    memory: &mut Memory,
    now: UnixMillis,
) -> Result<usize> {
    let query = "INSERT INTO parcel_received (name) VALUES (?) ON CONFLICT DO NOTHING \
                 RETURNING 1 AS n";
    let is_new: Vec<serde_json::Value> = rows(sql, query, vec![parcel.name.as_str().into()])?;
    if is_new.is_empty() {
        return Ok(0);
    }
    let new = store_events(sql, parcel, memory)?;
    store_commands(sql, parcel)?;
    learn_person(sql, parcel)?;
    audit::receive(sql, &parcel.user, &parcel.audit)?;

    memory.n_members = None;
    let mut journeys = Journeys::new(sql, memory);
    let of = |is_team: i64| {
        let moved = parcel.journeys.iter().filter(move |moved| moved.is_team == is_team);
        journey(moved)
    };
    let (own, all) = (of(0)?, of(1)?);
    let (journey, team) = journeys.get(&parcel.user)?;
    journey.absorb(own);
    team.absorb(all);
    let mut enrollments = journeys.store()?;
    let caught_up = catch_up(sql, parcel, &new, content, memory, now)?;
    enrollments.extend(caught_up.enrollments);

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
    let of_training = training::changes_of(sql, content, enrollments)?;
    for change in caught_up.statements.into_iter().chain(of_training) {
        outbox::push(sql, &teller(&own_name), change)?;
        n_told += 1;
    }
    if let (true, Some(record)) = (account.is_some(), summary::changed(sql, memory)?) {
        outbox::push(sql, &teller(&own_name), Change::Account(record))?;
        n_told += 1;
    }
    Ok(n_told)
}

/// Returns the ids of those that are new here. An event that was here before and moved on may
/// come back; one that is here stays.
fn store_events(
    sql: &SqlStorage,
    parcel: &Parcel,
    memory: &mut Memory,
) -> Result<BTreeSet<String>> {
    #[derive(Deserialize)]
    struct Row {
        message_id: String,
    }
    let events: SqlStorageValue = serde_json::to_string(&parcel.events)?.into();
    let query = "DELETE FROM event WHERE moved_at IS NOT NULL \
                 AND message_id IN (SELECT value ->> 'message_id' FROM json_each(?))";
    execute(sql, query, vec![events.clone()])?;
    if n_changes(sql)? > 0 {
        // The next event may get the number of one that is gone, which was counted.
        activity::forget(sql)?;
        packing::forget_numbers(sql)?;
        memory.counted = None;
    }
    memory.n_uncounted = None;
    let query = "INSERT INTO event (message_id, type, user, anonymous, name, timestamp, \
                 received_at, trusted, body) \
                 SELECT value ->> 'message_id', value ->> 'type', ?2, value ->> 'anonymous', \
                 value ->> 'name', value ->> 'timestamp', value ->> 'received_at', \
                 value ->> 'trusted', value ->> 'body' FROM json_each(?1) WHERE true \
                 ON CONFLICT (message_id) DO NOTHING RETURNING message_id";
    let new: Vec<Row> = rows(sql, query, vec![events, parcel.user.as_str().into()])?;
    Ok(new.into_iter().map(|row| row.message_id).collect())
}

/// What [`catch_up`] came to.
#[derive(Default)]
struct CaughtUp {
    enrollments: Vec<Changed>,
    statements: Vec<Change>,
}

/// Lets content take in what nobody was signed in for, and enrols the person wherever a rule means them
/// by what they bring.
fn catch_up(
    sql: &SqlStorage,
    parcel: &Parcel,
    new: &BTreeSet<String>,
    content: &Rc<[Content]>,
    memory: &mut Memory,
    now: UnixMillis,
) -> Result<CaughtUp> {
    let user = &parcel.user;
    let is_told_who =
        parcel.person.is_some() && Journeys::new(sql, memory).awaits_rules(user, content)?;
    if !parcel.is_unobserved && !is_told_who {
        return Ok(CaughtUp::default());
    }
    activity::count(sql, content, memory)?;
    let facts = facts::load(sql, user, &activity::tests_of(content), now)?;
    let (words, policy) = (Language(&facts.locale), ContactPolicy::default());
    let scene = Scene { content, policy: &policy, facts: &facts, words: &words };
    let mut events = Vec::new();
    let deeds = if parcel.is_unobserved { deeds(parcel, new) } else { vec![] };
    let properties = Properties::load(sql, content, deeds.iter().copied())?;
    let mut journeys = Journeys::new(sql, memory);
    for (name, message_id) in deeds {
        if journeys.expects(user, content, name)? {
            let (journey, team) = journeys.get(user)?;
            events.extend(journey.observe(team, &scene, name, properties.of(message_id)));
        }
    }
    if is_told_who {
        events.extend(journeys.get(user)?.0.enrol(&scene));
    }
    let events = events.iter().map(|(id, event)| (id, event));
    let statements = trace::leave(sql, &parcel.workspace, &scene, By::Product, events)?;
    Ok(CaughtUp { enrollments: journeys.store()?, statements })
}

/// What was done, by name and message id, of what is new here.
fn deeds<'a>(parcel: &'a Parcel, new: &BTreeSet<String>) -> Vec<(&'a str, &'a str)> {
    let is_new_deed =
        |event: &&MovedEvent| event.r#type == "track" && new.contains(&event.message_id);
    let deeds = parcel.events.iter().filter(is_new_deed);
    deeds.filter_map(|event| Some((event.name.as_deref()?, event.message_id.as_str()))).collect()
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

fn journey<'a>(moved: impl Iterator<Item = &'a MovedJourney>) -> Result<Journey> {
    let mut journey = Journey::default();
    for MovedJourney { content_id, kind, body, .. } in moved {
        match kind {
            ContentKind::Checklist => {
                journey.progress.insert(content_id.clone(), serde_json::from_str(body)?);
            }
            ContentKind::Survey => {
                journey.prompts.insert(content_id.clone(), serde_json::from_str(body)?);
            }
            ContentKind::Course => {
                journey.enrollments.insert(content_id.clone(), serde_json::from_str(body)?);
            }
        }
    }
    Ok(journey)
}

/// Stores answers and dismissals; for each, where it was given and what the workspace is told.
fn answers(sql: &SqlStorage, parcel: &Parcel) -> Result<Vec<(String, Change)>> {
    let mut changes = Vec::new();
    for moved in &parcel.responses {
        let rating = moved.rating.and_then(|rating| u8::try_from(rating).ok());
        let record = ResponseRecord {
            id: moved.response_id.clone(),
            survey: moved.survey_id.clone(),
            kind: moved.kind.clone(),
            user: parcel.user.clone(),
            user_name: moved.user_name.clone(),
            rating,
            category: ResponseRecord::category(&moved.kind, rating),
            comment: moved.comment.clone(),
            answered_at: moved.answered_at,
            answers: serde_json::from_str(&moved.answers)?,
            is_complete: moved.is_complete == 1,
            followed_at: moved.followed_at.map(UnixMillis),
            revision: moved.revision,
        };
        super::response::store(sql, &record, moved.round, Some(&moved.source))?;
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
