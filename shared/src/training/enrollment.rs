//! How far a person is in a course.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{CourseView, InvalidPicks, Mark, MoveOn};
use crate::{id::ItemId, time::UnixMillis};

/// The id of a certificate: nobody can guess it, so whoever has it was given it.
pub type CertificateId = String;

/// A person's way through one course.
///
/// Knows ids of lessons only, so that a course can be edited while people are in it. What was
/// reached stays reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Enrollment {
    /// When they were enrolled, the last time; `None` if nobody did.
    pub enrolled_at: Option<UnixMillis>,
    /// Who enrolled them.
    pub by: Option<Enrolled>,
    /// When that was taken back.
    pub withdrawn_at: Option<UnixMillis>,
    /// The lessons they have been in.
    pub lessons: BTreeMap<ItemId, LessonSteps>,
    /// Where they were last: there they go on.
    pub last: Option<Spot>,
    /// What is open in front of them; `None` is the list of lessons.
    pub open: Option<Spot>,
    /// What they answered to quizzes, first to last.
    pub attempts: Vec<Attempt>,
    /// When the last lesson was completed.
    pub completed_at: Option<UnixMillis>,
    /// When the last quiz was passed.
    pub passed_at: Option<UnixMillis>,
    /// When the course was done, by its rule. Kept whatever is edited later.
    pub satisfied_at: Option<UnixMillis>,
    /// What they got for it.
    pub certificate: Option<CertificateId>,
    /// When the host product, or the person, last asked for it by name.
    pub started_at: Option<UnixMillis>,
    /// When it was first in front of their eyes.
    pub seen_at: Option<UnixMillis>,
    /// When it was sent away.
    pub dismissed_at: Option<UnixMillis>,
    /// Whether it is as small as a button; `None` until the person says.
    pub is_minimised: Option<bool>,
    /// How often it was stored: of two tellings the higher holds.
    pub revision: u32,
}

/// Who enrolled somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Enrolled {
    /// The course, which is for everybody who is meant.
    Rule,
    /// Somebody of the vendor's staff.
    Operator,
    /// The person.
    Person,
    /// Another system, which told us of their training.
    Import,
}

/// A place in a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spot {
    /// A lesson.
    Lesson(ItemId),
    /// The quiz at the end.
    Quiz,
}

/// When somebody opened and completed a lesson.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LessonSteps {
    /// First opened.
    pub opened_at: Option<UnixMillis>,
    /// Completed.
    pub completed_at: Option<UnixMillis>,
}

/// A quiz that somebody answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// The lesson whose quiz it is; `None`: the one at the end.
    pub lesson: Option<ItemId>,
    /// When.
    pub at: UnixMillis,
    /// What it came to.
    pub mark: Mark,
    /// Whether that was enough, then.
    pub passed: bool,
}

/// Something that is said of a person's training by others than the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Deed {
    /// They are enrolled.
    Enrol,
    /// They are taken out.
    Withdraw,
    /// They began a lesson, or the course.
    Launch {
        /// The lesson.
        lesson: Option<ItemId>,
    },
    /// They completed a lesson, or the course.
    Complete {
        /// The lesson.
        lesson: Option<ItemId>,
    },
    /// They passed or failed a lesson, or the course.
    Judge {
        /// The lesson.
        lesson: Option<ItemId>,
        /// How much was right.
        mark: Mark,
        /// Whether that was enough.
        passed: bool,
    },
}

impl Deed {
    /// The lesson that it is about.
    #[must_use]
    pub const fn lesson(&self) -> Option<&ItemId> {
        match self {
            Self::Launch { lesson } | Self::Complete { lesson } | Self::Judge { lesson, .. } => {
                lesson.as_ref()
            }
            Self::Enrol | Self::Withdraw => None,
        }
    }
}

/// Why a step in a course was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TrainingRefusal {
    /// The course has no such lesson.
    #[error("the course has no lesson `{0}`")]
    UnknownLesson(ItemId),
    /// There are no questions here.
    #[error("there is no quiz here")]
    NoQuiz,
    /// The lesson is done when its quiz is passed.
    #[error("lesson `{0}` is completed by passing its quiz")]
    QuizFirst(ItemId),
    /// It was tried as often as it may be.
    #[error("the quiz may be tried {0} times, and was")]
    NoAttemptLeft(u32),
    /// Somebody who is not enrolled.
    #[error("the person is not enrolled in this course")]
    NotEnrolled,
    /// It cannot be marked.
    #[error(transparent)]
    Picks(#[from] InvalidPicks),
}

impl TrainingRefusal {
    /// The stable machine-readable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownLesson(_) => "unknown_lesson",
            Self::NoQuiz => "no_quiz",
            Self::QuizFirst(_) => "quiz_first",
            Self::NoAttemptLeft(_) => "no_attempt_left",
            Self::NotEnrolled => "not_enrolled",
            Self::Picks(InvalidPicks::UnknownQuestion(_)) => "unknown_question",
            Self::Picks(InvalidPicks::UnknownOption(_) | InvalidPicks::TooMany(_)) => {
                "invalid_choice"
            }
            Self::Picks(InvalidPicks::Unanswered(_)) => "quiz_incomplete",
        }
    }

    /// The field of the command at fault.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::NotEnrolled => "placement",
            Self::Picks(_) => "pick",
            _ => "item",
        }
    }
}

impl Enrollment {
    /// Enrols the person; whoever is enrolled stays so as they are. Whether that is new.
    ///
    /// Somebody who was taken out and comes back has all attempts again.
    pub fn enrol(&mut self, by: Enrolled, now: UnixMillis) -> bool {
        if self.is_enrolled() {
            return false;
        }
        self.enrolled_at = Some(now);
        self.by = Some(by);
        self.withdrawn_at = None;
        self.dismissed_at = None;
        true
    }

    /// Takes the person out again; what they did stays known. Whether that is new.
    pub fn withdraw(&mut self, now: UnixMillis) -> bool {
        if !self.is_enrolled() {
            return false;
        }
        self.withdrawn_at = Some(now);
        self.open = None;
        true
    }

    /// Opens a lesson, or the quiz at the end. Whether the lesson was opened for the first time.
    ///
    /// # Errors
    /// [`TrainingRefusal::UnknownLesson`], [`TrainingRefusal::NoQuiz`],
    /// [`TrainingRefusal::NotEnrolled`].
    pub fn open(
        &mut self,
        course: &CourseView,
        spot: Spot,
        now: UnixMillis,
    ) -> Result<bool, TrainingRefusal> {
        self.refuse_stranger()?;
        let is_first = match &spot {
            Spot::Lesson(id) => {
                find(course, id)?;
                let steps = self.lessons.entry(id.clone()).or_default();
                let is_first = steps.opened_at.is_none();
                steps.opened_at.get_or_insert(now);
                is_first
            }
            Spot::Quiz if course.quiz.is_none() => return Err(TrainingRefusal::NoQuiz),
            Spot::Quiz => false,
        };
        self.last = Some(spot.clone());
        self.open = Some(spot);
        Ok(is_first)
    }

    /// Completes a lesson and goes back to the list. Whether that is new.
    ///
    /// # Errors
    /// [`TrainingRefusal::UnknownLesson`], [`TrainingRefusal::QuizFirst`],
    /// [`TrainingRefusal::NotEnrolled`].
    pub fn complete_lesson(
        &mut self,
        course: &CourseView,
        lesson: &ItemId,
        now: UnixMillis,
    ) -> Result<bool, TrainingRefusal> {
        self.refuse_stranger()?;
        if find(course, lesson)?.quiz.is_some() && !self.is_completed(lesson) {
            return Err(TrainingRefusal::QuizFirst(lesson.clone()));
        }
        if self.open == Some(Spot::Lesson(lesson.clone())) {
            self.open = None;
        }
        Ok(self.finish_lesson(course, lesson, now))
    }

    /// Takes in a marked quiz, of `lesson` or at the end. Whether it was passed just now.
    ///
    /// A quiz that is passed stays passed: more attempts change nothing.
    ///
    /// # Errors
    /// [`TrainingRefusal::NoQuiz`], [`TrainingRefusal::NoAttemptLeft`],
    /// [`TrainingRefusal::NotEnrolled`].
    pub fn submit(
        &mut self,
        course: &CourseView,
        lesson: Option<&ItemId>,
        mark: Mark,
        now: UnixMillis,
    ) -> Result<bool, TrainingRefusal> {
        self.refuse_stranger()?;
        let quiz = course.quiz_of(lesson).ok_or(TrainingRefusal::NoQuiz)?;
        if self.has_passed(lesson) {
            return Ok(false);
        }
        if self.attempts_left(course, lesson) == Some(0) {
            return Err(TrainingRefusal::NoAttemptLeft(quiz.attempts.unwrap_or_default()));
        }
        let passed = mark.passes(quiz.pass_mark);
        self.attempts.push(Attempt { lesson: lesson.cloned(), at: now, mark, passed });
        if passed {
            if let Some(lesson) = lesson {
                self.finish_lesson(course, lesson, now);
            }
            self.notice_passed(course, now);
        }
        Ok(passed)
    }

    /// Takes the word of another system, or of the staff. Whether it changed anything.
    ///
    /// # Errors
    /// [`TrainingRefusal::UnknownLesson`], [`TrainingRefusal::NotEnrolled`] for somebody who was
    /// taken out of the course.
    pub fn take(
        &mut self,
        course: &CourseView,
        deed: &Deed,
        now: UnixMillis,
    ) -> Result<bool, TrainingRefusal> {
        match deed {
            Deed::Enrol => return Ok(self.enrol(Enrolled::Operator, now)),
            Deed::Withdraw => return Ok(self.withdraw(now)),
            _ if self.withdrawn_at.is_some() => return Err(TrainingRefusal::NotEnrolled),
            _ => {}
        }
        if let Some(lesson) = deed.lesson() {
            find(course, lesson)?;
        }
        let before = self.clone();
        self.enrol(Enrolled::Import, now);
        match deed {
            Deed::Launch { lesson: Some(lesson) } => {
                self.lessons.entry(lesson.clone()).or_default().opened_at.get_or_insert(now);
                self.last = Some(Spot::Lesson(lesson.clone()));
            }
            Deed::Complete { lesson: Some(lesson) } => {
                self.finish_lesson(course, lesson, now);
            }
            Deed::Complete { lesson: None } => drop(self.completed_at.get_or_insert(now)),
            Deed::Judge { lesson, mark, passed } => {
                let (lesson, mark, passed) = (lesson.clone(), *mark, *passed);
                self.attempts.push(Attempt { lesson: lesson.clone(), at: now, mark, passed });
                self.attempts.sort_by_key(|attempt| attempt.at);
                match lesson.filter(|_| passed) {
                    Some(lesson) => drop(self.finish_lesson(course, &lesson, now)),
                    None if passed => drop(self.passed_at.get_or_insert(now)),
                    None => {}
                }
                self.notice_passed(course, now);
            }
            _ => {}
        }
        Ok(*self != before)
    }

    /// Notices that the course is done, by its rule. Whether that is new.
    pub fn settle(&mut self, move_on: MoveOn, now: UnixMillis) -> bool {
        if !self.is_enrolled() || self.satisfied_at.is_some() {
            return false;
        }
        self.satisfied_at = move_on.satisfied_at(self.completed_at, self.passed_at, now);
        self.satisfied_at.is_some()
    }

    /// Goes back to the list of lessons.
    pub fn back(&mut self) {
        self.open = None;
    }

    /// It is asked for now, dismissed or not.
    pub const fn start(&mut self, now: UnixMillis) {
        self.dismissed_at = None;
        self.started_at = Some(now);
        self.is_minimised = Some(false);
    }

    /// Hides it. Whether that is new.
    pub const fn dismiss(&mut self, now: UnixMillis) -> bool {
        let is_new = self.dismissed_at.is_none();
        if is_new {
            self.dismissed_at = Some(now);
        }
        is_new
    }

    /// Takes in how far the same person got elsewhere, before it was known that they are one.
    /// What was reached stays reached; doing this again changes nothing.
    pub fn absorb(&mut self, other: Self) {
        let is_theirs_newer =
            other.enrolled_at.max(other.withdrawn_at) > self.enrolled_at.max(self.withdrawn_at);
        if is_theirs_newer {
            (self.enrolled_at, self.by) = (other.enrolled_at, other.by);
            self.withdrawn_at = other.withdrawn_at;
            self.last = other.last.or(self.last.take());
        }
        for (id, theirs) in other.lessons {
            let own = self.lessons.entry(id).or_default();
            own.opened_at = earliest(own.opened_at, theirs.opened_at);
            own.completed_at = earliest(own.completed_at, theirs.completed_at);
        }
        for attempt in other.attempts {
            if !self.attempts.contains(&attempt) {
                self.attempts.push(attempt);
            }
        }
        self.attempts.sort_by_key(|attempt| attempt.at);
        self.completed_at = earliest(self.completed_at, other.completed_at);
        self.passed_at = earliest(self.passed_at, other.passed_at);
        self.satisfied_at = earliest(self.satisfied_at, other.satisfied_at);
        self.certificate = self.certificate.take().or(other.certificate);
        self.seen_at = earliest(self.seen_at, other.seen_at);
        self.started_at = self.started_at.max(other.started_at);
        self.dismissed_at = self.dismissed_at.max(other.dismissed_at);
        if self.started_at > self.dismissed_at {
            self.dismissed_at = None;
        }
        self.is_minimised = self.is_minimised.or(other.is_minimised);
        self.revision = self.revision.max(other.revision);
    }

    /// What a reader is told: what they do not see would make each answer a new state.
    #[must_use]
    pub fn for_reader(self) -> Self {
        Self { by: None, started_at: None, seen_at: None, revision: 0, ..self }
    }

    /// Whether the person is in the course.
    #[must_use]
    pub const fn is_enrolled(&self) -> bool {
        self.enrolled_at.is_some() && self.withdrawn_at.is_none()
    }

    /// Whether `lesson` is done.
    #[must_use]
    pub fn is_completed(&self, lesson: &ItemId) -> bool {
        self.lessons.get(lesson).is_some_and(|steps| steps.completed_at.is_some())
    }

    /// Whether the quiz of `lesson`, or at the end, was passed.
    #[must_use]
    pub fn has_passed(&self, lesson: Option<&ItemId>) -> bool {
        self.attempts.iter().any(|attempt| attempt.lesson.as_ref() == lesson && attempt.passed)
    }

    /// The last attempt at the quiz of `lesson`, or at the end.
    #[must_use]
    pub fn last_attempt(&self, lesson: Option<&ItemId>) -> Option<&Attempt> {
        self.attempts.iter().rfind(|attempt| attempt.lesson.as_ref() == lesson)
    }

    /// How often the quiz may still be tried; `None`: as often as it takes.
    #[must_use]
    pub fn attempts_left(&self, course: &CourseView, lesson: Option<&ItemId>) -> Option<u32> {
        let allowed = course.quiz_of(lesson)?.attempts?;
        let tried = self.attempts.iter().filter(|attempt| {
            attempt.lesson.as_ref() == lesson && Some(attempt.at) >= self.enrolled_at
        });
        Some(allowed.saturating_sub(u32::try_from(tried.count()).unwrap_or(u32::MAX)))
    }

    /// How many steps of `course` are done: its lessons, and the quiz at the end once it is passed.
    #[must_use]
    pub fn n_settled(&self, course: &CourseView) -> usize {
        let lessons = course.lessons.iter().filter(|lesson| self.is_completed(&lesson.id));
        lessons.count() + usize::from(course.quiz.is_some() && self.has_passed(None))
    }

    fn finish_lesson(&mut self, course: &CourseView, lesson: &ItemId, now: UnixMillis) -> bool {
        let steps = self.lessons.entry(lesson.clone()).or_default();
        let is_new = steps.completed_at.is_none();
        steps.opened_at.get_or_insert(now);
        steps.completed_at.get_or_insert(now);
        if self.completed_at.is_none()
            && course.lessons.iter().all(|lesson| self.is_completed(&lesson.id))
        {
            self.completed_at = Some(now);
        }
        is_new
    }

    fn notice_passed(&mut self, course: &CourseView, now: UnixMillis) {
        let mut quizzes = course.quizzes().peekable();
        let has_any = quizzes.peek().is_some();
        if self.passed_at.is_none() && has_any && quizzes.all(|lesson| self.has_passed(lesson)) {
            self.passed_at = Some(now);
        }
    }

    const fn refuse_stranger(&self) -> Result<(), TrainingRefusal> {
        if self.is_enrolled() { Ok(()) } else { Err(TrainingRefusal::NotEnrolled) }
    }
}

fn find<'a>(course: &'a CourseView, id: &ItemId) -> Result<&'a super::LessonView, TrainingRefusal> {
    let lesson = course.lessons.iter().find(|lesson| lesson.id == *id);
    lesson.ok_or_else(|| TrainingRefusal::UnknownLesson(id.clone()))
}

fn earliest(one: Option<UnixMillis>, other: Option<UnixMillis>) -> Option<UnixMillis> {
    one.into_iter().chain(other).min()
}

#[cfg(test)]
mod tests;
