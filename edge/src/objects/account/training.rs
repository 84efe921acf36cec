//! Training in an object: what others say of it, and what the workspace is told.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use shared::{
    contact::ContactPolicy,
    content::{Content, ContentKind},
    id::{ContentId, UserId, WorkspaceId},
    placement::{Event, Refusal, Scene},
    time::UnixMillis,
    training::{Course, Deed, Enrollment},
    xapi,
};
use uuid::Uuid;
use worker::{Result, SqlStorage};

use super::{
    super::storage::{execute, integer, rows},
    activity,
    audit::By,
    facts,
    journeys::{Changed, Journeys},
    memory::Memory,
    outbox::{self, Teller},
    parcel::MovedJourney,
    response, trace,
};
use crate::{
    projection::{Change, EnrollmentRecord, MovedRecord, StatementRecord},
    wording::Language,
};

/// What is said of somebody's training.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Train {
    /// Whose people they are.
    pub(crate) workspace: WorkspaceId,
    /// The object's own name.
    pub(crate) source: String,
    /// The account; `None` in the database of a person.
    pub(crate) account: Option<shared::id::AccountId>,
    /// Who.
    pub(crate) user: UserId,
    /// In which course.
    pub(crate) course: ContentId,
    /// What.
    pub(crate) deed: Deed,
    /// When, if that was before now.
    pub(crate) at: Option<UnixMillis>,
    /// What makes it idempotent, where doing it twice would not be the same.
    pub(crate) id: Option<String>,
}

/// What became of it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Trained {
    /// It is new.
    Changed,
    /// It was so already.
    Unchanged,
    /// No such course is published.
    UnknownCourse,
    /// The course refuses.
    Refused {
        /// The stable machine-readable code.
        code: String,
        /// For people.
        detail: String,
    },
}

/// Takes in what is said.
pub(super) fn train(
    sql: &SqlStorage,
    train: &Train,
    content: &Rc<[Content]>,
    memory: &mut Memory,
    now: UnixMillis,
) -> Result<Trained> {
    if let Some(id) = &train.id
        && is_known(sql, id, now)?
    {
        return Ok(Trained::Unchanged);
    }
    activity::count(sql, content, memory)?;
    let facts = facts::load(sql, &train.user, &activity::tests_of(content), now)?;
    let (words, policy) = (Language(&facts.locale), ContactPolicy::default());
    let scene = Scene { content, policy: &policy, facts: &facts, words: &words };
    let mut journeys = Journeys::new(sql, memory);
    let (journey, team) = journeys.get(&train.user)?;
    let at = train.at.map_or(now, |at| at.min(now));
    match journey.take(&scene, &train.course, &train.deed, at) {
        Ok(true) => {}
        Ok(false) => return Ok(Trained::Unchanged),
        Err(Refusal::UnknownPlacement) => return Ok(Trained::UnknownCourse),
        Err(refusal) => {
            let (code, detail) = (refusal.code().to_owned(), refusal.to_string());
            return Ok(Trained::Refused { code, detail });
        }
    }
    let mut events = journey.settle(team, &scene);
    if train.deed == Deed::Enrol {
        events.insert(0, (train.course.clone(), Event::CourseEnrolled));
    }
    journey.certify(&scene, || new_certificate(&train.workspace));
    let events = events.iter().map(|(id, event)| (id, event));
    let mut changes = trace::leave(sql, &train.workspace, &scene, By::Product, events)?;
    changes.extend(changes_of(sql, content, journeys.store()?)?);
    let teller = Teller {
        workspace: train.workspace.clone(),
        object: train.source.clone(),
        source: train.source.clone(),
        account: train.account.clone(),
    };
    for change in changes {
        outbox::push(sql, &teller, change)?;
    }
    Ok(Trained::Changed)
}

/// Whether this was said before; from now on it was.
fn is_known(sql: &SqlStorage, id: &str, now: UnixMillis) -> Result<bool> {
    let query = "INSERT INTO command (command_id, accepted_at) VALUES (?, ?) \
                 ON CONFLICT DO NOTHING RETURNING 1 AS n";
    let new: Vec<serde_json::Value> = rows(sql, query, vec![id.into(), integer(now.0)])?;
    Ok(new.is_empty())
}

/// An id that nobody can guess. It begins with the workspace, so that whoever has it is led to
/// where certificates are looked up, and needs no list of them elsewhere.
pub(super) fn new_certificate(workspace: &WorkspaceId) -> String {
    format!("{workspace}.{}", Uuid::new_v4().simple())
}

/// What `event` in the course `course` is for the workspace, if it is a step in one.
pub(super) fn statement_of(
    workspace: &WorkspaceId,
    scene: &Scene<'_>,
    course: &ContentId,
    event: &Event,
) -> Option<Change> {
    let (user, now) = (&scene.facts.user, scene.facts.now);
    let title = title_of(find(scene.content, course), course);
    let (verb, activity, body) = xapi::statement_of(workspace, user, (course, &title), event, now)?;
    Some(Change::Statement(StatementRecord {
        id: Uuid::new_v4().to_string(),
        user: Some(user.clone()),
        verb: verb.to_owned(),
        activity,
        body,
    }))
}

/// What the workspace is told of enrollments that changed.
pub(super) fn changes_of(
    sql: &SqlStorage,
    content: &[Content],
    changed: Vec<Changed>,
) -> Result<Vec<Change>> {
    let tell = |(user, course, enrollment): Changed| {
        record_of(sql, content, &user, &course, &enrollment).map(Change::Enrollment)
    };
    changed.into_iter().map(tell).collect()
}

/// How far `user` is in `course`, as operators read it.
fn record_of(
    sql: &SqlStorage,
    content: &[Content],
    user: &UserId,
    course: &ContentId,
    enrollment: &Enrollment,
) -> Result<EnrollmentRecord> {
    let found = find(content, course);
    let dates = found.map(|course| enrollment.dates(course)).unwrap_or_default();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let lessons = found.map_or(&[][..], |course| &course.lessons);
    let is_done = |lesson: &&shared::training::Lesson| enrollment.is_completed(&lesson.id);
    let scores = enrollment.attempts.iter().filter(|attempt| attempt.lesson.is_none());
    Ok(EnrollmentRecord {
        course: course.clone(),
        title: title_of(found, course),
        user: user.clone(),
        user_name: response::user_name(sql, user)?,
        enrolled_at: enrollment.enrolled_at,
        by: enrollment.by,
        withdrawn_at: enrollment.withdrawn_at,
        lessons_done: count(lessons.iter().filter(is_done).count()),
        lessons: count(lessons.len()),
        score: scores.map(|attempt| attempt.mark.score()).max_by(f64::total_cmp),
        completed_at: enrollment.completed_at,
        passed_at: enrollment.passed_at,
        satisfied_at: enrollment.satisfied_at,
        due_at: dates.due_at,
        stuck_at: dates.stuck_at,
        certificate: enrollment.certificate.clone(),
        last_activity_at: enrollment.last_activity_at(),
        revision: enrollment.revision,
    })
}

/// Tells the workspace that enrollments of `user` are told of by another object from now on.
pub(super) fn tell_moved(
    sql: &SqlStorage,
    teller: &Teller,
    user: &UserId,
    moved: &[MovedJourney],
    now: UnixMillis,
) -> Result<()> {
    for MovedJourney { content_id, body, .. } in
        moved.iter().filter(|moved| moved.kind == ContentKind::Course)
    {
        let enrollment: Enrollment = serde_json::from_str(body)?;
        let revision = enrollment.revision + 1;
        let query = "INSERT INTO enrollment_moved (course_id, revision) VALUES (?, ?) \
                     ON CONFLICT (course_id) DO UPDATE SET revision = excluded.revision";
        execute(sql, query, vec![content_id.as_str().into(), integer(revision.into())])?;
        let (course, user) = (content_id.clone(), user.clone());
        let record = MovedRecord { course, user, moved_at: now, revision };
        outbox::push(sql, teller, Change::EnrollmentMoved(record))?;
    }
    Ok(())
}

/// The revision by which the workspace was told that the enrollment moved; 0 if it did not.
pub(super) fn moved_revision(sql: &SqlStorage, course: &ContentId) -> Result<u32> {
    #[derive(Deserialize)]
    struct Row {
        revision: u32,
    }
    let query = "SELECT revision FROM enrollment_moved WHERE course_id = ?";
    let found: Vec<Row> = rows(sql, query, vec![course.as_str().into()])?;
    Ok(found.first().map_or(0, |row| row.revision))
}

fn find<'a>(content: &'a [Content], id: &ContentId) -> Option<&'a Course> {
    content.iter().find_map(|content| match content {
        Content::Course(course) if course.id == *id => Some(course),
        _ => None,
    })
}

fn title_of(course: Option<&Course>, id: &ContentId) -> String {
    let title = course.map(|course| course.title.resolve(&shared::text::Locale::default()));
    title.unwrap_or(id.as_str()).to_owned()
}
