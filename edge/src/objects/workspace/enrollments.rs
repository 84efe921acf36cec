//! Table `enrollment`: who is in which course, and how far.

use serde::{Deserialize, Serialize};
use shared::{
    id::{AccountId, ContentId},
    training::Standing,
};
use worker::{Result, SqlStorage};

use super::super::{
    Cursor, Page,
    storage::{execute, integer, rows},
};
use crate::projection::{EnrollmentRecord, Message, MovedRecord};

/// Which enrollments, and which page of them: all filters must hold, absent ones do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct EnrollmentsQuery {
    /// Only in this course.
    pub(crate) course: Option<ContentId>,
    /// Only of this account.
    pub(crate) account: Option<AccountId>,
    /// Only of this user.
    pub(crate) user: Option<String>,
    /// Only of this standing.
    pub(crate) state: Option<Standing>,
    /// The present instant, in milliseconds.
    pub(crate) now: i64,
    /// Rows after this one.
    pub(crate) after: Option<Cursor<i64>>,
    /// How many rows.
    pub(crate) limit: u32,
}

/// An enrollment as operators read it. Instants are in milliseconds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EnrollmentRow {
    /// The course.
    pub(crate) course: String,
    /// What it is called.
    pub(crate) title: String,
    /// Who.
    pub(crate) user: String,
    /// What they are called.
    pub(crate) user_name: Option<String>,
    /// Their account.
    pub(crate) account: Option<String>,
    /// What that is called.
    pub(crate) account_name: Option<String>,
    /// How they get on.
    pub(crate) state: Standing,
    /// Who enrolled them: `rule`, `operator`, `person` or `import`.
    pub(crate) by: Option<String>,
    /// When they were enrolled.
    pub(crate) enrolled_at: i64,
    /// How many lessons are done.
    pub(crate) lessons_done: i64,
    /// Of how many.
    pub(crate) lessons: i64,
    /// The best score of the quiz at the end, in `0..=1`.
    pub(crate) score: Option<f64>,
    /// When all lessons were completed.
    pub(crate) completed_at: Option<i64>,
    /// When all quizzes were passed.
    pub(crate) passed_at: Option<i64>,
    /// When the course was done.
    pub(crate) satisfied_at: Option<i64>,
    /// From when on it is overdue.
    pub(crate) due_at: Option<i64>,
    /// From when on they are stuck.
    pub(crate) stuck_at: Option<i64>,
    /// The certificate they got.
    pub(crate) certificate: Option<String>,
    /// When they last did something in it; `None` too where nothing was told since this is kept.
    pub(crate) last_activity_at: Option<i64>,
}

/// What a certificate says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CertificateRow {
    /// The course.
    pub(crate) course: ContentId,
    /// What the course is called.
    pub(crate) title: String,
    /// Who has it.
    pub(crate) user_name: Option<String>,
    /// When they were done, in milliseconds.
    pub(crate) satisfied_at: i64,
}

/// Stores what an object tells, unless it told something newer before. Each object tells of a row
/// of its own: revisions of two say nothing of each other.
pub(super) fn upsert(sql: &SqlStorage, message: &Message, record: &EnrollmentRecord) -> Result<()> {
    let Some(enrolled_at) = record.enrolled_at else { return Ok(()) };
    let account = message.account.as_ref().map_or("", AccountId::as_str);
    let (course, user) = (record.course.as_str(), record.user.as_str());
    let query = "INSERT INTO enrollment (course_id, user_id, account_id, title, user_name, \
                 enrolled_by, enrolled_at, withdrawn_at, lessons_done, lessons, score, \
                 completed_at, passed_at, satisfied_at, due_at, stuck_at, certificate, \
                 last_activity_at, revision) \
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
                 ON CONFLICT (course_id, user_id, account_id) DO UPDATE SET \
                 title = excluded.title, user_name = excluded.user_name, \
                 enrolled_by = excluded.enrolled_by, enrolled_at = excluded.enrolled_at, \
                 withdrawn_at = excluded.withdrawn_at, lessons_done = excluded.lessons_done, \
                 lessons = excluded.lessons, score = excluded.score, \
                 completed_at = excluded.completed_at, passed_at = excluded.passed_at, \
                 satisfied_at = excluded.satisfied_at, due_at = excluded.due_at, \
                 stuck_at = excluded.stuck_at, certificate = excluded.certificate, \
                 last_activity_at = excluded.last_activity_at, \
                 revision = excluded.revision WHERE excluded.revision > revision";
    let by = record.by.map(serde_json::to_value).transpose()?;
    let instant = |at: Option<shared::time::UnixMillis>| at.map(|at| integer(at.0)).into();
    execute(
        sql,
        query,
        vec![
            course.into(),
            user.into(),
            account.into(),
            record.title.as_str().into(),
            record.user_name.clone().into(),
            by.as_ref().and_then(|by| by.as_str()).map(str::to_owned).into(),
            integer(enrolled_at.0),
            instant(record.withdrawn_at),
            integer(record.lessons_done.into()),
            integer(record.lessons.into()),
            record.score.into(),
            instant(record.completed_at),
            instant(record.passed_at),
            instant(record.satisfied_at),
            instant(record.due_at),
            instant(record.stuck_at),
            record.certificate.clone().into(),
            instant(record.last_activity_at),
            integer(record.revision.into()),
        ],
    )
}

/// Hides what an object told of an enrollment that has moved. The row stays, so that what was told
/// before, and comes late, is known to be old.
pub(super) fn hide(sql: &SqlStorage, message: &Message, record: &MovedRecord) -> Result<()> {
    let account = message.account.as_ref().map_or("", AccountId::as_str);
    let query = "INSERT INTO enrollment (course_id, user_id, account_id, title, enrolled_at, \
                 withdrawn_at, lessons_done, lessons, revision) \
                 VALUES (?1, ?2, ?3, ?1, ?4, ?4, 0, 0, ?5) \
                 ON CONFLICT (course_id, user_id, account_id) DO UPDATE SET \
                 withdrawn_at = excluded.withdrawn_at, revision = excluded.revision \
                 WHERE excluded.revision > revision";
    let names = [record.course.as_str(), record.user.as_str(), account].map(Into::into);
    let numbers = [record.moved_at.0, record.revision.into()].map(integer);
    execute(sql, query, names.into_iter().chain(numbers).collect())
}

/// A page of those who are enrolled, the last first.
pub(super) fn list(sql: &SqlStorage, query: &EnrollmentsQuery) -> Result<Page<EnrollmentRow>> {
    #[derive(Deserialize)]
    struct Row {
        enrollment_row: i64,
        #[serde(flatten)]
        enrollment: EnrollmentRow,
    }
    // As `Dates::standing`.
    let state = "CASE WHEN satisfied_at IS NOT NULL THEN 'completed' WHEN due_at <= ?1 \
                 THEN 'overdue' WHEN stuck_at <= ?1 THEN 'stuck' ELSE 'active' END";
    let mut filter = "withdrawn_at IS NULL".to_owned();
    let mut bindings = vec![integer(query.now)];
    let state_text = query.state.map(serde_json::to_value).transpose()?;
    let texts = [
        ("course_id", query.course.as_ref().map(ContentId::as_str)),
        ("account_id", query.account.as_ref().map(AccountId::as_str)),
        ("user_id", query.user.as_deref()),
        (state, state_text.as_ref().and_then(|state| state.as_str())),
    ];
    for (column, value) in texts {
        if let Some(value) = value {
            bindings.push(value.into());
            filter.extend([" AND ", column, " = ?", &bindings.len().to_string()]);
        }
    }
    if let Some(Cursor(enrolled_at, row)) = &query.after {
        bindings.extend([integer(*enrolled_at), integer(*row)]);
        let n = bindings.len();
        let place = format!(" AND (enrolled_at, enrollment_row) < (?{}, ?{n})", n - 1);
        filter.push_str(&place);
    }
    bindings.push(integer(i64::from(query.limit) + 1));
    let statement = format!(
        "SELECT enrollment_row, course_id AS course, title, user_id AS user, user_name, \
         nullif(account_id, '') AS account, account.name AS account_name, {state} AS state, \
         enrolled_by AS by, enrolled_at, lessons_done, lessons, score, completed_at, passed_at, \
         satisfied_at, due_at, stuck_at, certificate, last_activity_at \
         FROM enrollment LEFT JOIN account USING (account_id) WHERE {filter} \
         ORDER BY enrolled_at DESC, enrollment_row DESC LIMIT ?{}",
        bindings.len()
    );
    let found: Vec<Row> = rows(sql, &statement, bindings)?;
    let page =
        Page::cut(found, query.limit, |row| Cursor(row.enrollment.enrolled_at, row.enrollment_row));
    Ok(page.map(|row| row.enrollment))
}

/// The certificate of this id, as the object tells it in which it is now.
pub(super) fn certificate(sql: &SqlStorage, id: &str) -> Result<Option<CertificateRow>> {
    let query = "SELECT course_id AS course, title, user_name, satisfied_at FROM enrollment \
                 WHERE certificate = ? AND satisfied_at IS NOT NULL \
                 ORDER BY withdrawn_at IS NOT NULL LIMIT 1";
    Ok(rows(sql, query, vec![id.into()])?.pop())
}
