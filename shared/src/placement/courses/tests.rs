//! Courses among checklists and surveys.

use super::*;
use crate::{
    command::{Field, PlacedCommand},
    contact::ContactPolicy,
    content::ContentKind,
    id::{MessageId, UserId},
    placement::{Look, Placement, Team, WidgetState},
    targeting::Facts,
    text::Locale,
    wording::Plain,
};

const COURSE: &str = r#"{"id":"ID","title":{"en":"t"},"intro":{"en":"i"},"done":{"en":"d"},"certificate":{"title":{"en":"c"}},
    "lessons":[{"id":"one","title":{"en":"t"},"minutes":3,"content":{"article":{"en":"**a**"}}}],
    "quiz":{"questions":[{"id":"q","title":{"en":"q"},"options":[{"id":"a","label":{"en":"a"},"right":true},{"id":"b","label":{"en":"b"}}]}]},
    "move_on":"CompletedAndPassed","path":"way",MORE}"#;
const CHECKLIST: &str = r#"{"id":"start","title":{"en":"t"},"intro":{"en":"i"},"done":{"en":"d"},
    "items":[{"id":"learn","title":{"en":"t"},"detail":{"en":"d"},"completion":{"course":"basics"}}]}"#;

struct World {
    content: Vec<Content>,
    facts: Facts,
    team: Team,
    journey: Journey,
}

fn world(of_basics: &str) -> World {
    let course = |id, more| {
        let json = COURSE.replace("ID", id).replace("MORE", more);
        Content::parse(ContentKind::Course, &json).unwrap()
    };
    let checklist = Content::parse(ContentKind::Checklist, CHECKLIST).unwrap();
    let content = vec![
        course("basics", of_basics),
        course("further", r#""enrol":"everyone","order":2"#),
        checklist,
    ];
    let facts = Facts::of(UserId::try_from("ana").unwrap(), Locale::default(), UnixMillis(0));
    World { content, facts, team: Team::default(), journey: Journey::default() }
}

impl World {
    fn at<R>(&mut self, now: i64, act: impl FnOnce(&mut Journey, &mut Team, &Scene<'_>) -> R) -> R {
        self.facts.now = UnixMillis(now);
        let Self { content, facts, team, journey } = self;
        let policy = ContactPolicy::default();
        act(journey, team, &Scene { content, policy: &policy, facts, words: &Plain })
    }

    fn apply(&mut self, now: i64, fields: &[(&str, &str)]) -> Result<Vec<&'static str>, Refusal> {
        let fields: Vec<Field> = fields
            .iter()
            .chain(&[("placement", "basics")])
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let command = PlacedCommand::from_fields(&fields).unwrap();
        let events = self.at(now, |journey, team, scene| journey.apply(team, scene, &command))?;
        Ok(events.iter().map(Event::name).collect())
    }

    fn settle(&mut self, now: i64) -> Vec<(String, &'static str)> {
        let events = self.at(now, Journey::settle);
        events.iter().map(|(id, event)| (id.to_string(), event.name())).collect()
    }

    fn look(&mut self, now: i64) -> Look {
        self.at(now, |journey, team, scene| journey.look(team, scene, &[]))
    }

    fn shown(&mut self, now: i64) -> Vec<String> {
        self.look(now).state.placements.iter().map(|it| it.id().to_string()).collect()
    }
}

fn pair(id: &str, event: &'static str) -> (String, &'static str) {
    (id.to_owned(), event)
}

#[test]
fn a_rule_enrols_whom_it_means_once() {
    let mut world = world(r#""enrol":"everyone","segment":{"user":{"role":{"is":"lead"}}}"#);
    let enrol = |world: &mut World| {
        let awaits = world.journey.awaits_rules(&world.content);
        let events = world.at(1, |journey, _, scene| journey.enrol(scene));
        (awaits, events.into_iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>())
    };
    // What comes after it on the path is for everybody, and nothing comes before that for her.
    assert_eq!(enrol(&mut world), (true, vec!["further".to_owned()]));
    world.facts.user_traits.insert("role".into(), "lead".into());
    assert_eq!(enrol(&mut world), (true, vec!["basics".to_owned()]));
    assert_eq!(enrol(&mut world), (false, vec![]));
}

#[test]
fn waits_for_somebody_to_enrol_them_and_then_comes_after_checklists() {
    let mut world = world(r#""order":1"#);
    assert_eq!(world.settle(1), []);
    assert_eq!(world.shown(1), ["start"]);
    let refused = world.apply(1, &[("type", "open_lesson"), ("item", "one")]);
    assert_eq!(refused, Err(TrainingRefusal::NotEnrolled.into()));
    let look = world.look(1);
    let shut = |look: &Look, id: &str| {
        let explanation = look.explanations.iter().find(|it| it.content.as_str() == id).unwrap();
        let shut = explanation.gates.iter().filter(|gate| !gate.passes);
        shut.map(|gate| gate.gate).collect::<Vec<_>>()
    };
    assert_eq!(shut(&look, "basics"), [GateName::Enrolled]);
    assert_eq!(shut(&look, "further"), [GateName::Path, GateName::Enrolled]);
    let basics = ContentId::try_from("basics").unwrap();
    let enrollment = world.journey.enrollments.entry(basics).or_default();
    enrollment.enrol(Enrolled::Operator, UnixMillis(2));
    assert_eq!(world.shown(3), ["start", "basics"]);
}

#[test]
fn whoever_is_meant_is_enrolled_and_the_next_of_the_path_follows() {
    let mut world =
        world(r#""order":1,"enrol":"everyone","segment":{"user":{"role":{"is":"admin"}}}"#);
    assert_eq!(world.settle(1), [pair("further", "course_enrolled")], "basics is for admins");
    let mut world = self::world(r#""order":1,"enrol":"everyone""#);
    assert_eq!(world.settle(1), [pair("basics", "course_enrolled")]);
    assert_eq!(
        world.apply(2, &[("type", "open_lesson"), ("item", "one")]).unwrap(),
        ["lesson_started"]
    );
    world.apply(3, &[("type", "complete_lesson"), ("item", "one")]).unwrap();
    let answered = world.apply(4, &[("type", "answer_quiz"), ("pick.q", "a")]).unwrap();
    assert_eq!(answered, ["quiz_answered", "course_completed"]);
    assert_eq!(
        world.settle(5),
        [
            pair("further", "course_enrolled"),
            pair("start", "checklist_started"),
            pair("start", "checklist_item_completed"),
            pair("start", "checklist_completed"),
        ]
    );
    assert_eq!(world.shown(6), ["start", "basics", "further"]);
    assert_eq!(world.shown(4 + DAY_MS), ["start", "further"], "it is behind them");
}

#[test]
fn an_event_enrols_whom_it_was_waited_for() {
    let mut world = world(
        r#""order":1,"enrol":"everyone","segment":{"event":{"name":"Exported","at_least":2}}"#,
    );
    let expects = |world: &World, name| world.journey.expects(&world.team, &world.content, name);
    assert!(expects(&world, "Exported") && !expects(&world, "Imported"));
    let mut enrolled = vec![];
    for n in 1..=2 {
        for content in &world.content {
            content.for_each_event(&mut |test| {
                world.facts.counts.learn(test.window(UnixMillis(n.into())), n);
            });
        }
        enrolled.push(world.at(n.into(), |journey, team, scene| {
            journey.observe(team, scene, "Exported", &serde_json::Map::new()).len()
        }));
    }
    assert_eq!(enrolled, [0, 1]);
    assert!(!expects(&world, "Exported"), "they are in it");
    assert_eq!(world.shown(3), ["start", "basics"]);
}

#[test]
fn an_item_opens_its_course_and_the_edge_marks() {
    let mut world = world(r#""order":1"#);
    let Placement::Checklist(list, _) = &world.look(1).state.placements[0] else { panic!() };
    assert_eq!(list.items[0].course.as_ref().map(ContentId::as_str), Some("basics"));
    assert_eq!(world.apply(1, &[("type", "open_course")]).unwrap(), ["course_enrolled"]);
    assert_eq!(world.shown(2), ["basics", "start"]);
    world.apply(3, &[("type", "open_quiz")]).unwrap();
    let incomplete = world.apply(4, &[("type", "answer_quiz")]).unwrap_err();
    assert_eq!((incomplete.code(), incomplete.field()), ("quiz_incomplete", "pick"));
    let wrong = [("type", "answer_quiz"), ("pick.q", "b")];
    assert_eq!(world.apply(5, &wrong).unwrap(), ["quiz_answered"]);
    let mut state = world.look(6).state;
    let Placement::Course(course, enrollment) = &mut state.placements[0] else { panic!() };
    let quiz = course.quiz.clone().unwrap();
    assert_eq!(quiz.result.as_deref(), Some("0 of 1 right"));
    assert_eq!((course.counts.len(), quiz.questions.len()), (3, 1));
    let bytes = postcard::to_allocvec(&world.look(6).state).unwrap();
    assert_eq!(postcard::from_bytes::<WidgetState>(&bytes).unwrap(), world.look(6).state);
    // The browser cannot tell, and leaves it to the edge.
    let picks = Command::AnswerQuiz { lesson: None, picks: [].into() };
    assert_eq!(apply_to_course(course, enrollment, &picks, UnixMillis(7)), Ok(vec![]));
}

#[test]
fn what_is_refused_is_told_in_words_of_the_reader() {
    let mut ana = world(r#""enrol":"everyone""#);
    ana.settle(1);
    ana.apply(2, &[("type", "open_quiz")]).unwrap();
    let told = |ana: &mut World, fields: &[(&str, &str)], code: &str| {
        let mut state = ana.look(3).state;
        let fields: Vec<Field> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        state.tell(&MessageId::try_from("m").unwrap(), &fields, code);
        state.told.map(|told| told.text)
    };
    let started =
        ana.at(3, |journey, _, scene| journey.start(scene, &scene.content[0].id().clone()));
    started.unwrap();
    let mut of = |fields: &[(&str, &str)], code| told(&mut ana, fields, code).unwrap_or_default();
    assert_eq!(of(&[], "quiz_incomplete"), "An answer is missing: q");
    assert_eq!(of(&[("pick.q", "a")], "quiz_incomplete"), "An answer is missing");
    assert_eq!(of(&[("pick.q.a", "on")], "quiz_incomplete"), "An answer is missing");
    assert_eq!(of(&[], "no_attempt_left"), "You have used every attempt");
    assert_eq!(of(&[], "unknown_lesson"), "That has changed meanwhile. Please look again.");
    assert_eq!(of(&[("type", "seen")], "unknown_placement"), "");
}

#[test]
fn a_course_that_was_asked_for_goes_when_it_is_done_and_comes_back_when_asked_for_again() {
    let mut world = world(r#""order":1"#);
    world.apply(1, &[("type", "open_course")]).unwrap();
    world.apply(2, &[("type", "complete_lesson"), ("item", "one")]).unwrap();
    world.apply(3, &[("type", "answer_quiz"), ("pick.q", "a")]).unwrap();
    assert_eq!(world.shown(4), ["basics", "start"]);
    assert_eq!(world.shown(3 + DAY_MS), ["start"]);
    world.apply(4 + DAY_MS, &[("type", "open_course")]).unwrap();
    assert_eq!(world.shown(5 + DAY_MS), ["basics", "start"]);
}

#[test]
fn a_certificate_is_given_once_and_the_withdrawn_stay_out() {
    let mut world = world(r#""order":1,"enrol":"everyone""#);
    world.settle(1);
    world.apply(2, &[("type", "complete_lesson"), ("item", "one")]).unwrap();
    world.apply(3, &[("type", "answer_quiz"), ("pick.q", "a")]).unwrap();
    let mut made = 0;
    for _ in 0..2 {
        world.at(4, |journey, _, scene| {
            journey.certify(scene, || {
                made += 1;
                format!("c{made}")
            });
        });
    }
    let basics = ContentId::try_from("basics").unwrap();
    assert_eq!(world.journey.enrollments[&basics].certificate.as_deref(), Some("c1"));
    world.journey.enrollments.get_mut(&basics).unwrap().withdraw(UnixMillis(5));
    world.settle(6);
    assert_eq!(world.shown(6), ["start", "further"]);
    let refused = world.at(7, |journey, _, scene| journey.start(scene, &basics));
    assert_eq!(refused, Err(TrainingRefusal::NotEnrolled.into()));
}
