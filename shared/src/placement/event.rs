//! [`Event`]: what happened to a placement.

use crate::{checklist::Step, id::ItemId, training::Mark};

/// What happened to a placement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The checklist came before the person's eyes for the first time.
    ChecklistSeen,
    /// The first item was settled.
    ChecklistStarted,
    /// An item was done.
    ItemCompleted(ItemId),
    /// An item was left out.
    ItemSkipped(ItemId),
    /// That an item was done, or left out, was taken back.
    ItemReopened(ItemId),
    /// The last item was settled.
    ChecklistCompleted,
    /// The checklist was hidden.
    ChecklistDismissed,
    /// The survey came before the person's eyes for the first time.
    SurveyShown,
    /// A question was answered.
    QuestionAnswered {
        /// Whether it was the first of its round.
        is_first: bool,
        /// Whether nothing is left to ask.
        is_last: bool,
    },
    /// The survey was sent away without a word.
    SurveyDismissed,
    /// The survey is to come later.
    SurveySnoozed,
    /// The link in the thanks was followed.
    LinkFollowed,
    /// Somebody was enrolled in the course.
    CourseEnrolled,
    /// A lesson was opened for the first time.
    LessonStarted(ItemId),
    /// A lesson was completed.
    LessonCompleted(ItemId),
    /// A quiz was answered.
    QuizAnswered {
        /// The lesson whose quiz it is; `None`: the one at the end.
        lesson: Option<ItemId>,
        /// What that came to.
        mark: Mark,
        /// Whether it was enough.
        passed: bool,
    },
    /// The course is done, by its rule.
    CourseCompleted,
    /// The course was hidden.
    CourseDismissed,
}

impl Event {
    /// Its name in the browser API.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ChecklistSeen => "checklist_seen",
            Self::ChecklistStarted => "checklist_started",
            Self::ItemCompleted(_) => "checklist_item_completed",
            Self::ItemSkipped(_) => "checklist_item_skipped",
            Self::ItemReopened(_) => "checklist_item_reopened",
            Self::ChecklistCompleted => "checklist_completed",
            Self::ChecklistDismissed => "checklist_dismissed",
            Self::SurveyShown => "survey_shown",
            Self::QuestionAnswered { is_last: true, .. } => "survey_answered",
            Self::QuestionAnswered { .. } => "survey_question_answered",
            Self::SurveyDismissed => "survey_dismissed",
            Self::SurveySnoozed => "survey_snoozed",
            Self::LinkFollowed => "survey_link_followed",
            Self::CourseEnrolled => "course_enrolled",
            Self::LessonStarted(_) => "lesson_started",
            Self::LessonCompleted(_) => "lesson_completed",
            Self::QuizAnswered { .. } => "quiz_answered",
            Self::CourseCompleted => "course_completed",
            Self::CourseDismissed => "course_dismissed",
        }
    }

    /// The item it is about, if it is about one.
    #[must_use]
    pub const fn item(&self) -> Option<&ItemId> {
        match self {
            Self::ItemCompleted(item)
            | Self::ItemSkipped(item)
            | Self::ItemReopened(item)
            | Self::LessonStarted(item)
            | Self::LessonCompleted(item) => Some(item),
            Self::QuizAnswered { lesson, .. } => lesson.as_ref(),
            _ => None,
        }
    }
}

/// The events of a checklist that took `step`, which is `change`; it had `begun` before.
pub(super) fn of_step(change: Event, step: Step, had_begun: bool) -> Vec<Event> {
    let mut events = Vec::new();
    if step != Step::Unchanged {
        if !had_begun {
            events.push(Event::ChecklistStarted);
        }
        events.push(change);
    }
    if step == Step::Completed {
        events.push(Event::ChecklistCompleted);
    }
    events
}
