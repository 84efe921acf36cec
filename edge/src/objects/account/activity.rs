//! Tables `activity`, `measured` and `counted`: how often things happened, by person and UTC day.
//!
//! Content asks for counts of events; reading them from table `event` would cost more with each
//! event stored. Counting each as it comes in would cost as much as storing it. So events are
//! counted in runs: before a count is looked at, and when many have come since.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use serde::Deserialize;
use serde_json::{Map, Value};
use shared::{
    content::Content,
    id::UserId,
    targeting::{By, Counts, EventTest, Window},
    time::{DAY_MS, UnixMillis},
};
use worker::{Result, SqlStorage, SqlStorageValue};

use super::{
    super::storage::{execute, integer, rows},
    memory::Memory,
};

/// The properties of a stored event. One that SQLite cannot parse, nested deeper than it follows,
/// counts as having none: else it would fail whoever counts, for ever.
const PROPERTIES: &str = "CASE WHEN json_valid(body) THEN body -> 'properties' END AS properties";
/// Stands for the account where others have a user.
const ACCOUNT: &str = "";
/// How many events are read at a time.
const CHUNK: i64 = 1_000;
/// The most events that wait to be counted: whoever looks next waits for that.
const MAX_UNCOUNTED: i64 = 1_000;

/// Every test of events in `content`.
pub(super) fn tests_of(content: &[Content]) -> Vec<&EventTest> {
    let mut tests = Vec::new();
    for content in content {
        content.for_each_event(&mut |test| tests.push(test));
    }
    tests
}

/// Notes that `n` events came, and counts if many have since the last time.
pub(super) fn came(
    sql: &SqlStorage,
    content: &Rc<[Content]>,
    memory: &mut Memory,
    n: usize,
) -> Result<()> {
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    let n_uncounted = match memory.n_uncounted {
        Some(before) => before.saturating_add(n),
        None => Span::not_counted(sql)?.len(),
    };
    memory.n_uncounted = Some(n_uncounted);
    if n_uncounted > MAX_UNCOUNTED { count(sql, content, memory) } else { Ok(()) }
}

/// Counts all that `content` asks for and that is not counted yet.
pub(super) fn count(sql: &SqlStorage, content: &Rc<[Content]>, memory: &mut Memory) -> Result<()> {
    let is_same = memory.counted.as_ref().is_some_and(|counted| Rc::ptr_eq(counted, content));
    if is_same && memory.n_uncounted == Some(0) {
        return Ok(());
    }
    let tests = tests_of(content);
    let new = Span::not_counted(sql)?;
    if is_same {
        add_all(sql, &tests, new)?;
    } else {
        let (known, unknown) = part(sql, &tests)?;
        add_all(sql, &known, new)?;
        add_all(sql, &unknown, Span { after: 0, ..new })?;
    }
    execute(sql, "UPDATE counted SET event_id = ?", vec![integer(new.last)])?;
    memory.counted = Some(Rc::clone(content));
    memory.n_uncounted = Some(0);
    Ok(())
}

/// Events, by their numbers.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Span {
    after: i64,
    last: i64,
}

impl Span {
    /// Those that are stored and not counted.
    fn not_counted(sql: &SqlStorage) -> Result<Self> {
        let query = "SELECT (SELECT event_id FROM counted) AS after, \
                     (SELECT coalesce(max(event_id), 0) FROM event) AS last";
        Ok(rows(sql, query, vec![])?.pop().unwrap_or(Self { after: 0, last: 0 }))
    }

    const fn len(self) -> i64 {
        self.last - self.after
    }
}

/// Parts those tests whose events have been counted so far from those that are new, which are
/// noted; what no test asks for any more is forgotten.
fn part<'a>(
    sql: &SqlStorage,
    tests: &[&'a EventTest],
) -> Result<(Vec<&'a EventTest>, Vec<&'a EventTest>)> {
    #[derive(Deserialize)]
    struct Row {
        measure: String,
    }
    let asked: BTreeSet<String> = tests.iter().map(|test| test.measure()).collect();
    let asked: SqlStorageValue = serde_json::to_string(&asked)?.into();
    for table in ["activity", "measured"] {
        let query = format!(
            "DELETE FROM {table} WHERE measure IN (SELECT measure FROM measured \
             WHERE measure NOT IN (SELECT value FROM json_each(?)))"
        );
        execute(sql, &query, vec![asked.clone()])?;
    }
    let known: Vec<Row> = rows(sql, "SELECT measure FROM measured", vec![])?;
    let known: BTreeSet<String> = known.into_iter().map(|row| row.measure).collect();
    let query = "INSERT INTO measured SELECT value FROM json_each(?) WHERE true \
                 ON CONFLICT DO NOTHING";
    execute(sql, query, vec![asked])?;
    Ok(tests.iter().partition(|test| known.contains(&test.measure())))
}

/// Counts the events of `span` for `tests`.
fn add_all(sql: &SqlStorage, tests: &[&EventTest], span: Span) -> Result<()> {
    if tests.is_empty() || span.len() == 0 {
        return Ok(());
    }
    let by_name = tests.iter().filter(|test| test.properties.is_empty());
    let names: BTreeSet<&str> = by_name.map(|test| test.name.as_str()).collect();
    add_named(sql, &names, span)?;
    let mut done = BTreeSet::new();
    for test in tests.iter().filter(|test| !test.properties.is_empty()) {
        let measure = test.measure();
        if !done.contains(&measure) {
            add_some(sql, &measure, test, span)?;
            done.insert(measure);
        }
    }
    Ok(())
}

/// Counts every event of these names.
fn add_named(sql: &SqlStorage, names: &BTreeSet<&str>, span: Span) -> Result<()> {
    let query = format!(
        "WITH new AS (SELECT name, user, min(timestamp, received_at) / {DAY_MS} AS day \
         FROM event WHERE event_id > ? AND event_id <= ? AND type = 'track' \
         AND name IN (SELECT value FROM json_each(?)) AND user IS NOT NULL AND moved_at IS NULL), \
         of_user AS (SELECT name, user, day, count(*) AS n FROM new GROUP BY name, user, day) \
         INSERT INTO activity (measure, user_id, day, n) \
         SELECT * FROM of_user UNION ALL \
         SELECT name, '{ACCOUNT}', day, sum(n) FROM of_user GROUP BY name, day \
         ON CONFLICT DO UPDATE SET n = n + excluded.n"
    );
    let names = serde_json::to_string(names)?;
    execute(sql, &query, vec![integer(span.after), integer(span.last), names.into()])
}

/// Counts the events that `test` counts, which looks at properties.
fn add_some(sql: &SqlStorage, measure: &str, test: &EventTest, span: Span) -> Result<()> {
    #[derive(Deserialize)]
    struct Row {
        event_id: i64,
        user: UserId,
        at: UnixMillis,
        properties: Option<String>,
    }
    let query = format!(
        "SELECT event_id, user, min(timestamp, received_at) AS at, {PROPERTIES} FROM event \
         WHERE type = 'track' AND name = ? AND user IS NOT NULL AND moved_at IS NULL \
         AND event_id > ? AND event_id <= ? ORDER BY event_id LIMIT ?"
    );
    let mut after = span.after;
    loop {
        let numbers = [after, span.last, CHUNK].map(integer);
        let bindings = [test.name.as_str().into()].into_iter().chain(numbers).collect();
        let found: Vec<Row> = rows(sql, &query, bindings)?;
        let Some(last) = found.last() else { return Ok(()) };
        after = last.event_id;
        for row in found {
            if test.counts(&test.name, &read(row.properties.as_deref()), row.at) {
                add(sql, measure, row.user.as_str(), row.at)?;
                add(sql, measure, ACCOUNT, row.at)?;
            }
        }
    }
}

fn add(sql: &SqlStorage, measure: &str, user: &str, at: UnixMillis) -> Result<()> {
    let query = "INSERT INTO activity (measure, user_id, day, n) VALUES (?, ?, ?, 1) \
                 ON CONFLICT DO UPDATE SET n = n + 1";
    let day = integer(at.0.div_euclid(DAY_MS));
    execute(sql, query, vec![measure.into(), user.into(), day])
}

/// The properties of stored events, as far as content looks at them.
pub(super) struct Properties {
    by_id: BTreeMap<String, Map<String, Value>>,
    none: Map<String, Value>,
}

impl Properties {
    /// Those of `events`, each a name and a message id, of which `content` looks at properties.
    pub(super) fn load<'a>(
        sql: &SqlStorage,
        content: &[Content],
        events: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self> {
        #[derive(Deserialize)]
        struct Row {
            message_id: String,
            properties: Option<String>,
        }
        let tests = tests_of(content);
        let looks = tests.iter().filter(|test| !test.properties.is_empty());
        let names: BTreeSet<&str> = looks.map(|test| test.name.as_str()).collect();
        let ids: Vec<&str> =
            events.filter(|(name, _)| names.contains(name)).map(|(_, id)| id).collect();
        let mut by_id = BTreeMap::new();
        if !ids.is_empty() {
            let query = format!(
                "SELECT message_id, {PROPERTIES} FROM event \
                 WHERE message_id IN (SELECT value FROM json_each(?))"
            );
            let found: Vec<Row> = rows(sql, &query, vec![serde_json::to_string(&ids)?.into()])?;
            let read = |row: Row| (row.message_id, read(row.properties.as_deref()));
            by_id = found.into_iter().map(read).collect();
        }
        Ok(Self { by_id, none: Map::new() })
    }

    /// Those of the event `message_id`.
    pub(super) fn of(&self, message_id: &str) -> &Map<String, Value> {
        self.by_id.get(message_id).unwrap_or(&self.none)
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
    execute(sql, "DELETE FROM measured", vec![])?;
    execute(sql, "UPDATE counted SET event_id = 0", vec![])
}
