//! A visit: everything one request brings, taken in at once.

use std::{
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
    rc::Rc,
};

use shared::{
    account::B2bEvent,
    command::PlacedCommand,
    contact::{ContactPolicy, Explanation},
    content::Content,
    id::{ContentId, MessageId, UserId},
    ingest::VerbName,
    limit::Allowance,
    placement::{Event, Look, Scene},
    survey::Prompt,
    targeting::Facts,
    time::UnixMillis,
};
use worker::{Result, SqlStorage};

use super::{
    Accepted, Asked, CommandOutcome, Happened, NotableEvent, Outcome, Viewer, Visit, Visited,
    activity::{self, Properties},
    audit::By,
    checks, command, event, facts,
    journeys::Journeys,
    learn,
    memory::Memory,
    newcomers,
    outbox::{self, Teller},
    response,
    rows::Values,
    summary, trace, training,
};
use crate::{
    projection::{Change, DismissalRecord},
    wording::Language,
};

/// What a visit left to do once it is stored.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Chores {
    /// The outbox has something new.
    pub(super) tell: bool,
    /// Something was counted that the workspace is told of in a while.
    pub(super) tell_later: bool,
}

/// Stores the visit, whose events are in `values`, and answers it.
pub(super) fn visit(
    sql: &SqlStorage,
    visit: &Visit<'_>,
    values: &Values,
    (content, policy): (&Rc<[Content]>, &ContactPolicy),
    allowance: Allowance,
    memory: &mut Memory,
) -> Result<(Visited, Chores)> {
    let mut changes = News::default();
    let viewer = visit.viewer.as_ref();

    let tell_later = checks::count(sql, visit)?;
    let accepted = event::insert(sql, visit, values)?;
    let n_new = match &accepted {
        Accepted::All => visit.n_events,
        Accepted::Only(ids) => ids.len(),
    };
    activity::came(sql, content, memory, n_new)?;
    let new = new_of(&visit.notable, &accepted);
    if learn::learn(sql, visit, &new, memory)? {
        changes.extend(summary::changed(sql, memory)?.map(Change::Account));
        if visit.account.is_some() {
            changes.extend(newcomers::changes(sql)?);
        }
    }

    let stand = Stand { sql, visit, content, policy };
    let mut happened = stand.observe(&new, memory, &mut changes)?;
    stand.enrol(&new, memory, &mut changes)?;
    if viewer.is_some() {
        activity::count(sql, content, memory)?;
    }
    let mut journeys = Journeys::new(sql, memory);
    let mut looked = Looked::default();
    if let Some(viewer) = viewer {
        looked = stand.attend(viewer, &mut journeys, &mut happened, &mut changes)?;
    }

    changes.extend(training::changes_of(sql, content, journeys.store()?)?);
    let tell = !changes.0.is_empty();
    for (source, change) in changes.0 {
        outbox::push(sql, &teller(visit, source), change)?;
    }
    let Looked { commands, unknown, look } = looked;
    let (state, lasts, awaited) = match look {
        Some(Look { state, lasts, awaited, .. }) => (Some(state), lasts, awaited),
        None => (None, false, vec![]),
    };
    let visited =
        Visited { accepted, commands, unknown, happened, state, lasts, awaited, allowance };
    Ok((visited, Chores { tell, tell_later }))
}

/// What the workspace is told; beside it the object in which it began, if that is another.
#[derive(Debug, Default)]
struct News(Vec<(Option<String>, Change)>);

impl Extend<Change> for News {
    fn extend<T: IntoIterator<Item = Change>>(&mut self, changes: T) {
        self.0.extend(changes.into_iter().map(|change| (None, change)));
    }
}

fn teller(visit: &Visit<'_>, source: Option<String>) -> Teller {
    Teller {
        workspace: visit.workspace.clone(),
        object: visit.source.clone(),
        source: source.unwrap_or_else(|| visit.source.clone()),
        account: visit.account.clone(),
    }
}

/// Those of `notable` that are new; of two with one id, the first.
fn new_of<'a, 'b>(
    notable: &'a [NotableEvent<'b>],
    accepted: &Accepted,
) -> Vec<&'a NotableEvent<'b>> {
    let mut seen = BTreeSet::new();
    let is_new = |event: &&'a NotableEvent<'b>| match accepted {
        Accepted::All => true,
        Accepted::Only(ids) => ids.contains(event.message_id) && seen.insert(event.message_id),
    };
    notable.iter().filter(is_new).collect()
}

/// Why things are shown to `viewer`, or not. Nothing is stored.
pub(super) fn explain(
    sql: &SqlStorage,
    viewer: &Viewer,
    (content, policy): (&Rc<[Content]>, &ContactPolicy),
    memory: &mut Memory,
    now: UnixMillis,
) -> Result<Vec<Explanation>> {
    activity::count(sql, content, memory)?;
    let facts = facts::of_viewer(sql, viewer, &activity::tests_of(content), now)?;
    let words = Language(&facts.locale);
    let scene = Scene { content, policy, facts: &facts, words: &words };
    let mut journeys = Journeys::new(sql, memory);
    let (journey, team) = journeys.get(&viewer.user)?;
    let explained = journey.clone().look(team, &scene, &viewer.fired).explanations;
    journeys.store()?;
    Ok(explained)
}

/// What a visit is decided by.
#[derive(Clone, Copy)]
struct Stand<'a> {
    sql: &'a SqlStorage,
    visit: &'a Visit<'a>,
    content: &'a Rc<[Content]>,
    policy: &'a ContactPolicy,
}

/// What the viewer did, and sees.
#[derive(Default)]
struct Looked {
    commands: Vec<CommandOutcome>,
    unknown: Vec<ContentId>,
    look: Option<Look>,
}

impl Stand<'_> {
    fn scene<'a>(&'a self, facts: &'a Facts, words: &'a Language<'a>) -> Scene<'a> {
        Scene { content: self.content, policy: self.policy, facts, words }
    }

    /// Lets content take in what people did; returns what happened to the viewer's placements.
    fn observe(
        &self,
        new: &[&NotableEvent<'_>],
        memory: &mut Memory,
        changes: &mut News,
    ) -> Result<Vec<Happened>> {
        let of_track = |event: &&NotableEvent<'_>| event.r#type == VerbName::Track;
        let named = new.iter().copied().filter(of_track);
        let named = named.filter_map(|event| Some((event, self.visit.user_of(event), event.name?)));
        let mut journeys = Journeys::new(self.sql, memory);
        let mut heard = Vec::new();
        for (event, user, name) in named {
            if journeys.expects(user, self.content, name)? {
                heard.push((event, user, name));
            }
        }
        if heard.is_empty() {
            return Ok(vec![]);
        }
        activity::count(self.sql, self.content, memory)?;
        let named = heard.iter().map(|(event, _, name)| (*name, event.message_id));
        let properties = Properties::load(self.sql, self.content, named)?;
        let mut journeys = Journeys::new(self.sql, memory);
        let mut happened = Vec::new();
        let mut known: BTreeMap<&UserId, Facts> = BTreeMap::new();
        for (event, user, name) in heard {
            // One before it may have done what it would do.
            if !journeys.expects(user, self.content, name)? {
                continue;
            }
            let facts = match known.entry(user) {
                Entry::Occupied(entry) => entry.into_mut(),
                Entry::Vacant(entry) => entry.insert(self.facts(user)?),
            };
            let words = Language(&facts.locale);
            let (journey, team) = journeys.get(user)?;
            let scene = self.scene(facts, &words);
            let events = journey.observe(team, &scene, name, properties.of(event.message_id));
            changes.extend(self.trace(&scene, &events)?);
            if self.visit.viewer.as_ref().is_some_and(|viewer| viewer.user == *user) {
                happened.extend(events.iter().map(|(placement, what)| tell(placement, what)));
            }
        }
        changes.extend(training::changes_of(self.sql, self.content, journeys.store()?)?);
        Ok(happened)
    }

    /// Enrols those whom a rule means by what is said of them now. Who looks at a page is seen to
    /// there, and hears of it.
    fn enrol(
        &self,
        new: &[&NotableEvent<'_>],
        memory: &mut Memory,
        changes: &mut News,
    ) -> Result<()> {
        let viewer = self.visit.viewer.as_ref().map(|viewer| &viewer.user);
        let said_of: BTreeSet<&UserId> = new
            .iter()
            .filter(|event| says_who(event))
            .map(|event| self.visit.user_of(event))
            .filter(|user| Some(*user) != viewer)
            .collect();
        let mut journeys = Journeys::new(self.sql, memory);
        let mut awaited = Vec::new();
        for user in said_of {
            if journeys.awaits_rules(user, self.content)? {
                awaited.push(user);
            }
        }
        if awaited.is_empty() {
            return Ok(());
        }
        activity::count(self.sql, self.content, memory)?;
        let mut journeys = Journeys::new(self.sql, memory);
        for user in awaited {
            let facts = self.facts(user)?;
            let words = Language(&facts.locale);
            let scene = self.scene(&facts, &words);
            let events = journeys.get(user)?.0.enrol(&scene);
            changes.extend(self.trace(&scene, &events)?);
        }
        changes.extend(training::changes_of(self.sql, self.content, journeys.store()?)?);
        Ok(())
    }

    /// What `events`, by which somebody came further, leave behind.
    fn trace(&self, scene: &Scene<'_>, events: &[(ContentId, Event)]) -> Result<Vec<Change>> {
        let events = events.iter().map(|(id, event)| (id, event));
        trace::leave(self.sql, &self.visit.workspace, scene, By::Product, events)
    }

    fn facts(&self, user: &UserId) -> Result<Facts> {
        let tests = activity::tests_of(self.content);
        facts::load(self.sql, user, &tests, self.visit.received_at)
    }

    /// Does what the viewer asks for, and looks at what they see then.
    fn attend(
        &self,
        viewer: &Viewer,
        journeys: &mut Journeys<'_>,
        happened: &mut Vec<Happened>,
        changes: &mut News,
    ) -> Result<Looked> {
        let tests = activity::tests_of(self.content);
        let facts = facts::of_viewer(self.sql, viewer, &tests, self.visit.received_at)?;
        let words = Language(&facts.locale);
        let scene = self.scene(&facts, &words);
        let mut looked = Looked::default();
        for id in &viewer.start {
            if journeys.get(&viewer.user)?.0.start(&scene, id).is_err() {
                looked.unknown.push(id.clone());
            }
        }
        for asked in &viewer.commands {
            let step = Step { sql: self.sql, scene, user: &viewer.user, visit: self.visit };
            let outcome = step.obey(asked, journeys, happened, changes)?;
            looked.commands.push(CommandOutcome { id: asked.id.clone(), outcome });
        }
        let (journey, team) = journeys.get(&viewer.user)?;
        let settled = journey.settle(team, &scene);
        happened.extend(settled.iter().map(|(placement, event)| tell(placement, event)));
        changes.extend(self.trace(&scene, &settled)?);
        journey.certify(&scene, || training::new_certificate(&self.visit.workspace));
        looked.look = Some(journey.look(team, &scene, &viewer.fired));
        Ok(looked)
    }
}

/// Whether `event` says who somebody is, or where they belong.
fn says_who(event: &NotableEvent<'_>) -> bool {
    match event.r#type {
        VerbName::Identify | VerbName::Group => true,
        VerbName::Track => event.name.and_then(B2bEvent::parse) == Some(B2bEvent::AccountAddedUser),
        VerbName::Page | VerbName::Screen | VerbName::Alias => false,
    }
}

fn tell(placement: &ContentId, event: &Event) -> Happened {
    Happened {
        r#type: event.name().to_owned(),
        placement: placement.clone(),
        item: event.item().cloned(),
    }
}

/// One command of the viewer.
struct Step<'a> {
    sql: &'a SqlStorage,
    scene: Scene<'a>,
    user: &'a UserId,
    visit: &'a Visit<'a>,
}

impl Step<'_> {
    fn obey(
        &self,
        asked: &Asked,
        journeys: &mut Journeys<'_>,
        happened: &mut Vec<Happened>,
        changes: &mut News,
    ) -> Result<Outcome> {
        let rejected = |code: &str, field: &str, detail: String| Outcome::Rejected {
            code: code.to_owned(),
            pointer: format!("/{field}"),
            detail,
        };
        let placed = match PlacedCommand::from_fields(&asked.fields) {
            Ok(placed) => placed,
            Err(invalid) => {
                return Ok(rejected(invalid.code(), invalid.field(), invalid.to_string()));
            }
        };
        if command::is_known(self.sql, &asked.id)? {
            return Ok(Outcome::Duplicate);
        }
        let (journey, team) = journeys.get(self.user)?;
        let applied = if asked.is_new_prompt {
            journey.apply_anew(team, &self.scene, &placed)
        } else {
            journey.apply(team, &self.scene, &placed)
        };
        let events = match applied {
            Ok(events) => events,
            Err(refusal) => {
                return Ok(rejected(refusal.code(), refusal.field(), refusal.to_string()));
            }
        };
        command::note(self.sql, &asked.id, self.now())?;
        for event in &events {
            happened.push(tell(&placed.placement, event));
            let prompt = journey.prompts.get(&placed.placement);
            changes.0.extend(self.record(&asked.id, &placed.placement, prompt, event)?);
            let (workspace, of) = (&self.visit.workspace, [(&placed.placement, event)]);
            changes.extend(trace::leave(self.sql, workspace, &self.scene, By::Hand, of)?);
        }
        Ok(Outcome::Accepted)
    }

    /// Stores what lasts beyond the journey; returns what the workspace is told.
    fn record(
        &self,
        id: &MessageId,
        placement: &ContentId,
        prompt: Option<&Prompt>,
        event: &Event,
    ) -> Result<Option<(Option<String>, Change)>> {
        let survey = self.scene.content.iter().find_map(|content| match content {
            Content::Survey(survey) if survey.id == *placement => Some(survey),
            _ => None,
        });
        Ok(match (event, survey, prompt) {
            (Event::QuestionAnswered { .. } | Event::LinkFollowed, Some(survey), Some(prompt)) => {
                let asked = (survey, prompt);
                let (record, source) = response::keep(self.sql, id, self.user, asked, self.now())?;
                Some((source, Change::Response(record)))
            }
            (Event::SurveyDismissed, ..) => {
                let record = DismissalRecord {
                    id: id.clone(),
                    survey: placement.clone(),
                    user: self.user.clone(),
                    dismissed_at: self.now(),
                };
                response::store_dismissal(self.sql, &record, None)?;
                Some((None, Change::Dismissal(record)))
            }
            _ => None,
        })
    }

    const fn now(&self) -> UnixMillis {
        self.scene.facts.now
    }
}
