//! Table `event`, read: what people did, as clients sent it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use shared::{account::StoredObject, id::UserId, time::UnixMillis};
use worker::{Result, SqlStorage};

use super::super::{
    Cursor, Page,
    storage::{filter, integer},
};

/// Which events, and which page of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EventsQuery {
    /// Only of this user.
    pub(crate) user: Option<UserId>,
    /// Only what happened from this instant on.
    pub(crate) from: Option<i64>,
    /// Only what happened before this instant.
    pub(crate) to: Option<i64>,
    /// Rows older than this one.
    pub(crate) after: Option<Cursor<i64>>,
    /// How many rows.
    pub(crate) limit: u32,
}

/// An event: the fields the client sent, with `receivedAt`, and `messageId` where we made it.
///
/// `timestamp` is when it happened by our clock, by which lists are filtered; when it was by the
/// client's is in `originalTimestamp`, where the client said so. A field that cannot be read (see
/// [`StoredObject`]) is the text that was sent.
pub(crate) type EventFields = Map<String, Value>;

#[derive(Deserialize)]
struct Row {
    event_id: i64,
    message_id: String,
    r#type: String,
    user: Option<String>,
    anonymous: Option<String>,
    name: Option<String>,
    timestamp: UnixMillis,
    received_at: UnixMillis,
    body: String,
}

/// The most that the bodies of a page weigh together: as rows, as fields and as text they lie in
/// memory several times, and an isolate has 128 MB. A hundred events of the largest kind fit.
const MAX_BYTES: usize = 4_000_000;

/// A page, newest first, in the order in which they came. It has fewer rows than were asked for, and
/// a next, where they are heavy.
pub(super) fn list(sql: &SqlStorage, query: &EventsQuery) -> Result<Page<EventFields>> {
    let conditions = [
        ("user = ?", query.user.as_ref().map(|user| user.as_str().into())),
        ("timestamp >= ?", query.from.map(integer)),
        ("timestamp < ?", query.to.map(integer)),
        ("event_id < ?", query.after.as_ref().map(|Cursor(_, event_id)| integer(*event_id))),
    ];
    let (filter, mut bindings) = filter(conditions);
    bindings.push(integer(i64::from(query.limit) + 1));
    let statement = format!(
        "SELECT event_id, message_id, type, user, anonymous, name, timestamp, received_at, body \
         FROM event WHERE moved_at IS NULL AND {filter} ORDER BY event_id DESC LIMIT ?"
    );
    let (mut found, mut limit, mut n_bytes) = (Vec::<Row>::new(), query.limit, 0);
    for row in sql.exec(&statement, bindings)?.next::<Row>() {
        let row = row?;
        n_bytes += row.body.len();
        if n_bytes > MAX_BYTES && !found.is_empty() {
            limit = u32::try_from(found.len()).unwrap_or(limit);
        }
        found.push(row);
        if found.len() > limit as usize {
            break;
        }
    }
    let page = Page::cut(found, limit, |row| Cursor(row.received_at.0, row.event_id));
    Ok(page.map(fields))
}

fn fields(row: Row) -> EventFields {
    let StoredObject { mut fields, unreadable, is_lost } = StoredObject::read(&row.body);
    fields.extend(unreadable.into_iter().map(|(name, text)| (name, text.into())));
    fields.entry("messageId").or_insert(row.message_id.into());
    fields.entry("type").or_insert_with(|| row.r#type.as_str().into());
    if is_lost {
        // What was noted of it when it came says who and what.
        let name = if row.r#type == "track" { "event" } else { "name" };
        let noted = [("userId", row.user), ("anonymousId", row.anonymous), (name, row.name)];
        let noted = noted.into_iter().filter_map(|(name, value)| Some((name, value?)));
        fields.extend(noted.map(|(name, value)| (name.to_owned(), value.into())));
    }
    // The one by which the instant was made right: see `shared::ingest::Item`.
    if let Some(original) = fields.remove("timestamp").filter(Value::is_string) {
        fields.insert("originalTimestamp".to_owned(), original);
    }
    fields.insert("timestamp".to_owned(), row.timestamp.to_rfc3339().into());
    fields.insert("receivedAt".to_owned(), row.received_at.to_rfc3339().into());
    fields
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What a row of `body` reads as. It happened a second after 1970 began, and came a minute
    /// after that.
    fn read(r#type: &str, body: &str) -> Value {
        let (timestamp, received_at) = (UnixMillis(1_000), UnixMillis(61_000));
        let (user, anonymous) = (Some("ana".to_owned()), None);
        let (message_id, name) = ("ours".to_owned(), Some("Seen".to_owned()));
        let (r#type, body) = (r#type.to_owned(), body.to_owned());
        let event_id = 1;
        fields(Row {
            event_id,
            message_id,
            r#type,
            user,
            anonymous,
            name,
            timestamp,
            received_at,
            body,
        })
        .into()
    }

    #[test]
    fn an_event_keeps_every_field_and_gains_what_we_know() {
        let got = read("track", r#"{"event":"Seen","unknown":[1],"messageId":"theirs"}"#);
        assert_eq!(got["messageId"], "theirs");
        assert_eq!(got["unknown"], json!([1]));
        assert_eq!(got["type"], "track");
        assert_eq!(got["receivedAt"], "1970-01-01T00:01:01.000Z");
        assert_eq!(read("track", "{}")["messageId"], "ours");
    }

    #[test]
    fn an_event_has_the_instant_that_lists_go_by_and_that_of_the_client() {
        let noted = "1970-01-01T00:00:01.000Z";
        for (body, original) in [
            ("{}", Value::Null),
            (r#"{"timestamp":null}"#, Value::Null),
            (r#"{"timestamp":"1970-01-01T01:00:01+01:00"}"#, json!("1970-01-01T01:00:01+01:00")),
            (r#"{"originalTimestamp":"1970-01-01T00:00:09Z"}"#, json!("1970-01-01T00:00:09Z")),
            (
                r#"{"timestamp":"1970-01-01T00:00:05Z","originalTimestamp":"1970-01-01T00:00:09Z"}"#,
                json!("1970-01-01T00:00:05Z"),
            ),
        ] {
            let got = read("page", body);
            assert_eq!(got["timestamp"], noted, "{body}");
            assert_eq!(got["originalTimestamp"], original, "{body}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_given_as_text_or_as_it_was_noted() {
        let got = read("track", r#"{"event":"Seen","userId":"bob","properties":{"n":1e400}}"#);
        assert_eq!((&got["event"], &got["userId"]), (&json!("Seen"), &json!("bob")));
        assert_eq!(got["properties"], r#"{"n":1e400}"#);
        let got = read("track", r#"{"event":"Seen","\ud800":1}"#);
        let want = json!({
            "type": "track", "event": "Seen", "userId": "ana", "messageId": "ours",
            "timestamp": "1970-01-01T00:00:01.000Z", "receivedAt": "1970-01-01T00:01:01.000Z",
        });
        assert_eq!(got, want);
        assert_eq!(read("screen", "[")["name"], "Seen");
    }
}
