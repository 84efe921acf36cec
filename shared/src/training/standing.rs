//! [`Standing`]: whether somebody gets on in a course.

use serde::{Deserialize, Serialize};

use super::{Course, Enrollment};
use crate::time::{DAY_MS, UnixMillis};

/// Whether somebody gets on. The word on the wire is for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// On the way.
    Active,
    /// Later than asked for.
    Overdue,
    /// Nothing was done for too long.
    Stuck,
    /// Done.
    Completed,
}

/// The instants by which a standing is told at any later time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dates {
    /// When it was done.
    pub satisfied_at: Option<UnixMillis>,
    /// From when on it is overdue.
    pub due_at: Option<UnixMillis>,
    /// From when on the person is stuck, should they do nothing.
    pub stuck_at: Option<UnixMillis>,
}

impl Dates {
    /// The standing at `now`. Overdue says more than stuck.
    #[must_use]
    pub fn standing(self, now: UnixMillis) -> Standing {
        let is_past = |at: Option<UnixMillis>| at.is_some_and(|at| at <= now);
        if self.satisfied_at.is_some() {
            Standing::Completed
        } else if is_past(self.due_at) {
            Standing::Overdue
        } else if is_past(self.stuck_at) {
            Standing::Stuck
        } else {
            Standing::Active
        }
    }
}

impl Enrollment {
    /// The instants that decide how the person gets on in `course`.
    #[must_use]
    pub fn dates(&self, course: &Course) -> Dates {
        let after = |at: Option<UnixMillis>, days: Option<u32>| {
            Some(at?.plus(i64::from(days?).saturating_mul(DAY_MS)))
        };
        Dates {
            satisfied_at: self.satisfied_at,
            due_at: after(self.enrolled_at, course.due_days),
            stuck_at: after(self.moved_at(), course.stuck_days),
        }
    }

    /// When the person last got on; being enrolled counts.
    #[must_use]
    pub fn moved_at(&self) -> Option<UnixMillis> {
        self.last_activity_at().max(self.enrolled_at)
    }

    /// When the person last did something in the course: opened a lesson for the first time,
    /// completed one, or answered a quiz.
    #[must_use]
    pub fn last_activity_at(&self) -> Option<UnixMillis> {
        let steps = self.lessons.values().flat_map(|steps| [steps.opened_at, steps.completed_at]);
        let attempts = self.attempts.iter().map(|attempt| attempt.at);
        // Another system may say of the whole course, and of no lesson, that it is completed.
        steps.flatten().chain(attempts).chain(self.completed_at).max()
    }
}
