//! A person's way through all content of a workspace.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use thiserror::Error;

use super::{
    Scene,
    event::{Event, of_step},
    state::Placement,
};
use crate::{
    checklist::{
        Checklist, ChecklistView, Completion, Opening, Progress, ProgressRefusal, Scope, Step,
    },
    command::PlacedCommand,
    content::Content,
    id::{ContentId, ItemId},
    survey::{InvalidAnswer, Prompt},
    text::Locale,
    training::{Enrollment, TrainingRefusal},
};

/// How far a person is in everything they met so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Journey {
    /// Their checklists.
    pub progress: BTreeMap<ContentId, Progress>,
    /// Their surveys.
    pub prompts: BTreeMap<ContentId, Prompt>,
    /// Their courses.
    pub enrollments: BTreeMap<ContentId, Enrollment>,
}

/// What the people of an account have done for all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Team {
    /// The shared items of checklists.
    pub progress: BTreeMap<ContentId, Progress>,
}

/// Why a command was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The workspace has published nothing of this id.
    #[error("nothing of this id is published")]
    UnknownPlacement,
    /// The placement cannot do this, as a checklist cannot be answered.
    #[error("this placement does not take this command")]
    WrongCommand,
    /// The checklist refuses.
    #[error(transparent)]
    Progress(#[from] ProgressRefusal),
    /// The survey refuses.
    #[error(transparent)]
    Answer(#[from] InvalidAnswer),
    /// The course refuses.
    #[error(transparent)]
    Training(#[from] TrainingRefusal),
}

impl Refusal {
    /// The stable machine-readable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownPlacement => "unknown_placement",
            Self::WrongCommand => "wrong_command",
            Self::Progress(ProgressRefusal::UnknownItem(_)) => "unknown_item",
            Self::Progress(ProgressRefusal::NotByHand(_)) => "item_not_by_hand",
            Self::Progress(ProgressRefusal::Locked(_)) => "item_locked",
            Self::Progress(ProgressRefusal::NotSkippable(_)) => "item_not_skippable",
            Self::Answer(invalid) => invalid.code(),
            Self::Training(refusal) => refusal.code(),
        }
    }

    /// The field of the command at fault.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::UnknownPlacement => "placement",
            Self::WrongCommand => "type",
            Self::Progress(_) => "item",
            Self::Answer(invalid) => invalid.field(),
            Self::Training(refusal) => refusal.field(),
        }
    }
}

impl Journey {
    /// Takes in a `track` event, which the facts have counted: completes items, makes surveys due.
    pub fn observe(
        &mut self,
        team: &mut Team,
        scene: &Scene<'_>,
        name: &str,
        properties: &Map<String, Value>,
    ) -> Vec<(ContentId, Event)> {
        let mut events = Vec::new();
        for content in scene.content {
            match content {
                Content::Checklist(checklist) => {
                    let is_met = |completion: &Completion| {
                        completion.event().is_some_and(|test| {
                            test.counts(name, properties, scene.now())
                                && scene.facts.has_happened(test)
                        })
                    };
                    self.complete(team, checklist, scene, is_met, &mut events);
                }
                Content::Survey(survey) => {
                    let is_met = survey.event().is_some_and(|test| {
                        test.counts(name, properties, scene.now()) && scene.facts.has_happened(test)
                    });
                    if is_met {
                        let prompt = self.prompts.entry(survey.id.clone()).or_default();
                        prompt.trigger(scene.now());
                    }
                }
                Content::Course(_) => {}
            }
        }
        events
    }

    /// Completes what is so by now: a trait has a value, a page was reached, a course was done,
    /// others did the rest. Enrols whoever is meant.
    pub fn settle(&mut self, team: &mut Team, scene: &Scene<'_>) -> Vec<(ContentId, Event)> {
        #[cfg(not(feature = "courses"))]
        let (mut events, done) = (Vec::new(), std::collections::BTreeSet::<ContentId>::new());
        #[cfg(feature = "courses")]
        let (mut events, done) = (self.settle_courses(scene), self.courses_done());
        for content in scene.content {
            let Content::Checklist(checklist) = content else { continue };
            let is_met = |completion: &Completion| match completion {
                Completion::When(condition) => {
                    condition.check(checklist.id.as_str(), scene.facts).is_ok()
                }
                Completion::Course(course) => done.contains(course),
                Completion::ByHand | Completion::Event(_) => false,
            };
            self.complete(team, checklist, scene, is_met, &mut events);
        }
        events
    }

    /// Completes the items of `checklist` that `is_met`, and notices if that was all.
    fn complete(
        &mut self,
        team: &mut Team,
        checklist: &Checklist,
        scene: &Scene<'_>,
        is_met: impl Fn(&Completion) -> bool,
        events: &mut Vec<(ContentId, Event)>,
    ) {
        let met: Vec<&ItemId> = checklist
            .items
            .iter()
            .filter(|item| is_met(&item.completion))
            .map(|item| &item.id)
            .collect();
        // Others may have done the rest, or an edit may have taken it out. Who has finished stays
        // so, whatever is added.
        let own = self.progress.get(&checklist.id);
        if met.is_empty() && own.is_none_or(Progress::is_finished) {
            return;
        }
        let (view, mut progress) = self.checklist(team, checklist, scene, &scene.facts.locale);
        let before = progress.clone();
        for item in met.into_iter().filter(|item| view.find(item).is_some()) {
            let had_begun = progress.has_begun();
            let step = progress.complete(&view, item, scene.now());
            let happened = of_step(Event::ItemCompleted(item.clone()), step, had_begun);
            events.extend(happened.into_iter().map(|event| (checklist.id.clone(), event)));
        }
        if progress.finish(&view, scene.now()) == Step::Completed {
            events.push((checklist.id.clone(), Event::ChecklistCompleted));
        }
        if progress != before {
            self.keep(team, checklist, progress);
        }
    }

    /// Shows content now, past targeting and budget.
    ///
    /// # Errors
    /// [`Refusal::UnknownPlacement`]; [`TrainingRefusal::NotEnrolled`] for somebody who was taken
    /// out of the course.
    pub fn start(&mut self, scene: &Scene<'_>, id: &ContentId) -> Result<(), Refusal> {
        match find(scene, id)? {
            Content::Checklist(_) => {
                self.progress.entry(id.clone()).or_default().start(scene.now());
            }
            Content::Survey(_) => {
                self.prompts.entry(id.clone()).or_default().start(scene.now());
            }
            #[cfg(not(feature = "courses"))]
            Content::Course(_) => return Err(Refusal::WrongCommand),
            #[cfg(feature = "courses")]
            Content::Course(course) => drop(self.open_course(course, scene.now())?),
        }
        Ok(())
    }

    /// Applies what the person did, whether or not it is shown now: an old tab may lag.
    ///
    /// # Errors
    /// [`Refusal`]. Nothing has changed then.
    pub fn apply(
        &mut self,
        team: &mut Team,
        scene: &Scene<'_>,
        command: &PlacedCommand,
    ) -> Result<Vec<Event>, Refusal> {
        let content = find(scene, &command.placement)?;
        #[cfg(feature = "courses")]
        if let Content::Course(course) = content {
            return self.apply_to_course(course, scene, &command.command);
        }
        let mut placement = self.placement(team, content, scene, &scene.facts.locale);
        let events = placement.apply(&command.command, scene.now())?;
        match (placement, content) {
            (Placement::Checklist(_, progress), Content::Checklist(checklist)) => {
                self.keep(team, checklist, progress);
            }
            (Placement::Survey(survey, prompt), _) => {
                self.prompts.insert(survey.id, prompt);
            }
            _ => unreachable!("each kind is placed as what it is"),
        }
        Ok(events)
    }

    /// Takes in how far the same person got elsewhere, before it was known that they are one.
    pub fn absorb(&mut self, other: Self) {
        for (id, progress) in other.progress {
            self.progress.entry(id).or_default().absorb(progress);
        }
        for (id, prompt) in other.prompts {
            self.prompts.entry(id).or_default().absorb(prompt);
        }
        for (id, enrollment) in other.enrollments {
            self.enrollments.entry(id).or_default().absorb(enrollment);
        }
    }

    /// Applies what the person did to a prompt of its own: an answer that came by mail, say,
    /// stands beside those given before.
    ///
    /// # Errors
    /// [`Refusal`]. Nothing has changed then.
    pub fn apply_anew(
        &mut self,
        team: &mut Team,
        scene: &Scene<'_>,
        command: &PlacedCommand,
    ) -> Result<Vec<Event>, Refusal> {
        let mut renewed = self.clone();
        if let Some(prompt) = renewed.prompts.get_mut(&command.placement)
            && !prompt.answers.is_empty()
        {
            // What was said so far stays a response of its own.
            prompt.dismiss(scene.now());
        }
        renewed.start(scene, &command.placement)?;
        let events = renewed.apply(team, scene, command)?;
        *self = renewed;
        Ok(events)
    }

    /// `content` as the person sees it in `locale`, and how it stands with them.
    pub(super) fn placement(
        &self,
        team: &Team,
        content: &Content,
        scene: &Scene<'_>,
        locale: &Locale,
    ) -> Placement {
        match content {
            Content::Checklist(checklist) => {
                let (view, progress) = self.checklist(team, checklist, scene, locale);
                Placement::Checklist(view, progress)
            }
            Content::Survey(survey) => {
                let prompt = self.prompts.get(&survey.id).cloned().unwrap_or_default();
                Placement::Survey(survey.view(locale), prompt)
            }
            #[cfg(not(feature = "courses"))]
            Content::Course(_) => unreachable!("a browser has no journey"),
            #[cfg(feature = "courses")]
            Content::Course(course) => {
                let enrollment = self.enrollments.get(&course.id).cloned().unwrap_or_default();
                let view = course.view(&enrollment, scene.facts, locale, scene.words);
                Placement::Course(view, enrollment)
            }
        }
    }

    /// `checklist` as the person sees it, with what their account has done.
    fn checklist(
        &self,
        team: &Team,
        checklist: &Checklist,
        scene: &Scene<'_>,
        locale: &Locale,
    ) -> (ChecklistView, Progress) {
        let mut progress = self.progress.get(&checklist.id).cloned().unwrap_or_default();
        if checklist.opens == Opening::Minimised {
            progress.minimise_at_first();
        }
        if let Some(theirs) = team.progress.get(&checklist.id) {
            progress = progress.with(&shared_items(checklist), theirs);
        }
        (checklist.view(&progress, scene.facts, locale, scene.words), progress)
    }

    /// Takes `progress` apart into what is the person's and what is the account's.
    fn keep(&mut self, team: &mut Team, checklist: &Checklist, progress: Progress) {
        let shared = shared_items(checklist);
        let own = if shared.is_empty() {
            progress
        } else {
            let theirs = team.progress.entry(checklist.id.clone()).or_default();
            progress.part(&shared, theirs)
        };
        self.progress.insert(checklist.id.clone(), own);
    }
}

fn shared_items(checklist: &Checklist) -> Vec<ItemId> {
    let shared = checklist.items.iter().filter(|item| item.scope == Scope::Account);
    shared.map(|item| item.id.clone()).collect()
}

fn find<'a>(scene: &Scene<'a>, id: &ContentId) -> Result<&'a Content, Refusal> {
    scene.content.iter().find(|content| content.id() == id).ok_or(Refusal::UnknownPlacement)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
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
        fn at<R>(
            &mut self,
            now: i64,
            act: impl FnOnce(&mut Journey, &mut Team, &Scene<'_>) -> R,
        ) -> R {
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
        let events = world.at(2, |j, team, scene| j.settle(team, scene));
        let names: Vec<_> = events.iter().map(|(_, event)| event.name()).collect();
        assert_eq!(names, ["checklist_started", "checklist_item_completed", "checklist_completed"]);
        assert!(world.at(3, |j, team, scene| j.settle(team, scene)).is_empty());
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
        bob.team.clone_from(&ana.team);
        let events = bob.at(3, |j, team, scene| j.settle(team, scene));
        assert_eq!(events, [(id("start"), Event::ChecklistCompleted)]);
        assert!(bob.at(4, |j, team, scene| j.settle(team, scene)).is_empty());
    }

    #[test]
    fn an_edit_finishes_who_has_done_the_rest_and_unfinishes_nobody() {
        let mut world = world();
        world.apply("start", &[("type", "complete_item"), ("item", "read")], 1).unwrap();
        let before = world.content[0].clone();
        let Content::Checklist(checklist) = &mut world.content[0] else { unreachable!() };
        checklist.items.remove(0);
        let events = world.at(2, |j, team, scene| j.settle(team, scene));
        assert_eq!(events, [(id("start"), Event::ChecklistCompleted)]);
        world.content[0] = before;
        assert!(world.at(3, |j, team, scene| j.settle(team, scene)).is_empty());
        assert!(world.journey.progress[&id("start")].is_finished());
    }

    #[test]
    fn an_event_must_happen_often_enough() {
        let mut world = world();
        let Content::Checklist(checklist) = &mut world.content[0] else { unreachable!() };
        checklist.items[0].completion = serde_json::from_value(
            serde_json::json!({"event": {"name": "Created", "at_least": 2}}),
        )
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
}
