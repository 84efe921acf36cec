//! Tables `activity` and `measured`: how often things happened, by person and UTC day.
//!
//! Content asks for counts of events; reading them from table `event` would cost more with each
//! event stored. So what content asks for is counted as it comes in. What happened before anybody
//! asked is counted once, from the events.

use std::{collections::BTreeSet, rc::Rc};

use serde::Deserialize;
use serde_json::{Map, Value};
use shared::{
    content::Content,
    id::UserId,
    targeting::{By, Counts, EventTest, Window},
    time::{DAY_MS, UnixMillis},
};
use worker::{Result, SqlStorage};

use super::{
    super::storage::{execute, integer, rows},
    memory::Memory,
};

/// Stands for the account where others have a user.
const ACCOUNT: &str = "";
/// How many events are read at a time.
const CHUNK: i64 = 1_000;

/// Every test of events in `content`.
pub(super) fn tests_of(content: &[Content]) -> Vec<&EventTest> {
    let mut tests = Vec::new();
    for content in content {
        content.for_each_event(&mut |test| tests.push(test));
    }
    tests
}

/// Makes sure that everything `content` asks for has been counted so far. To be called before
/// new events are stored, which [`count`] adds.
pub(super) fn ensure(sql: &SqlStorage, content: &Rc<[Content]>, memory: &mut Memory) -> Result<()> {
    #[derive(Deserialize)]
    struct Row {
        measure: String,
    }
    if memory.counted.as_ref().is_some_and(|counted| Rc::ptr_eq(counted, content)) {
        return Ok(());
    }
    let known: Vec<Row> = rows(sql, "SELECT measure FROM measured", vec![])?;
    let mut known: BTreeSet<String> = known.into_iter().map(|row| row.measure).collect();
    for test in tests_of(content) {
        let measure = test.measure();
        if known.contains(&measure) {
            continue;
        }
        if test.properties.is_empty() {
            count_all(sql, &measure)?;
        } else {
            count_some(sql, &measure, test)?;
        }
        let query = "INSERT INTO measured (measure) VALUES (?)";
        execute(sql, query, vec![measure.as_str().into()])?;
        known.insert(measure);
    }
    memory.counted = Some(Rc::clone(content));
    Ok(())
}

/// Counts every event of a name that is stored.
fn count_all(sql: &SqlStorage, name: &str) -> Result<()> {
    let query = format!(
        "INSERT INTO activity (measure, user_id, day, n) \
         SELECT ?1, user, timestamp / {DAY_MS} AS day, count(*) FROM event \
         WHERE type = 'track' AND name = ?1 AND user IS NOT NULL AND moved_at IS NULL \
         GROUP BY user, day"
    );
    execute(sql, &query, vec![name.into()])?;
    let query = format!(
        "INSERT INTO activity (measure, user_id, day, n) \
         SELECT ?1, '{ACCOUNT}', day, sum(n) FROM activity WHERE measure = ?1 GROUP BY day"
    );
    execute(sql, &query, vec![name.into()])
}

/// Counts the stored events that `test` counts.
fn count_some(sql: &SqlStorage, measure: &str, test: &EventTest) -> Result<()> {
    #[derive(Deserialize)]
    struct Row {
        event_id: i64,
        user: UserId,
        timestamp: UnixMillis,
        properties: Option<String>,
    }
    let query = "SELECT event_id, user, timestamp, body -> 'properties' AS properties FROM event \
                 WHERE type = 'track' AND name = ? AND user IS NOT NULL AND moved_at IS NULL \
                 AND event_id > ? ORDER BY event_id LIMIT ?";
    let mut after = -1;
    loop {
        let bindings = vec![test.name.as_str().into(), integer(after), integer(CHUNK)];
        let found: Vec<Row> = rows(sql, query, bindings)?;
        let Some(last) = found.last() else { return Ok(()) };
        after = last.event_id;
        for row in found {
            if test.counts(&test.name, &read(row.properties.as_deref()), row.timestamp) {
                add(sql, measure, row.user.as_str(), row.timestamp)?;
                add(sql, measure, ACCOUNT, row.timestamp)?;
            }
        }
    }
}

/// Counts a new event of `user` for the tests that it counts for.
pub(super) fn count(
    sql: &SqlStorage,
    tests: &[&EventTest],
    user: &UserId,
    (name, properties): (&str, &Map<String, Value>),
    at: UnixMillis,
) -> Result<()> {
    let counting = tests.iter().filter(|test| test.counts(name, properties, at));
    let measures: BTreeSet<String> = counting.map(|test| test.measure()).collect();
    for measure in measures {
        add(sql, &measure, user.as_str(), at)?;
        add(sql, &measure, ACCOUNT, at)?;
    }
    Ok(())
}

fn add(sql: &SqlStorage, measure: &str, user: &str, at: UnixMillis) -> Result<()> {
    let query = "INSERT INTO activity (measure, user_id, day, n) VALUES (?, ?, ?, 1) \
                 ON CONFLICT DO UPDATE SET n = n + 1";
    let day = integer(at.0.div_euclid(DAY_MS));
    execute(sql, query, vec![measure.into(), user.into(), day])
}

/// The properties of the event `message_id`, where some of `tests` look at them.
pub(super) fn properties(
    sql: &SqlStorage,
    tests: &[&EventTest],
    name: &str,
    message_id: &str,
) -> Result<Map<String, Value>> {
    #[derive(Deserialize)]
    struct Row {
        properties: Option<String>,
    }
    if !tests.iter().any(|test| test.name == name && !test.properties.is_empty()) {
        return Ok(Map::new());
    }
    let query = "SELECT body -> 'properties' AS properties FROM event WHERE message_id = ?";
    let row = rows::<Row>(sql, query, vec![message_id.into()])?.pop();
    Ok(read(row.and_then(|row| row.properties).as_deref()))
}

/// The properties in an event's own JSON.
pub(super) fn properties_in(body: &str) -> Map<String, Value> {
    #[derive(Deserialize)]
    struct Body {
        #[serde(default)]
        properties: Value,
    }
    match serde_json::from_str::<Body>(body) {
        Ok(Body { properties: Value::Object(properties) }) => properties,
        _ => Map::new(),
    }
}

fn read(properties: Option<&str>) -> Map<String, Value> {
    properties.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

/// How often what `tests` ask for has happened.
pub(super) fn counts(
    sql: &SqlStorage,
    tests: &[&EventTest],
    user: &UserId,
    now: UnixMillis,
) -> Result<Counts> {
    #[derive(Deserialize)]
    struct Row {
        place: usize,
        n: u32,
    }
    let windows: BTreeSet<Window> = tests.iter().map(|test| test.window(now)).collect();
    let windows: Vec<Window> = windows.into_iter().collect();
    let mut counts = Counts::default();
    if windows.is_empty() {
        return Ok(counts);
    }
    let asked: Vec<_> = windows
        .iter()
        .map(|Window { measure, since_day, by }| {
            let user = if *by == By::User { user.as_str() } else { ACCOUNT };
            (measure, user, since_day.unwrap_or(i64::from(i32::MIN)))
        })
        .collect();
    let query = "SELECT w.key AS place, (SELECT coalesce(sum(n), 0) FROM activity \
                 WHERE measure = w.value ->> 0 AND user_id = w.value ->> 1 \
                 AND day >= w.value ->> 2) AS n FROM json_each(?) AS w";
    let found: Vec<Row> = rows(sql, query, vec![serde_json::to_string(&asked)?.into()])?;
    for (place, n) in found.into_iter().map(|row| (row.place, row.n)) {
        if let Some(window) = windows.get(place) {
            counts.learn(window.clone(), n);
        }
    }
    Ok(counts)
}

/// Forgets all counts: what they counted has gone elsewhere.
pub(super) fn forget(sql: &SqlStorage) -> Result<()> {
    execute(sql, "DELETE FROM activity", vec![])?;
    execute(sql, "DELETE FROM measured", vec![])
}
