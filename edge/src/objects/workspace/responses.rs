//! Table `response`: the inbox.

use serde::{Deserialize, Serialize};
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
    /// The rating.
    pub(crate) rating: i64,
    /// Its category.
    pub(crate) category: String,
    /// Their words.
    pub(crate) comment: Option<String>,
    /// When, in milliseconds.
    pub(crate) answered_at: i64,
}

/// Stores a response unless it is stored. One that moved with its user gains their account.
pub(super) fn insert(sql: &SqlStorage, message: &Message, record: &ResponseRecord) -> Result<()> {
    let query = "INSERT INTO response (source, response_id, survey_id, kind, account_id, user_id, \
                 user_name, rating, category, comment, answered_at) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
                 ON CONFLICT (source, response_id) DO UPDATE \
                 SET account_id = excluded.account_id, user_id = excluded.user_id \
                 WHERE account_id IS NULL AND excluded.account_id IS NOT NULL";
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
            integer(record.rating.points().into()),
            record.category.as_str().into(),
            record.comment.clone().into(),
            integer(record.answered_at.0),
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
         rating, category, comment, answered_at \
         FROM response LEFT JOIN account USING (account_id) WHERE {filter} \
         ORDER BY answered_at DESC, response_row DESC LIMIT ?"
    );
    let found: Vec<Row> = rows(sql, &statement, bindings)?;
    let page =
        Page::cut(found, query.limit, |row| Cursor(row.response.answered_at, row.response_row));
    Ok(page.map(|row| row.response))
}
