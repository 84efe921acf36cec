//! What holds of enrollments, whatever people do.

use proptest::prelude::*;

use super::*;
use crate::{
    id::UserId,
    targeting::Facts,
    text::Locale,
    time::DAY_MS,
    training::{Course, Standing},
    wording::Plain,
};

const COURSE: &str = r#"{"id":"basics","title":{"en":"t"},"intro":{"en":"i"},"done":{"en":"d"},
    "move_on":"CompletedAndPassed","due_days":10,"stuck_days":3,
    "lessons":[
        {"id":"read","title":{"en":"t"},"content":{"article":{"en":"a"}}},
        {"id":"try","title":{"en":"t"},"content":{"link":{"label":{"en":"l"},"href":"/x"}},"quiz":QUIZ}],
    "quiz":QUIZ}"#;
const QUIZ: &str = r#"{"attempts":2,"pass_mark":50,"questions":[{"id":"q","title":{"en":"q"},
    "options":[{"id":"a","label":{"en":"a"},"right":true},{"id":"b","label":{"en":"b"}}]}]}"#;

const RIGHT: Mark = Mark { right: 1, of: 1 };
const WRONG: Mark = Mark { right: 0, of: 1 };

fn course() -> Course {
    serde_json::from_str(&COURSE.replace("QUIZ", QUIZ)).unwrap()
}

fn view(enrollment: &Enrollment) -> CourseView {
    let facts = Facts::of(UserId::try_from("ana").unwrap(), Locale::default(), UnixMillis(0));
    course().view(enrollment, &facts, &Locale::default(), &Plain)
}

fn id(text: &str) -> ItemId {
    ItemId::try_from(text).unwrap()
}

fn enrolled() -> Enrollment {
    let mut enrollment = Enrollment::default();
    assert!(enrollment.enrol(Enrolled::Operator, UnixMillis(1)));
    enrollment
}

#[test]
fn the_quiz_at_the_end_is_a_step_too() {
    let mut ana = enrolled();
    let course = view(&ana);
    assert_eq!(course.n_steps(), 3);
    ana.complete_lesson(&course, &id("read"), UnixMillis(2)).unwrap();
    ana.submit(&course, Some(&id("try")), RIGHT, UnixMillis(3)).unwrap();
    ana.submit(&course, None, WRONG, UnixMillis(4)).unwrap();
    assert_eq!(ana.n_settled(&course), 2, "all is read, and not passed");
    ana.submit(&course, None, RIGHT, UnixMillis(5)).unwrap();
    assert_eq!(ana.n_settled(&course), 3);
}

#[test]
fn is_done_when_its_rule_says_so() {
    let mut ana = enrolled();
    let course = view(&ana);
    assert!(ana.open(&course, Spot::Lesson(id("read")), UnixMillis(2)).unwrap());
    assert!(ana.complete_lesson(&course, &id("read"), UnixMillis(3)).unwrap());
    assert_eq!(ana.open, None);
    let refused = ana.complete_lesson(&course, &id("try"), UnixMillis(4));
    assert_eq!(refused, Err(TrainingRefusal::QuizFirst(id("try"))));
    assert!(!ana.submit(&course, Some(&id("try")), WRONG, UnixMillis(5)).unwrap());
    assert!(ana.submit(&course, Some(&id("try")), RIGHT, UnixMillis(6)).unwrap());
    assert_eq!((ana.completed_at, ana.passed_at), (Some(UnixMillis(6)), None));
    assert!(!ana.settle(MoveOn::CompletedAndPassed, UnixMillis(7)));
    assert!(ana.submit(&course, None, RIGHT, UnixMillis(8)).unwrap());
    assert!(ana.settle(MoveOn::CompletedAndPassed, UnixMillis(9)));
    assert_eq!(ana.satisfied_at, Some(UnixMillis(8)), "when it was done, not when it was noticed");
    assert!(!ana.settle(MoveOn::CompletedAndPassed, UnixMillis(10)), "once");
}

#[test]
fn tries_end_and_begin_anew_with_an_enrollment() {
    let mut ana = enrolled();
    let course = view(&ana);
    for at in [2, 3] {
        ana.submit(&course, None, WRONG, UnixMillis(at)).unwrap();
    }
    let refused = ana.submit(&course, None, RIGHT, UnixMillis(4));
    assert_eq!(refused, Err(TrainingRefusal::NoAttemptLeft(2)));
    assert!(ana.withdraw(UnixMillis(5)));
    assert_eq!(ana.submit(&course, None, RIGHT, UnixMillis(6)), Err(TrainingRefusal::NotEnrolled));
    assert!(ana.enrol(Enrolled::Operator, UnixMillis(7)));
    assert!(ana.submit(&course, None, RIGHT, UnixMillis(8)).unwrap());
}

#[test]
fn the_quiz_of_a_view_says_nothing_of_what_is_right() {
    let mut ana = enrolled();
    let course = view(&ana);
    ana.open(&course, Spot::Quiz, UnixMillis(2)).unwrap();
    let json = serde_json::to_string(&view(&ana)).unwrap();
    assert!(json.contains(r#"["a","a"]"#) && !json.contains("right"), "{json}");
}

#[test]
fn overdue_and_stuck_are_told_by_dates() {
    let mut ana = enrolled();
    let day = |n: i64| UnixMillis(1 + n * DAY_MS);
    let standing = |ana: &Enrollment, n| ana.dates(&course()).standing(day(n));
    assert_eq!(
        [0, 3, 10].map(|n| standing(&ana, n)),
        [Standing::Active, Standing::Stuck, Standing::Overdue]
    );
    ana.open(&view(&ana), Spot::Quiz, day(2)).unwrap();
    ana.submit(&view(&ana), None, RIGHT, day(2)).unwrap();
    assert_eq!([4, 5].map(|n| standing(&ana, n)), [Standing::Active, Standing::Stuck]);
    ana.satisfied_at = Some(day(5));
    assert_eq!(standing(&ana, 20), Standing::Completed);
}

#[test]
fn the_last_activity_is_a_step_and_not_being_enrolled() {
    let mut ana = enrolled();
    let course = view(&ana);
    assert_eq!((ana.last_activity_at(), ana.moved_at()), (None, Some(UnixMillis(1))));
    ana.open(&course, Spot::Lesson(id("read")), UnixMillis(2)).unwrap();
    assert_eq!(ana.last_activity_at(), Some(UnixMillis(2)));
    ana.submit(&course, None, WRONG, UnixMillis(3)).unwrap();
    assert_eq!(ana.last_activity_at(), Some(UnixMillis(3)));
    let done = crate::training::Deed::Complete { lesson: None };
    ana.take(&course, &done, UnixMillis(4)).unwrap();
    ana.withdraw(UnixMillis(5));
    ana.enrol(Enrolled::Operator, UnixMillis(6));
    assert_eq!(
        (ana.last_activity_at(), ana.moved_at()),
        (Some(UnixMillis(4)), Some(UnixMillis(6)))
    );
}

/// Pins what `journey` rows hold. To change it, add a migration.
#[test]
fn enrollment_stored_shape() {
    let mut ana = enrolled();
    let course = view(&ana);
    ana.open(&course, Spot::Lesson(id("read")), UnixMillis(2)).unwrap();
    ana.submit(&course, None, RIGHT, UnixMillis(3)).unwrap();
    let json = r#"{"enrolled_at":1,"by":"operator","withdrawn_at":null,"lessons":{"read":{"opened_at":2,"completed_at":null}},"last":{"lesson":"read"},"open":{"lesson":"read"},"attempts":[{"lesson":null,"at":3,"mark":{"right":1,"of":1},"passed":true}],"completed_at":null,"passed_at":null,"satisfied_at":null,"certificate":null,"started_at":null,"seen_at":null,"dismissed_at":null,"is_minimised":null,"revision":0}"#;
    assert_eq!(serde_json::to_string(&ana).unwrap(), json);
    assert_eq!(serde_json::from_str::<Enrollment>(json).unwrap(), ana);
    assert_eq!(serde_json::from_str::<Enrollment>("{}").unwrap(), Enrollment::default());
}

/// Something a person, or the staff, does.
#[derive(Debug, Clone)]
enum Deed {
    Open(u8),
    Complete(u8),
    Answer(u8, bool),
    Withdraw,
    Enrol,
    Absorb(Vec<Deed>),
}

fn deed() -> impl Strategy<Value = Deed> {
    let leaf = prop_oneof![
        (0..4_u8).prop_map(Deed::Open),
        (0..4_u8).prop_map(Deed::Complete),
        (0..4_u8, any::<bool>()).prop_map(|(n, right)| Deed::Answer(n, right)),
        Just(Deed::Withdraw),
        Just(Deed::Enrol),
    ];
    leaf.prop_recursive(1, 12, 6, |inner| prop::collection::vec(inner, 0..6).prop_map(Deed::Absorb))
}

fn lesson(n: u8) -> Option<ItemId> {
    [Some("read"), Some("try"), Some("gone"), None][usize::from(n)].map(id)
}

fn act(enrollment: &mut Enrollment, deed: &Deed, now: UnixMillis) {
    let course = view(enrollment);
    // A refusal changes nothing; that is checked by what holds afterwards.
    match deed {
        Deed::Open(n) => {
            let spot = lesson(*n).map_or(Spot::Quiz, Spot::Lesson);
            let _ = enrollment.open(&course, spot, now);
        }
        Deed::Complete(n) => {
            let _ = lesson(*n).map(|lesson| enrollment.complete_lesson(&course, &lesson, now));
        }
        Deed::Answer(n, right) => {
            let mark = if *right { RIGHT } else { WRONG };
            let _ = enrollment.submit(&course, lesson(*n).as_ref(), mark, now);
        }
        Deed::Withdraw => drop(enrollment.withdraw(now)),
        Deed::Enrol => drop(enrollment.enrol(Enrolled::Operator, now)),
        Deed::Absorb(deeds) => {
            let mut other = Enrollment::default();
            for deed in deeds {
                act(&mut other, deed, now);
            }
            enrollment.absorb(other);
        }
    }
    enrollment.settle(MoveOn::CompletedAndPassed, now);
}

/// How much was reached: it only grows.
fn reached(enrollment: &Enrollment) -> [usize; 6] {
    let lessons = || enrollment.lessons.values();
    let flag = |at: Option<UnixMillis>| usize::from(at.is_some());
    [
        lessons().filter(|steps| steps.opened_at.is_some()).count(),
        lessons().filter(|steps| steps.completed_at.is_some()).count(),
        enrollment.attempts.iter().filter(|attempt| attempt.passed).count(),
        flag(enrollment.completed_at),
        flag(enrollment.passed_at),
        flag(enrollment.satisfied_at),
    ]
}

proptest! {
    #[test]
    fn what_was_reached_stays_reached(deeds in prop::collection::vec(deed(), 0..40)) {
        let mut ana = Enrollment::default();
        for (deed, at) in deeds.iter().zip(1..) {
            let before = reached(&ana);
            act(&mut ana, deed, UnixMillis(at));
            let after = reached(&ana);
            prop_assert!(before.iter().zip(&after).all(|(before, after)| before <= after));
            for attempt in &ana.attempts {
                prop_assert!((0.0..=1.0).contains(&attempt.mark.score()));
            }
        }
    }

    #[test]
    fn nobody_tries_more_often_than_they_may(
        deeds in prop::collection::vec((0..4_u8, any::<bool>()), 0..40),
    ) {
        let mut ana = enrolled();
        for ((n, right), at) in deeds.into_iter().zip(2..) {
            act(&mut ana, &Deed::Answer(n, right), UnixMillis(at));
            for lesson in [None, Some(id("try"))] {
                let n = ana.attempts.iter().filter(|attempt| attempt.lesson == lesson).count();
                prop_assert!(n <= 2);
            }
        }
    }

    #[test]
    fn taking_in_the_same_again_changes_nothing(
        own in prop::collection::vec(deed(), 0..12),
        theirs in prop::collection::vec(deed(), 0..12),
    ) {
        let (mut ana, mut other) = (Enrollment::default(), Enrollment::default());
        own.iter().zip(1..).for_each(|(deed, at)| act(&mut ana, deed, UnixMillis(at)));
        theirs.iter().zip(1..).for_each(|(deed, at)| act(&mut other, deed, UnixMillis(at)));
        ana.absorb(other.clone());
        let once = ana.clone();
        ana.absorb(other);
        prop_assert_eq!(ana, once);
    }
}
