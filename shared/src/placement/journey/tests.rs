use super::*;
use crate::{
    checklist::Scope,
    command::Field,
    contact::{ContactPolicy, GateName},
    content::ContentKind,
    id::UserId,
    placement::{Look, look::THANKS_MS},
    survey::DueCause,
    targeting::{Counts, Facts},
    time::{DAY_MS, UnixMillis},
    wording::Plain,
};

const CHECKLIST: &str = r#"{"id":"start","title":{"en":"t"},"intro":{"en":"i"},"done":{"en":"d"},
    "items":[{"id":"create","title":{"en":"t"},"detail":{"en":"d"},"completion":{"event":"Created"}},
             {"id":"read","title":{"en":"t"},"detail":{"en":"d"},"completion":"by_hand"}]}"#;
const SURVEY: &str = r#"{"id":"ID","kind":"nps","question":{"en":"q"},"low":{"en":"l"},"high":{"en":"h"},
    "comment":{"en":"c"},"thanks":{"en":"t"},"trigger":{"event":"Published"}}"#;

fn content() -> Vec<Content> {
    let survey = |id| Content::parse(ContentKind::Survey, &SURVEY.replace("ID", id)).unwrap();
    let checklist = Content::parse(ContentKind::Checklist, CHECKLIST).unwrap();
    vec![checklist, survey("nps"), survey("second")]
}

fn id(text: &str) -> ContentId {
    ContentId::try_from(text).unwrap()
}

fn command(placement: &str, fields: &[(&str, &str)]) -> PlacedCommand {
    let fields: Vec<Field> = fields
        .iter()
        .chain(&[("placement", placement)])
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    PlacedCommand::from_fields(&fields).unwrap()
}

/// Ana, and all that is known of her but her own way.
struct World {
    content: Vec<Content>,
    policy: ContactPolicy,
    facts: Facts,
    team: Team,
    journey: Journey,
}

fn world() -> World {
    let user = UserId::try_from("ana").unwrap();
    let facts = Facts::of(user, Locale::default(), UnixMillis(0));
    let (policy, team, journey) = Default::default();
    World { content: content(), policy, facts, team, journey }
}

impl World {
    fn at<R>(&mut self, now: i64, act: impl FnOnce(&mut Journey, &mut Team, &Scene<'_>) -> R) -> R {
        self.facts.now = UnixMillis(now);
        let Self { content, policy, facts, team, journey } = self;
        act(journey, team, &Scene { content, policy, facts, words: &Plain })
    }

    fn observe(&mut self, name: &str, now: i64) -> Vec<&'static str> {
        for content in &self.content {
            content.for_each_event(&mut |test| {
                if test.name == name {
                    let window = test.window(UnixMillis(now));
                    let n = self.facts.counts.of(test, UnixMillis(now));
                    self.facts.counts.learn(window, n + 1);
                }
            });
        }
        let events = self.at(now, |j, team, scene| j.observe(team, scene, name, &Map::new()));
        events.iter().map(|(_, event)| event.name()).collect()
    }

    fn apply(
        &mut self,
        placement: &str,
        fields: &[(&str, &str)],
        now: i64,
    ) -> Result<Vec<&'static str>, Refusal> {
        let command = command(placement, fields);
        let events = self.at(now, |j, team, scene| j.apply(team, scene, &command))?;
        Ok(events.iter().map(Event::name).collect())
    }

    fn start(&mut self, placement: &str, now: i64) -> Result<(), Refusal> {
        self.at(now, |j, _, scene| j.start(scene, &id(placement)))
    }

    fn look(&mut self, now: i64) -> Look {
        self.at(now, |j, team, scene| j.look(team, scene, &[]))
    }

    #[track_caller]
    fn check_shown(&mut self, now: i64, want: &[&str]) {
        let look = self.look(now);
        let shown: Vec<_> =
            look.state.placements.iter().map(|placement| placement.id().as_str()).collect();
        assert_eq!(shown, want);
        let explained = look.explanations.iter().find(|e| e.shown).map(|e| e.content.as_str());
        assert_eq!(explained, want.first().copied());
    }
}

#[test]
fn what_is_opened_again_is_told_once() {
    let mut world = world();
    let mut does = |kind: &str| -> Vec<Event> {
        let asked = command("start", &[("type", kind), ("item", "read")]);
        world.at(1, |journey, team, scene| journey.apply(team, scene, &asked).unwrap())
    };
    assert_eq!(does("reopen_item"), []);
    does("complete_item");
    assert_eq!(does("reopen_item"), [Event::ItemReopened(ItemId::try_from("read").unwrap())]);
    assert_eq!(does("reopen_item"), []);
}

#[test]
fn a_newcomer_sees_the_checklist_and_is_asked_nothing() {
    world().check_shown(1, &["start"]);
}

#[test]
fn an_event_completes_items_and_makes_surveys_due() {
    let mut world = world();
    let events = world.observe("Created", 1);
    assert_eq!(events, ["checklist_started", "checklist_item_completed"]);
    assert!(world.observe("Published", 1).is_empty());
    world.check_shown(1, &["nps", "second", "start"]);
}

#[test]
fn one_budget_over_all_surveys() {
    let mut world = world();
    world.observe("Published", 1);
    world.apply("nps", &[("type", "seen")], 2).unwrap();
    world.check_shown(3, &["nps", "start"]);
    world.apply("nps", &[("type", "dismiss")], 4).unwrap();
    world.check_shown(5, &["start"]);
    let period = 14 * DAY_MS;
    world.check_shown(3 + period, &["start"]);
    world.check_shown(4 + period, &["second", "start"]);
}

#[test]
fn says_why_something_is_not_shown() {
    let mut world = world();
    world.observe("Published", 1);
    world.apply("nps", &[("type", "seen")], 2).unwrap();
    let look = world.look(3);
    let gates = |id: &str| {
        let explained = look.explanations.iter().find(|e| e.content.as_str() == id).unwrap();
        let shut = explained.gates.iter().filter(|gate| !gate.passes);
        shut.map(|gate| (gate.gate, gate.until.map(|at| at.0))).collect::<Vec<_>>()
    };
    assert_eq!(gates("nps"), []);
    assert_eq!(gates("start"), [(GateName::Priority, None)]);
    assert_eq!(gates("second"), [(GateName::Recontact, Some(2 + 14 * DAY_MS))]);
}

#[test]
fn a_survey_of_higher_priority_comes_first() {
    let mut world = world();
    let Content::Survey(second) = &mut world.content[2] else { unreachable!() };
    second.schedule.priority = 1;
    world.observe("Published", 1);
    world.check_shown(1, &["second", "nps", "start"]);
}

#[test]
fn a_checklist_lasts_unless_it_is_for_a_page_and_a_question_does_not() {
    let mut world = world();
    let mut check = |segment: &str, want: bool| {
        let Content::Checklist(start) = &mut world.content[0] else { unreachable!() };
        start.segment = Some(serde_json::from_str(segment).unwrap());
        let look = world.look(1);
        assert_eq!((look.state.placements.len(), look.lasts), (1, want), "{segment}");
    };
    check(r#"{"user":{"role":{"exists":false}}}"#, true);
    check(r#"{"any":[{"page":"/"},{"not":{"page":"/checkout"}}]}"#, false);

    world.content.remove(0);
    world.start("nps", 1).unwrap();
    assert!(!world.look(2).lasts);
}

#[test]
fn what_the_browser_must_see_is_awaited_and_then_shown() {
    let mut world = world();
    let Content::Survey(nps) = &mut world.content[1] else { unreachable!() };
    nps.trigger = Some(crate::survey::Trigger::IdleS(30));
    let look = world.look(1);
    assert_eq!(look.awaited.len(), 1);
    let fired = [id("nps"), id("second")];
    world.at(2, |j, team, scene| j.look(team, scene, &fired));
    // `second` waits for an event, which a browser's word cannot stand in for.
    world.check_shown(3, &["nps", "start"]);
    assert_eq!(world.look(3).awaited, []);
}

#[test]
fn conditions_complete_items_and_take_them_out_of_the_list() {
    let mut world = world();
    let Content::Checklist(checklist) = &mut world.content[0] else { unreachable!() };
    let when = serde_json::json!({"when": {"user": {"role": {"exists": true}}}});
    checklist.items[0].completion = serde_json::from_value(when).unwrap();
    let phone = serde_json::json!({"device": "phone"});
    checklist.items[1].condition = serde_json::from_value(phone).unwrap();
    let Placement::Checklist(view, _) = world.look(1).state.placements.remove(0) else {
        unreachable!()
    };
    assert_eq!(view.items.len(), 1);
    assert_eq!(view.counts, ["0 of 1 done", "1 of 1 done"]);
    world.facts.user_traits.insert("role".to_owned(), "admin".into());
    let events = world.at(2, Journey::settle);
    let names: Vec<_> = events.iter().map(|(_, event)| event.name()).collect();
    assert_eq!(names, ["checklist_started", "checklist_item_completed", "checklist_completed"]);
    assert!(world.at(3, Journey::settle).is_empty());
}

#[test]
fn an_item_of_the_account_is_done_for_all() {
    let mut ana = world();
    let Content::Checklist(checklist) = &mut ana.content[0] else { unreachable!() };
    checklist.items[0].scope = Scope::Account;
    let mut bob = world();
    bob.content.clone_from(&ana.content);
    bob.apply("start", &[("type", "complete_item"), ("item", "read")], 1).unwrap();
    ana.observe("Created", 2);
    assert!(ana.journey.progress[&id("start")].seen_at().is_none());
    assert!(bob.journey.expects(&bob.team, &bob.content, "Created"));
    bob.team.clone_from(&ana.team);
    assert!(!bob.journey.expects(&bob.team, &bob.content, "Created"));
    let events = bob.at(3, Journey::settle);
    assert_eq!(events, [(id("start"), Event::ChecklistCompleted)]);
    assert!(bob.at(4, Journey::settle).is_empty());
}

#[test]
fn an_edit_finishes_who_has_done_the_rest_and_unfinishes_nobody() {
    let mut world = world();
    world.apply("start", &[("type", "complete_item"), ("item", "read")], 1).unwrap();
    let before = world.content[0].clone();
    let Content::Checklist(checklist) = &mut world.content[0] else { unreachable!() };
    checklist.items.remove(0);
    let events = world.at(2, Journey::settle);
    assert_eq!(events, [(id("start"), Event::ChecklistCompleted)]);
    world.content[0] = before;
    assert!(world.at(3, Journey::settle).is_empty());
    assert!(world.journey.progress[&id("start")].is_finished());
}

#[test]
fn an_event_must_happen_often_enough() {
    let mut world = world();
    let Content::Checklist(checklist) = &mut world.content[0] else { unreachable!() };
    checklist.items[0].completion =
        serde_json::from_value(serde_json::json!({"event": {"name": "Created", "at_least": 2}}))
            .unwrap();
    world.facts.counts = Counts::default();
    assert!(world.observe("Created", 1).is_empty());
    assert_eq!(world.observe("Created", 2).len(), 2);
}

#[test]
fn the_last_start_comes_first_and_brings_back_what_was_dismissed() {
    let mut world = world();
    world.apply("start", &[("type", "dismiss")], 1).unwrap();
    world.check_shown(1, &[]);
    world.start("nps", 2).unwrap();
    world.start("start", 3).unwrap();
    world.check_shown(3, &["start", "nps"]);
    assert_eq!(world.journey.prompts[&id("nps")].due.unwrap().cause, DueCause::Start);
    assert_eq!(world.start("other", 4), Err(Refusal::UnknownPlacement));
}

#[test]
fn a_survey_that_is_to_come_later_does() {
    let mut world = world();
    let refused = world.apply("nps", &[("type", "snooze")], 1);
    assert_eq!(refused, Err(Refusal::WrongCommand));
    let Content::Survey(nps) = &mut world.content[1] else { unreachable!() };
    nps.schedule.snooze_days = Some(3);
    world.start("nps", 1).unwrap();
    assert_eq!(world.apply("nps", &[("type", "snooze")], 2), Ok(vec!["survey_snoozed"]));
    world.check_shown(3, &["start"]);
    world.check_shown(1 + 3 * DAY_MS, &["start"]);
    world.check_shown(2 + 3 * DAY_MS, &["nps", "start"]);
}

#[test]
fn thanks_stay_until_closed_or_for_half_a_minute() {
    let mut world = world();
    world.start("nps", 0).unwrap();
    let answer = [("type", "answer"), ("rating", "9")];
    assert_eq!(world.apply("nps", &answer, 0), Ok(vec!["survey_answered"]));
    assert_eq!(world.apply("nps", &answer, 1), Ok(vec![]));
    world.check_shown(THANKS_MS - 1, &["nps", "start"]);
    world.check_shown(THANKS_MS, &["start"]);
    assert_eq!(world.apply("nps", &[("type", "follow")], 1), Ok(vec!["survey_link_followed"]));
    assert_eq!(world.apply("nps", &[("type", "follow")], 2), Ok(vec![]));
    world.apply("nps", &[("type", "close")], 1).unwrap();
    world.check_shown(2, &["start"]);
}

#[test]
fn an_answer_that_came_anew_stands_beside_the_first() {
    let mut world = world();
    let anew = |world: &mut World, placement: &str, now: i64| {
        let answer = command(placement, &[("type", "answer"), ("rating", "9")]);
        world.at(now, |j, team, scene| j.apply_anew(team, scene, &answer))
    };
    for at in 0..2 {
        assert_eq!(anew(&mut world, "nps", at).unwrap()[0].name(), "survey_answered");
    }
    let before = world.journey.clone();
    assert_eq!(anew(&mut world, "start", 2), Err(Refusal::WrongCommand));
    assert_eq!(world.journey, before);
    assert_eq!(world.journey.prompts[&id("nps")].round, 1);
}

#[test]
fn a_refused_command_changes_nothing() {
    let mut world = world();
    world.start("nps", 0).unwrap();
    let before = world.journey.clone();
    for (placement, fields, code) in [
        ("other", vec![("type", "seen")], "unknown_placement"),
        ("start", vec![("type", "answer"), ("rating", "9")], "wrong_command"),
        ("nps", vec![("type", "complete_item"), ("item", "read")], "wrong_command"),
        ("nps", vec![("type", "answer"), ("rating", "11")], "invalid_rating"),
        ("start", vec![("type", "complete_item"), ("item", "other")], "unknown_item"),
        ("start", vec![("type", "complete_item"), ("item", "create")], "item_not_by_hand"),
        ("start", vec![("type", "skip_item"), ("item", "read")], "item_not_skippable"),
    ] {
        assert_eq!(world.apply(placement, &fields, 1).unwrap_err().code(), code);
    }
    assert_eq!(world.journey, before);
}

#[test]
fn a_language_that_nothing_speaks_is_not_announced() {
    let spoken = |tag: &str| {
        let mut world = world();
        world.facts.locale = Locale::from(tag.to_owned());
        world.look(0).state.locale
    };
    assert_eq!(spoken("ar").as_str(), "en");
    assert_eq!(spoken("en-GB").as_str(), "en-gb");
}

/// The edge hands its state to the browser as postcard; what arrives is what was sent.
#[test]
fn widget_state_survives_postcard() {
    use crate::placement::WidgetState;

    let mut world = world();
    world.start("nps", 0).unwrap();
    let state = world.look(0).state;
    let bytes = postcard::to_allocvec(&state).unwrap();
    assert_eq!(postcard::from_bytes::<WidgetState>(&bytes).unwrap(), state);
}

#[test]
fn expects_what_would_change_it_and_nothing_else() {
    let mut world = world();
    let expects = |world: &World, name| world.journey.expects(&world.team, &world.content, name);
    assert!(expects(&world, "Created"));
    assert!(expects(&world, "Published"));
    assert!(!expects(&world, "Deleted"));

    world.observe("Created", 1);
    assert!(!expects(&world, "Created"), "the item is done");
    world.observe("Published", 2);
    assert!(!expects(&world, "Published"), "both surveys are due");
    let before = world.journey.clone();
    assert_eq!(world.observe("Created", 3), Vec::<&str>::new());
    world.observe("Published", 4);
    assert_eq!(world.journey, before);
}
