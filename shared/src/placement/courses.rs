//! Courses on a person's way: enrolling, steps, and why one is shown.

use std::collections::BTreeSet;

use super::{Event, Journey, Refusal, Scene, look::Urgency};
use crate::{
    command::Command,
    contact::{Explanation, Gate, GateName},
    content::Content,
    id::ContentId,
    time::{DAY_MS, UnixMillis},
    training::{
        CertificateId, Course, CourseView, Deed, Enrol, Enrolled, Enrollment, Spot, TrainingRefusal,
    },
};

/// How long a course that is done stays in sight by itself.
const DONE_MS: i64 = DAY_MS;

/// What a person does in a course, as far as a browser can tell: whether an answer to a quiz is
/// right, and what that changes, the edge says.
pub(super) fn apply_to_course(
    course: &CourseView,
    enrollment: &mut Enrollment,
    command: &Command,
    now: UnixMillis,
) -> Result<Vec<Event>, Refusal> {
    let event = match command {
        Command::Open(spot) => {
            let is_first = enrollment.open(course, spot.clone(), now)?;
            match spot {
                Spot::Lesson(lesson) if is_first => Some(Event::LessonStarted(lesson.clone())),
                _ => None,
            }
        }
        Command::CompleteLesson { lesson } => enrollment
            .complete_lesson(course, lesson, now)?
            .then(|| Event::LessonCompleted(lesson.clone())),
        Command::Seen => {
            enrollment.seen_at.get_or_insert(now);
            None
        }
        Command::Back => {
            enrollment.back();
            None
        }
        Command::Minimise | Command::Expand => {
            enrollment.is_minimised = Some(*command == Command::Minimise);
            None
        }
        Command::Dismiss | Command::Close => {
            enrollment.dismiss(now).then_some(Event::CourseDismissed)
        }
        Command::OpenCourse | Command::AnswerQuiz { .. } => None,
        _ => return Err(Refusal::WrongCommand),
    };
    Ok(event.into_iter().collect())
}

impl Journey {
    /// Applies what the person did in `course`.
    pub(super) fn apply_to_course(
        &mut self,
        course: &Course,
        scene: &Scene<'_>,
        command: &Command,
    ) -> Result<Vec<Event>, Refusal> {
        if *command == Command::OpenCourse {
            let is_new = self.open_course(course, scene.now())?;
            return Ok(is_new.then_some(Event::CourseEnrolled).into_iter().collect());
        }
        let mut enrollment = self.enrollments.get(&course.id).cloned().unwrap_or_default();
        let view = course.view(&enrollment, scene.facts, &scene.facts.locale, scene.words);
        let mut events = match command {
            Command::AnswerQuiz { lesson, picks } => {
                let lesson = lesson.as_ref();
                let quiz = course.quiz(lesson).ok_or(TrainingRefusal::NoQuiz)?;
                let mark = quiz.mark(picks).map_err(TrainingRefusal::from)?;
                let (n_attempts, was_completed) = (
                    enrollment.attempts.len(),
                    lesson.is_some_and(|lesson| enrollment.is_completed(lesson)),
                );
                let passed = enrollment.submit(&view, lesson, mark, scene.now())?;
                let mut events = Vec::new();
                if enrollment.attempts.len() > n_attempts {
                    events.push(Event::QuizAnswered { lesson: lesson.cloned(), mark, passed });
                }
                if let Some(lesson) = lesson.filter(|_| passed && !was_completed) {
                    events.push(Event::LessonCompleted(lesson.clone()));
                }
                events
            }
            _ => apply_to_course(&view, &mut enrollment, command, scene.now())?,
        };
        if enrollment.settle(course.move_on, scene.now()) {
            events.push(Event::CourseCompleted);
        }
        self.enrollments.insert(course.id.clone(), enrollment);
        Ok(events)
    }

    /// Takes in what others say of the person's training, which happened `at`. Whether that changed
    /// anything.
    ///
    /// # Errors
    /// [`Refusal::UnknownPlacement`], [`Refusal::Training`]. Nothing has changed then.
    pub fn take(
        &mut self,
        scene: &Scene<'_>,
        course: &ContentId,
        deed: &Deed,
        at: UnixMillis,
    ) -> Result<bool, Refusal> {
        let course = scene.content.iter().find_map(|content| match content {
            Content::Course(known) if known.id == *course => Some(known),
            _ => None,
        });
        let course = course.ok_or(Refusal::UnknownPlacement)?;
        let mut enrollment = self.enrollments.get(&course.id).cloned().unwrap_or_default();
        let view = course.view(&enrollment, scene.facts, &scene.facts.locale, scene.words);
        let has_changed = enrollment.take(&view, deed, at)?;
        if has_changed {
            self.enrollments.insert(course.id.clone(), enrollment);
        }
        Ok(has_changed)
    }

    /// Shows `course`, and enrols the person unless they are in it. Whether that is new.
    ///
    /// # Errors
    /// [`TrainingRefusal::NotEnrolled`] for somebody who was taken out.
    pub(super) fn open_course(
        &mut self,
        course: &Course,
        now: UnixMillis,
    ) -> Result<bool, Refusal> {
        let enrollment = self.enrollments.get(&course.id);
        if enrollment.is_some_and(|enrollment| enrollment.withdrawn_at.is_some()) {
            return Err(TrainingRefusal::NotEnrolled.into());
        }
        let enrollment = self.enrollments.entry(course.id.clone()).or_default();
        enrollment.start(now);
        Ok(enrollment.enrol(Enrolled::Person, now))
    }

    /// Enrols whoever is meant, and notices what is done: by an edit, or by another system's word.
    pub(super) fn settle_courses(&mut self, scene: &Scene<'_>) -> Vec<(ContentId, Event)> {
        let mut events = Vec::new();
        for content in scene.content {
            let Content::Course(course) = content else { continue };
            events.extend(self.enrol_who_is_meant(course, scene));
            let is_done = self
                .enrollments
                .get_mut(&course.id)
                .is_some_and(|enrollment| enrollment.settle(course.move_on, scene.now()));
            if is_done {
                events.push((course.id.clone(), Event::CourseCompleted));
            }
        }
        events
    }

    /// Whether a rule could enrol the person in anything, whoever it means.
    #[must_use]
    pub fn awaits_rules(&self, content: &[Content]) -> bool {
        content.iter().any(|content| match content {
            Content::Course(course) => self.awaits_rule(course),
            _ => false,
        })
    }

    /// Enrols the person wherever a rule means them by now.
    pub fn enrol(&mut self, scene: &Scene<'_>) -> Vec<(ContentId, Event)> {
        let courses = scene.content.iter().filter_map(|content| match content {
            Content::Course(course) => Some(course),
            _ => None,
        });
        courses.filter_map(|course| self.enrol_who_is_meant(course, scene)).collect()
    }

    /// Whether nobody has enrolled the person in `course`, and its rule may.
    pub(super) fn awaits_rule(&self, course: &Course) -> bool {
        let enrollment = self.enrollments.get(&course.id);
        course.enrol == Enrol::Everyone && enrollment.is_none_or(|it| it.enrolled_at.is_none())
    }

    /// Enrols the person by the rule of `course`, if it means them now.
    pub(super) fn enrol_who_is_meant(
        &mut self,
        course: &Course,
        scene: &Scene<'_>,
    ) -> Option<(ContentId, Event)> {
        let is_due = self.awaits_rule(course)
            && is_meant(course, scene)
            && self.path_before(course, scene).is_none();
        is_due.then(|| {
            let enrollment = self.enrollments.entry(course.id.clone()).or_default();
            enrollment.enrol(Enrolled::Rule, scene.now());
            (course.id.clone(), Event::CourseEnrolled)
        })
    }

    /// The courses that the person is done with.
    pub(super) fn courses_done(&self) -> BTreeSet<ContentId> {
        let done = self.enrollments.iter().filter(|(_, it)| it.satisfied_at.is_some());
        done.map(|(id, _)| id.clone()).collect()
    }

    /// Gives a certificate for each course that is done and has one to give; `make` makes an id
    /// that nobody can guess.
    pub fn certify(&mut self, scene: &Scene<'_>, mut make: impl FnMut() -> CertificateId) {
        for content in scene.content {
            let Content::Course(course) = content else { continue };
            let Some(enrollment) = self.enrollments.get_mut(&course.id) else { continue };
            let is_due = course.certificate.is_some()
                && enrollment.certificate.is_none()
                && enrollment.satisfied_at.is_some();
            if is_due {
                enrollment.certificate = Some(make());
            }
        }
    }

    /// Why `course` is shown to the person, or not.
    pub(super) fn explain_course(
        &self,
        course: &Course,
        scene: &Scene<'_>,
    ) -> (Explanation, Urgency) {
        let unknown = Enrollment::default();
        let enrollment = self.enrollments.get(&course.id).unwrap_or(&unknown);
        let gate = |name, shut: Option<String>| match shut {
            None => Gate::open(name),
            Some(detail) => Gate::shut(name, detail, None),
        };
        let is_enrolled = enrollment.is_enrolled();
        // Whoever is enrolled is meant, wherever they are on the path.
        let unmet = course.segment.as_ref().filter(|_| !is_enrolled).and_then(|segment| {
            let unmet = segment.check(course.id.as_str(), scene.facts).err()?;
            Some(format!("{} asks for {}", unmet.path, unmet.wants))
        });
        let before = self.path_before(course, scene).filter(|_| !is_enrolled);
        let not_enrolled = match (is_enrolled, enrollment.withdrawn_at, course.enrol) {
            (true, ..) => None,
            (_, Some(_), _) => Some("they were taken out of the course"),
            (_, _, Enrol::ByOperator) => Some("waits for somebody to enrol them"),
            (_, _, Enrol::Everyone) => Some("waits to be meant"),
        };
        let done_at = enrollment.satisfied_at.filter(|at| scene.now() >= at.plus(DONE_MS));
        let dismissed = enrollment.dismissed_at.map(|_| "it was sent away".to_owned());
        let started_at = enrollment.started_at;
        // Whoever asks for it when it is behind them wants to see it again.
        let is_started = started_at.is_some_and(|at| done_at.is_none_or(|done_at| at > done_at));
        let explanation = Explanation {
            content: course.id.clone(),
            kind: "course".to_owned(),
            shown: false,
            started: is_enrolled && is_started && dismissed.is_none(),
            gates: vec![
                gate(GateName::Segment, unmet),
                gate(GateName::Path, before.map(|id| format!("`{id}` comes first"))),
                gate(GateName::Enrolled, not_enrolled.map(str::to_owned)),
                gate(GateName::Completed, done_at.map(|_| "it is behind them".to_owned())),
                gate(GateName::Dismissed, dismissed),
            ],
        };
        (explanation, (started_at, false, course.priority, false, None))
    }

    /// A course that comes before `course` on its path, is for this person, and is not done.
    fn path_before<'a>(&self, course: &Course, scene: &Scene<'a>) -> Option<&'a ContentId> {
        let path = course.path.as_ref()?;
        scene.content.iter().find_map(|content| match content {
            Content::Course(other)
                if other.path.as_ref() == Some(path)
                    && other.order < course.order
                    && is_meant(other, scene)
                    && self
                        .enrollments
                        .get(&other.id)
                        .is_none_or(|enrollment| enrollment.satisfied_at.is_none()) =>
            {
                Some(&other.id)
            }
            _ => None,
        })
    }
}

/// Whether the course is for this person.
fn is_meant(course: &Course, scene: &Scene<'_>) -> bool {
    let segment = course.segment.as_ref();
    segment.is_none_or(|segment| segment.check(course.id.as_str(), scene.facts).is_ok())
}

#[cfg(test)]
mod tests;
