//! Tables `response` and `dismissal`.

use serde::Deserialize;
use shared::{
    id::{MessageId, UserId},
    survey::{Answers, Prompt, Survey},
    time::UnixMillis,
};
use worker::{Result, SqlStorage};

use super::super::storage::{execute, integer, rows};
use crate::projection::{DismissalRecord, ResponseRecord};

/// Stores what `user` has answered so far, first of all by the command `id`; returns what the
/// workspace is told of it, and where the first of it was given, if not here: it is known there
/// by that.
pub(super) fn keep(
    sql: &SqlStorage,
    id: &MessageId,
    user: &UserId,
    (survey, prompt): (&Survey, &Prompt),
    now: UnixMillis,
) -> Result<(ResponseRecord, Option<String>)> {
    #[derive(Deserialize)]
    struct Row {
        response_id: MessageId,
        source: Option<String>,
        answered_at: UnixMillis,
        is_complete: u8,
        revision: u32,
    }
    let query = "SELECT response_id, source, answered_at, is_complete, revision FROM response \
                 WHERE user_id = ? AND survey_id = ? AND round = ? \
                 ORDER BY answered_at DESC LIMIT 1";
    let bindings =
        vec![user.as_str().into(), survey.id.as_str().into(), integer(prompt.round.into())];
    let before = rows::<Row>(sql, query, bindings)?.pop();
    let (id, source, answered_at, revision) = match before {
        Some(row) if row.is_complete == 0 || prompt.followed_at.is_some() => {
            (row.response_id, row.source, row.answered_at, row.revision + 1)
        }
        _ => (id.clone(), None, now, 0),
    };
    let rating = rating_of(survey, &prompt.answers);
    let record = ResponseRecord {
        id,
        survey: survey.id.clone(),
        kind: survey.kind.as_str().to_owned(),
        user: user.clone(),
        user_name: user_name(sql, user)?,
        rating,
        category: ResponseRecord::category(survey.kind.as_str(), rating),
        comment: words_of(survey, &prompt.answers),
        answered_at,
        answers: serde_json::to_value(&prompt.answers)?,
        is_complete: prompt.is_answered(),
        followed_at: prompt.followed_at,
        revision,
    };
    store(sql, &record, prompt.round, source.as_deref())?;
    Ok((record, source))
}

/// The rating that counts for the survey's measure.
fn rating_of(survey: &Survey, answers: &Answers) -> Option<u8> {
    let kind = survey.kind.question()?;
    let question = survey.questions.iter().find(|question| question.kind == kind)?;
    answers.get(&question.id)?.rating
}

/// What an operator reads first: the words beside the rating, else the first words of all.
fn words_of(survey: &Survey, answers: &Answers) -> Option<String> {
    let mut said = survey.questions.iter().filter_map(|question| answers.get(&question.id));
    said.find_map(|answer| answer.comment.as_ref().or(answer.text.as_ref()))
        .map(|words| words.as_str().to_owned())
}

/// Stores an answer, or a later state of it; `source` is where it was given, if not here.
pub(super) fn store(
    sql: &SqlStorage,
    record: &ResponseRecord,
    round: u32,
    source: Option<&str>,
) -> Result<()> {
    let query = "INSERT INTO response (response_id, survey_id, kind, user_id, user_name, rating, \
                 comment, answered_at, source, answers, is_complete, followed_at, revision, round) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
                 ON CONFLICT (response_id) DO UPDATE SET rating = excluded.rating, \
                 comment = excluded.comment, answers = excluded.answers, \
                 is_complete = excluded.is_complete, followed_at = excluded.followed_at, \
                 revision = excluded.revision WHERE excluded.revision > revision";
    execute(
        sql,
        query,
        vec![
            record.id.as_str().into(),
            record.survey.as_str().into(),
            record.kind.as_str().into(),
            record.user.as_str().into(),
            record.user_name.clone().into(),
            record.rating.map(|rating| integer(rating.into())).into(),
            record.comment.clone().into(),
            integer(record.answered_at.0),
            source.into(),
            record.answers.to_string().into(),
            integer(record.is_complete.into()),
            record.followed_at.map(|at| integer(at.0)).into(),
            integer(record.revision.into()),
            integer(round.into()),
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

/// Trait `name` of theirs.
pub(super) fn user_name(sql: &SqlStorage, user: &UserId) -> Result<Option<String>> {
    #[derive(Deserialize)]
    struct Row {
        name: Option<String>,
    }
    let query = "SELECT traits ->> 'name' AS name FROM user WHERE user_id = ? \
                 AND json_type(traits, '$.name') = 'text'";
    let found: Vec<Row> = rows(sql, query, vec![user.as_str().into()])?;
    Ok(found.into_iter().next().and_then(|row| row.name))
}
