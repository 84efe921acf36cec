//! Table `event`, read: what people did, as clients sent it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use shared::{id::UserId, time::UnixMillis};
use worker::{Result, SqlStorage};

use super::super::{
    Cursor, Page,
    storage::{integer, rows},
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
pub(crate) type EventFields = Map<String, Value>;

#[derive(Deserialize)]
struct Row {
    event_id: i64,
    message_id: String,
    r#type: String,
    received_at: i64,
    body: String,
}

/// A page, newest first, in the order in which they came.
pub(super) fn list(sql: &SqlStorage, query: &EventsQuery) -> Result<Page<EventFields>> {
    let (mut filter, mut bindings) = ("moved_at IS NULL".to_owned(), Vec::new());
    let conditions = [
        ("user = ?", query.user.as_ref().map(|user| user.as_str().into())),
        ("timestamp >= ?", query.from.map(integer)),
        ("timestamp < ?", query.to.map(integer)),
        ("event_id < ?", query.after.as_ref().map(|Cursor(_, event_id)| integer(*event_id))),
    ];
    for (condition, value) in conditions {
        if let Some(value) = value {
            filter.push_str(" AND ");
            filter.push_str(condition);
            bindings.push(value);
        }
    }
    bindings.push(integer(i64::from(query.limit) + 1));
    let statement = format!(
        "SELECT event_id, message_id, type, received_at, body FROM event \
         WHERE {filter} ORDER BY event_id DESC LIMIT ?"
    );
    let found: Vec<Row> = rows(sql, &statement, bindings)?;
    let page = Page::cut(found, query.limit, |row| Cursor(row.received_at, row.event_id));
    Ok(page.map(fields))
}

fn fields(row: Row) -> EventFields {
    // What was stored was read as an object before.
    let mut fields: EventFields = serde_json::from_str(&row.body).unwrap_or_default();
    fields.entry("messageId").or_insert(row.message_id.into());
    fields.entry("type").or_insert(row.r#type.into());
    let received_at = UnixMillis(row.received_at).to_rfc3339();
    fields.insert("receivedAt".to_owned(), received_at.into());
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_keeps_every_field_and_gains_what_we_know() {
        let row = |body: &str| Row {
            event_id: 1,
            message_id: "ours".to_owned(),
            r#type: "track".to_owned(),
            received_at: 0,
            body: body.to_owned(),
        };
        let got = fields(row(r#"{"event":"Seen","unknown":[1],"messageId":"theirs"}"#));
        assert_eq!(got["messageId"], "theirs");
        assert_eq!(got["unknown"], serde_json::json!([1]));
        assert_eq!(got["type"], "track");
        assert_eq!(got["receivedAt"], "1970-01-01T00:00:00.000Z");
        assert_eq!(fields(row("{}"))["messageId"], "ours");
    }
}
