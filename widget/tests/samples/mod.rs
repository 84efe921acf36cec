//! States to draw, made as the edge makes them.

use shared::{
    command::PlacedCommand,
    contact::ContactPolicy,
    content::{Content, ContentKind, check},
    id::{ContentId, MessageId, UserId},
    placement::{Journey, Scene, Team, WidgetState},
    targeting::Facts,
    text::Locale,
    time::{DAY_MS, UnixMillis},
    wording::Plain,
};

/// Five items: the vendor's, one by hand that may be skipped, one with a win, one for anybody in
/// the account, and one that waits for another and leads out of the product.
const CHECKLIST: &str = include_str!("checklist.json");
/// A rating, two follow-up questions for detractors, and a link for promoters.
const NPS: &str = include_str!("nps.json");
/// A question of every kind that `nps` does not have.
const EVERY_QUESTION: &str = include_str!("every-question.json");
/// Three lessons, a quiz and a certificate.
const COURSE: &str = include_str!("../../../content/courses/basics.json");

/// Ana, before whom things are put.
pub(crate) struct Ana {
    content: Vec<Content>,
    facts: Facts,
    team: Team,
    journey: Journey,
}

impl Ana {
    /// She reads the language `tag`, and the checklist lies before her since day 0.
    pub(crate) fn reading(tag: &str) -> Self {
        let user = UserId::try_from("ana").expect("an id");
        let content = [
            (ContentKind::Checklist, CHECKLIST),
            (ContentKind::Survey, NPS),
            (ContentKind::Survey, EVERY_QUESTION),
            (ContentKind::Course, COURSE),
        ]
        .map(|(kind, json)| check(kind, json).expect("the samples have no fault"));
        Self {
            content: content.to_vec(),
            facts: Facts::of(user, Locale::from(tag.to_owned()), UnixMillis(0)),
            team: Team::default(),
            journey: Journey::default(),
        }
        .does(&["get-started seen"])
    }

    /// She reads English.
    pub(crate) fn new() -> Self {
        Self::reading("en")
    }

    /// Makes every item of the checklist wait for the one before it.
    pub(crate) fn in_sequence(mut self) -> Self {
        if let Content::Checklist(checklist) = &mut self.content[0] {
            checklist.order = shared::checklist::Order::Sequence;
        }
        self
    }

    /// Lets whoever has read all of the course be done with it, its quiz passed or not.
    pub(crate) fn quiz_is_optional(mut self) -> Self {
        if let Content::Course(course) = &mut self.content[3] {
            course.move_on = shared::training::MoveOn::Completed;
        }
        self
    }

    /// Changes the content's text before it is read.
    pub(crate) fn rewritten(mut self, from: &str, to: &str) -> Self {
        let json = CHECKLIST.replace(from, to);
        self.content[0] = Content::parse(ContentKind::Checklist, &json).expect("a checklist");
        self
    }

    /// `n` days later.
    pub(crate) fn later(mut self, n: i64) -> Self {
        self.facts.now = self.facts.now.plus(n * DAY_MS);
        self
    }

    /// What the widget sends, as `placement type field=value …`.
    pub(crate) fn does(mut self, commands: &[&str]) -> Self {
        for command in commands {
            let mut words = command.split(' ');
            let mut fields = vec![
                ("placement".to_owned(), words.next().unwrap_or_default().to_owned()),
                ("type".to_owned(), words.next().unwrap_or_default().to_owned()),
            ];
            let pairs = words.filter_map(|word| word.split_once('='));
            fields.extend(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
            let command = PlacedCommand::from_fields(&fields).expect("a command");
            self.with(|journey, team, scene| {
                journey.apply(team, scene, &command).expect("an allowed command");
            });
        }
        self
    }

    /// Events of the product.
    pub(crate) fn tracks(mut self, names: &[&str]) -> Self {
        for name in names {
            let now = self.facts.now;
            for content in &self.content {
                content.for_each_event(&mut |test| {
                    if test.name == *name {
                        let n = self.facts.counts.of(test, now);
                        self.facts.counts.learn(test.window(now), n + 1);
                    }
                });
            }
            let nothing = serde_json::Map::new();
            self.with(|journey, team, scene| {
                journey.observe(team, scene, name, &nothing);
            });
        }
        self
    }

    /// The product asks for the content `id`.
    pub(crate) fn starts(mut self, id: &str) -> Self {
        let id = ContentId::try_from(id).expect("an id");
        self.with(|journey, _, scene| journey.start(scene, &id).expect("it is published"));
        self
    }

    /// She gets the certificates of what she is done with.
    pub(crate) fn certified(mut self) -> Self {
        self.with(|journey, _, scene| journey.certify(scene, || "demo.1".to_owned()));
        self
    }

    /// What she sees.
    pub(crate) fn sees(mut self) -> WidgetState {
        self.with(|journey, team, scene| journey.look(team, scene, &[]).state)
    }

    fn with<R>(&mut self, act: impl FnOnce(&mut Journey, &mut Team, &Scene<'_>) -> R) -> R {
        let Self { content, facts, team, journey } = self;
        let policy = ContactPolicy::default();
        act(journey, team, &Scene { content, policy: &policy, facts, words: &Plain })
    }
}

/// `state` when a command was refused in it with `code`.
fn refused(mut state: WidgetState, code: &str) -> WidgetState {
    let fields = [("pick.parts.start".to_owned(), "on".to_owned())];
    state.tell(&MessageId::try_from("refused").expect("an id"), &fields, code);
    state
}

/// One state for each thing there is to draw, by name, in the language `tag`.
pub(crate) fn every_view(tag: &str) -> Vec<(&'static str, WidgetState)> {
    let ana = || Ana::reading(tag);
    let asked = |answers: &[&str]| {
        let ids = ["stars", "faces", "numbers", "effort", "words"];
        let mut ana = ana().starts("every-question");
        for (id, answer) in ids.iter().zip(answers) {
            ana = ana.does(&[&format!("every-question answer question={id} {answer}")]);
        }
        ana.sees()
    };
    let nps = |commands: &[&str]| ana().starts("nps").does(commands).sees();
    let course = |commands: &[&str]| {
        let mut state = ana().starts("basics").does(commands).certified().sees();
        state.link_certificates("https://edge.example");
        state
    };
    let lessons = ["process", "first-steps", "your-own"]
        .map(|id| format!("basics complete_lesson item={id}"));
    let lessons = lessons.each_ref().map(String::as_str);
    let quiz = "basics open_quiz";
    let right = "basics answer_quiz pick.parts.start=on pick.parts.end=on pick.first=weekly \
                 pick.name=work";
    let wrong = "basics answer_quiz pick.parts.start=on pick.first=largest pick.name=work";
    let all = ["Data Imported", "Process Created", "Teammate Invited"];
    let by_hand =
        ["get-started complete_item item=profile", "get-started complete_item item=guide"];
    vec![
        ("checklist", ana().sees()),
        ("checklist-sequence", ana().in_sequence().sees()),
        (
            "checklist-half",
            ana()
                .later(4)
                .tracks(&["Process Created"])
                .does(&["get-started skip_item item=profile"])
                .sees(),
        ),
        ("checklist-overdue", ana().later(4).sees()),
        ("checklist-complete", ana().tracks(&all).does(&by_hand).sees()),
        ("launcher", ana().tracks(&all[..2]).does(&["get-started minimise"]).sees()),
        (
            "launcher-complete",
            ana().tracks(&all).does(&by_hand).does(&["get-started minimise"]).sees(),
        ),
        ("nps", nps(&[])),
        ("nps-multiple", nps(&["nps answer rating=3"])),
        ("nps-single", nps(&["nps answer rating=3", "nps answer question=wrong choice=slow"])),
        ("nps-thanks", nps(&["nps answer rating=8"])),
        ("nps-thanks-link", nps(&["nps answer rating=10"])),
        ("stars", asked(&[])),
        ("faces", asked(&["rating=4"])),
        ("numbers", asked(&["rating=4", "rating=4"])),
        ("effort", asked(&["rating=4"; 3])),
        ("words", asked(&["rating=4"; 4])),
        ("course", course(&[])),
        ("course-article", course(&["basics open_lesson item=first-steps"])),
        ("course-link", course(&["basics open_lesson item=your-own"])),
        ("course-quiz", course(&[quiz])),
        ("course-quiz-failed", course(&[quiz, wrong])),
        ("course-quiz-passed", course(&[quiz, right])),
        ("course-half", course(&lessons[..1])),
        ("course-done", course(&[&lessons[..], &[right]].concat())),
        ("course-done-unasked", ana().quiz_is_optional().starts("basics").does(&lessons).sees()),
        ("course-overdue", ana().starts("basics").later(20).sees()),
        ("course-launcher", course(&["basics minimise"])),
        ("course-quiz-refused", refused(course(&[quiz]), "quiz_incomplete")),
        ("words-refused", refused(asked(&["rating=4"; 4]), "invalid_text")),
        ("checklist-refused", refused(ana().sees(), "item_locked")),
        ("nothing", ana().does(&["get-started dismiss"]).sees()),
    ]
}
