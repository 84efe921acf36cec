//! Whatever a person does, the browser comes to what the edge comes to: it applies commands to what
//! it was handed, the edge to what it stores.

use proptest::{collection::vec, prelude::*, sample::select};
use shared::{
    command::{Field, PlacedCommand},
    contact::ContactPolicy,
    content::{Content, ContentKind},
    id::UserId,
    labels::Labels,
    placement::{Journey, Placement, Scene, Team, WidgetState},
    targeting::Facts,
    text::Locale,
    time::UnixMillis,
    wording::Plain,
};

const NOW: UnixMillis = UnixMillis(1_795_000_000_000);
/// Between two commands. All of them take less than thanks stay.
const STEP_MS: i64 = 100;

const CHECKLIST: &str = r#"{"id":"list","title":{"en":"t"},"intro":{"en":"i"},"done":{"en":"d"},
    "items":[
        {"id":"a","title":{"en":"A"},"detail":{"en":"d"},"completion":"by_hand"},
        {"id":"b","title":{"en":"B"},"detail":{"en":"d"},"completion":"by_hand","requires":["a"],
         "skippable":true},
        {"id":"c","title":{"en":"C"},"detail":{"en":"d"},"completion":"by_hand","scope":"account"},
        {"id":"e","title":{"en":"E"},"detail":{"en":"d"},"completion":{"event":"E"},
         "skippable":true}]}"#;
const SURVEY: &str = r#"{"id":"ask","kind":"custom","trigger":"now","schedule":{"snooze_days":3},
    "thanks":{"en":"Thanks"},
    "questions":[
        {"id":"a","type":"nps","title":{"en":"q"},"low":{"en":"l"},"high":{"en":"h"},
         "comment":{"en":"Why?"}},
        {"id":"b","type":"multiple","title":{"en":"q"},"if":{"question":"a","at_most":6},
         "options":[{"id":"a","label":{"en":"A"}},{"id":"b","label":{"en":"B"}}]},
        {"id":"c","type":"single","title":{"en":"q"},"optional":true,
         "options":[{"id":"a","label":{"en":"A"}},{"id":"b","label":{"en":"B"}}]},
        {"id":"e","type":"text","title":{"en":"q"},"optional":true}]}"#;

/// Somebody in front of one piece of content, which the browser has and the edge knows.
struct Both {
    content: Vec<Content>,
    facts: Facts,
    journey: Journey,
    team: Team,
    browser: WidgetState,
}

impl Both {
    fn of(content: Content) -> Self {
        let mut both = Self {
            content: vec![content],
            facts: Facts::of(UserId::try_from("ana").expect("printable"), Locale::default(), NOW),
            journey: Journey::default(),
            team: Team::default(),
            browser: WidgetState::new(Locale::default(), Labels::of(&Locale::default()), vec![]),
        };
        both.browser = both.look();
        assert!(both.browser.visible().is_some(), "there is something to act on");
        both
    }

    fn at_edge<R>(&mut self, act: impl FnOnce(&mut Journey, &mut Team, &Scene<'_>) -> R) -> R {
        let policy = ContactPolicy::default();
        let (content, facts) = (&self.content, &self.facts);
        let scene = Scene { content, policy: &policy, facts, words: &Plain };
        act(&mut self.journey, &mut self.team, &scene)
    }

    fn look(&mut self) -> WidgetState {
        self.at_edge(|journey, team, scene| journey.look(team, scene, &[]).state)
    }

    /// Does what `fields` say in both places; whether both took it, or both refused.
    fn act(&mut self, fields: &[Field]) -> Result<(), TestCaseError> {
        let Ok(command) = PlacedCommand::from_fields(fields) else { return Ok(()) };
        // Who has sent the last of it away has nothing to act on.
        if self.browser.visible().is_none() {
            return Ok(());
        }
        self.facts.now = self.facts.now.plus(STEP_MS);
        let in_browser = self.browser.apply(&command, self.facts.now);
        let at_edge = self.at_edge(|journey, team, scene| journey.apply(team, scene, &command));
        prop_assert_eq!(in_browser, at_edge, "{:?}", command);
        let visible = |state: &WidgetState| {
            let shown: Vec<Placement> = state.visible().cloned().into_iter().collect();
            WidgetState::new(state.locale.clone(), state.labels.clone(), shown)
        };
        let at_edge = self.look();
        if visible(&self.browser).placements.is_empty() {
            prop_assert!(at_edge.placements.is_empty(), "{:?}", at_edge);
        } else {
            prop_assert_eq!(visible(&self.browser), visible(&at_edge), "after {:?}", command);
        }
        Ok(())
    }
}

/// What a form of the widget might say, and much that none would.
fn fields(placement: &'static str) -> impl Strategy<Value = Vec<Field>> {
    let item = select(vec!["a", "b", "c", "e", "unknown"]);
    let question = select(vec!["", "", "", "a", "b", "c", "e", "unknown"]);
    let choice = select(vec!["a", "b", "unknown"]);
    // What ends it comes seldom, or nothing would come after much.
    let kinds = prop_oneof![
        8 => select(vec!["complete_item", "reopen_item", "skip_item", "minimise", "expand"]),
        8 => Just("answer"),
        2 => select(vec!["seen", "follow"]),
        1 => select(vec!["snooze", "dismiss", "close"]),
    ];
    let rating = prop_oneof![Just(String::new()), (0..12_u8).prop_map(|rating| rating.to_string())];
    let text = select(vec!["", "Fine", "  "]);
    (kinds, item, question, rating, vec(choice, 0..3), text.clone(), text).prop_map(
        move |(kind, item, question, rating, choices, text, comment)| {
            let mut fields = vec![
                ("type", kind),
                ("placement", placement),
                ("item", item),
                ("question", question),
                ("rating", rating.as_str()),
                ("text", text),
                ("comment", comment),
            ];
            fields.extend(choices.iter().map(|choice| ("choice", *choice)));
            let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
            fields.into_iter().map(own).collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn checklists_go_the_same_way(commands in vec(fields("list"), 0..40)) {
        let mut both = Both::of(Content::parse(ContentKind::Checklist, CHECKLIST).unwrap());
        for fields in commands {
            both.act(&fields)?;
        }
    }

    #[test]
    fn surveys_go_the_same_way(commands in vec(fields("ask"), 0..40)) {
        let mut both = Both::of(Content::parse(ContentKind::Survey, SURVEY).unwrap());
        for fields in commands {
            both.act(&fields)?;
        }
    }
}
