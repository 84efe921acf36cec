//! Table `response`.

use serde::Deserialize;
use shared::{
    id::{ContentId, MessageId, UserId},
    survey::{Answer, SurveyKind},
    time::UnixMillis,
};
use worker::{Result, SqlStorage};

use super::super::storage::{execute, integer, rows};
use crate::projection::ResponseRecord;

/// Stores an answer; returns what the workspace is told of it.
pub(super) fn insert(
    sql: &SqlStorage,
    id: &MessageId,
    user: &UserId,
    (survey, kind): (&ContentId, SurveyKind),
    answer: &Answer,
    now: UnixMillis,
) -> Result<ResponseRecord> {
    let comment = answer.comment.as_ref().map(|comment| comment.as_str().to_owned());
    let query = "INSERT INTO response \
                 (response_id, survey_id, kind, user_id, rating, comment, answered_at) \
                 VALUES (?, ?, ?, ?, ?, ?, ?)";
    execute(
        sql,
        query,
        vec![
            id.as_str().into(),
            survey.as_str().into(),
            kind.as_str().into(),
            user.as_str().into(),
            integer(answer.rating.points().into()),
            comment.clone().into(),
            integer(now.0),
        ],
    )?;
    Ok(ResponseRecord {
        id: id.clone(),
        survey: survey.clone(),
        kind: kind.as_str().to_owned(),
        user: user.clone(),
        user_name: user_name(sql, user)?,
        rating: answer.rating,
        category: answer.rating.category(),
        comment,
        answered_at: now,
    })
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
