//! Who is in which course, in words.

use super::{Question, age, count, lasting};
use crate::{
    api::{Deed, Enrollment, EnrollmentState},
    model::UnixMillis,
};

/// How somebody gets on, in a word.
pub(crate) const fn enrollment_state(state: EnrollmentState) -> &'static str {
    match state {
        EnrollmentState::Active => "Active",
        EnrollmentState::Overdue => "Overdue",
        EnrollmentState::Stuck => "Stuck",
        EnrollmentState::Completed => "Completed",
        EnrollmentState::Unknown => "Unknown",
    }
}

/// The class of its badge.
pub(crate) const fn enrollment_class(state: EnrollmentState) -> &'static str {
    match state {
        EnrollmentState::Overdue => "bad",
        EnrollmentState::Stuck => "changed",
        EnrollmentState::Completed => "good",
        EnrollmentState::Active | EnrollmentState::Unknown => "plain",
    }
}

/// Since when they get on so: `for 6 days`. Nothing for who is on the way.
pub(crate) fn enrollment_since(row: &Enrollment, now: UnixMillis) -> Option<String> {
    match row.state {
        EnrollmentState::Overdue => Some(format!("for {}", lasting(row.due_at?, now)?)),
        EnrollmentState::Stuck => Some(format!("for {}", lasting(row.stuck_at?, now)?)),
        EnrollmentState::Completed => Some(age(row.satisfied_at?, now)),
        EnrollmentState::Active | EnrollmentState::Unknown => None,
    }
}

/// Who enrolled them. Somebody who is not known here is named as on the wire.
pub(crate) fn enrolled_by(by: &str) -> &str {
    match by {
        "rule" => "by the course’s rule",
        "operator" => "by an operator",
        "person" => "by themselves",
        "import" => "by an import",
        other => other,
    }
}

/// How far they are: `2 of 3 lessons`.
pub(crate) fn lessons_done(row: &Enrollment) -> String {
    let lessons = usize::try_from(row.lessons).unwrap_or(usize::MAX);
    format!("{} of {}", row.lessons_done, count(lessons, "lesson"))
}

/// A score in whole per cent.
pub(crate) fn per_cent(score: f64) -> String {
    format!("{:.0} %", score * 100.0)
}

/// What is asked before the person of `row` is taken out of its course.
pub(crate) fn withdrawal(row: &Enrollment) -> Question {
    let title = format!("Withdraw {} from “{}”?", row.name(), row.course_name());
    Question {
        title: title.into(),
        detail:
            "They no longer see the course, and no rule enrols them again. What they did in it \
                 is kept. If you enrol them later, they have all attempts again, and their days \
                 begin anew."
                .into(),
        action: "Withdraw".into(),
    }
}

/// What came of putting `user` into `course`, or of taking them out of it: `changed` unless it was so
/// already.
pub(crate) fn deed_told(deed: &Deed, (user, course): (&str, &str), changed: bool) -> String {
    match (deed.is_enrolled, changed) {
        (true, true) => format!("{user} is enrolled in “{course}”."),
        (true, false) => format!("{user} was enrolled in “{course}” already."),
        (false, true) => format!("{user} is withdrawn from “{course}”."),
        (false, false) => format!("{user} was not in “{course}” any more."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_MS: f64 = 86_400_000.0;

    fn row(state: &str) -> Enrollment {
        let json = serde_json::json!({
            "course": "basics", "title": "The basics", "user": "u1", "user_name": "Ada",
            "state": state, "enrolled_at": 0, "lessons_done": 1, "lessons": 1,
            "due_at": 3.0 * DAY_MS, "stuck_at": 2.0 * DAY_MS, "satisfied_at": DAY_MS,
        });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn a_state_says_since_when() {
        let since = |state: &str| enrollment_since(&row(state), UnixMillis(5.0 * DAY_MS));
        assert_eq!(since("overdue").as_deref(), Some("for 2 days"));
        assert_eq!(since("stuck").as_deref(), Some("for 3 days"));
        assert_eq!(since("completed").as_deref(), Some("4 days ago"));
        assert_eq!(since("active"), None);
    }

    #[test]
    fn numbers_agree_with_their_nouns() {
        assert_eq!(lessons_done(&row("active")), "1 of 1 lesson");
        assert_eq!(per_cent(2.0 / 3.0), "67 %");
    }

    #[test]
    fn who_is_withdrawn_is_named() {
        assert_eq!(&*withdrawal(&row("active")).title, "Withdraw Ada from “The basics”?");
    }
}
