//! Table `response`: the inbox.

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::Value;
use worker::{Result, SqlStorage};

use super::super::{
    Cursor, Page,
    storage::{execute, integer, rows},
};
use super::Span;
use crate::projection::{Message, ResponseRecord};

/// Which responses, and which page of them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ResponsesQuery {
    /// Which.
    pub(crate) span: Span,
    /// Rows older than this one.
    pub(crate) after: Option<Cursor<i64>>,
    /// How many rows.
    pub(crate) limit: u32,
}

/// A response as operators read it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ResponseRow {
    /// Unique in its account.
    pub(crate) id: String,
    /// Kind of the survey.
    pub(crate) kind: String,
    /// The survey.
    pub(crate) survey: String,
    /// The account, if the user was in one.
    pub(crate) account: Option<String>,
    /// What the account is called now.
    pub(crate) account_name: Option<String>,
    /// Who answered.
    pub(crate) user: String,
    /// What they were called then.
    pub(crate) user_name: Option<String>,
    /// The rating that counts for the survey's measure.
    pub(crate) rating: Option<i64>,
    /// Its category, if the measure is the Net Promoter score.
    pub(crate) category: Option<String>,
    /// Their words.
    pub(crate) comment: Option<String>,
    /// When the first question was answered, in milliseconds.
    pub(crate) answered_at: i64,
    /// Every answer, by the question's id.
    #[serde(deserialize_with = "json")]
    pub(crate) answers: Value,
    /// Whether nothing was left to ask.
    #[serde(deserialize_with = "flag")]
    pub(crate) is_complete: bool,
    /// When the link in the thanks was followed, in milliseconds.
    pub(crate) followed_at: Option<i64>,
}

/// Reads a column of JSON, or what was read of one.
fn json<'de, D: Deserializer<'de>>(column: D) -> std::result::Result<Value, D::Error> {
    Ok(match Value::deserialize(column)? {
        Value::String(text) => serde_json::from_str(&text).map_err(D::Error::custom)?,
        value => value,
    })
}

/// Reads 0 or 1, or what was read of it.
fn flag<'de, D: Deserializer<'de>>(column: D) -> std::result::Result<bool, D::Error> {
    Ok(match Value::deserialize(column)? {
        Value::Bool(flag) => flag,
        value => value.as_f64() == Some(1.0),
    })
}

/// Stores a response, or a later state of it. One that moved with its user gains their account.
pub(super) fn insert(sql: &SqlStorage, message: &Message, record: &ResponseRecord) -> Result<()> {
    let query = "INSERT INTO response (source, response_id, survey_id, kind, account_id, user_id, \
                 user_name, rating, category, comment, answered_at, answers, is_complete, \
                 followed_at, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
                 ON CONFLICT (source, response_id) DO UPDATE \
                 SET account_id = coalesce(account_id, excluded.account_id), \
                 user_id = iif(account_id IS NULL, excluded.user_id, user_id), \
                 rating = excluded.rating, category = excluded.category, \
                 comment = excluded.comment, answers = excluded.answers, \
                 is_complete = excluded.is_complete, followed_at = excluded.followed_at, \
                 revision = excluded.revision \
                 WHERE excluded.revision > revision OR (account_id IS NULL \
                 AND excluded.account_id IS NOT NULL AND excluded.revision = revision)";
    execute(
        sql,
        query,
        vec![
            message.source.as_str().into(),
            record.id.as_str().into(),
            record.survey.as_str().into(),
            record.kind.as_str().into(),
            message.account_text().into(),
            record.user.as_str().into(),
            record.user_name.clone().into(),
            record.rating.map(|rating| integer(rating.into())).into(),
            record.category.map(|category| category.as_str().to_owned()).into(),
            record.comment.clone().into(),
            integer(record.answered_at.0),
            record.answers.to_string().into(),
            integer(record.is_complete.into()),
            record.followed_at.map(|at| integer(at.0)).into(),
            integer(record.revision.into()),
        ],
    )
}

/// A page, newest first.
pub(super) fn list(sql: &SqlStorage, query: &ResponsesQuery) -> Result<Page<ResponseRow>> {
    #[derive(Deserialize)]
    struct Row {
        response_row: i64,
        #[serde(flatten)]
        response: ResponseRow,
    }
    let (mut filter, mut bindings) = query.span.filter("answered_at");
    if let Some(Cursor(answered_at, row)) = &query.after {
        filter.push_str(" AND (answered_at, response_row) < (?, ?)");
        bindings.extend([integer(*answered_at), integer(*row)]);
    }
    bindings.push(integer(i64::from(query.limit) + 1));
    let statement = format!(
        "SELECT response_row, response_id AS id, kind, survey_id AS survey, \
         account_id AS account, account.name AS account_name, user_id AS user, user_name, \
         rating, category, comment, answered_at, answers, is_complete, followed_at \
         FROM response LEFT JOIN account USING (account_id) WHERE {filter} \
         ORDER BY answered_at DESC, response_row DESC LIMIT ?"
    );
    let found: Vec<Row> = rows(sql, &statement, bindings)?;
    let page =
        Page::cut(found, query.limit, |row| Cursor(row.response.answered_at, row.response_row));
    Ok(page.map(|row| row.response))
}
