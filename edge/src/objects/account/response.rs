//! Tables `response` and `dismissal`.

use serde::Deserialize;
use shared::{
    id::{ContentId, MessageId, UserId},
    survey::{Answer, SurveyKind},
    time::UnixMillis,
};
use worker::{Result, SqlStorage};

use super::super::storage::{execute, integer, rows};
use crate::projection::{DismissalRecord, ResponseRecord};

/// Stores an answer; returns what the workspace is told of it.
pub(super) fn insert(
    sql: &SqlStorage,
    id: &MessageId,
    user: &UserId,
    (survey, kind): (&ContentId, SurveyKind),
    answer: &Answer,
    now: UnixMillis,
) -> Result<ResponseRecord> {
    let record = ResponseRecord {
        id: id.clone(),
        survey: survey.clone(),
        kind: kind.as_str().to_owned(),
        user: user.clone(),
        user_name: user_name(sql, user)?,
        rating: answer.rating,
        category: answer.rating.category(),
        comment: answer.comment.as_ref().map(|comment| comment.as_str().to_owned()),
        answered_at: now,
    };
    store(sql, &record, None)?;
    Ok(record)
}

/// Stores an answer unless it is stored; `source` is where it was given, if not here.
pub(super) fn store(sql: &SqlStorage, record: &ResponseRecord, source: Option<&str>) -> Result<()> {
    let query = "INSERT INTO response (response_id, survey_id, kind, user_id, user_name, rating, \
                 comment, answered_at, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) \
                 ON CONFLICT (response_id) DO NOTHING";
    execute(
        sql,
        query,
        vec![
            record.id.as_str().into(),
            record.survey.as_str().into(),
            record.kind.as_str().into(),
            record.user.as_str().into(),
            record.user_name.clone().into(),
            integer(record.rating.points().into()),
            record.comment.clone().into(),
            integer(record.answered_at.0),
            source.into(),
        ],
    )
}

/// Stores a dismissal unless it is stored; `source` as for answers.
pub(super) fn store_dismissal(
    sql: &SqlStorage,
    record: &DismissalRecord,
    source: Option<&str>,
) -> Result<()> {
    let query = "INSERT INTO dismissal (dismissal_id, survey_id, user_id, dismissed_at, source) \
                 VALUES (?, ?, ?, ?, ?) ON CONFLICT (dismissal_id) DO NOTHING";
    execute(
        sql,
        query,
        vec![
            record.id.as_str().into(),
            record.survey.as_str().into(),
            record.user.as_str().into(),
            integer(record.dismissed_at.0),
            source.into(),
        ],
    )
}

fn user_name(sql: &SqlStorage, user: &UserId) -> Result<Option<String>> {
    #[derive(Deserialize)]
    struct Row {
        name: Option<String>,
    }
    let query = "SELECT traits ->> 'name' AS name FROM user WHERE user_id = ? \
                 AND json_type(traits, '$.name') = 'text'";
    let found: Vec<Row> = rows(sql, query, vec![user.as_str().into()])?;
    Ok(found.into_iter().next().and_then(|row| row.name))
}
