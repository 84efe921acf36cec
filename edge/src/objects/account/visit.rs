//! A visit: everything one request brings, taken in at once.

use std::collections::BTreeSet;

use shared::{
    command::PlacedCommand,
    content::Content,
    id::{ContentId, MessageId, UserId},
    ingest::VerbName,
    limit::Allowance,
    placement::{Event, WidgetState},
    survey::ContactPolicy,
    time::UnixMillis,
};
use worker::{Result, SqlStorage};

use super::{
    super::storage::{execute, integer, rows},
    Accepted, Asked, CommandOutcome, Happened, NotableEvent, Outcome, Viewer, Visit, Visited,
    checks, event,
    journeys::Journeys,
    learn,
    memory::Memory,
    outbox::{self, Teller},
    response,
    rows::Values,
    summary,
};
use crate::projection::{Change, DismissalRecord};

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
    content: &[Content],
    allowance: Allowance,
    memory: &mut Memory,
) -> Result<(Visited, Chores)> {
    let mut changes = Vec::new();
    let viewer = visit.viewer.as_ref();

    let tell_later = checks::count(sql, visit)?;
    let accepted = event::insert(sql, visit, values)?;
    let new = new_of(&visit.notable, &accepted);
    if learn::learn(sql, visit, &new, memory)? {
        changes.extend(summary::changed(sql, memory)?.map(Change::Account));
    }

    let mut journeys = Journeys::new(sql, memory);
    let mut happened = observe(visit, &new, content, &mut journeys)?;
    let (mut unknown, mut commands) = (Vec::new(), Vec::new());
    let mut state = None;
    if let Some(viewer) = viewer {
        for id in &viewer.start {
            if journeys.get(&viewer.user)?.start(content, id, visit.received_at).is_err() {
                unknown.push(id.clone());
            }
        }
        for asked in &viewer.commands {
            let step = Step { sql, content, user: &viewer.user, now: visit.received_at };
            let outcome = step.obey(asked, &mut journeys, &mut happened, &mut changes)?;
            commands.push(CommandOutcome { id: asked.id.clone(), outcome });
        }
        state = Some(state_of(viewer, content, &mut journeys, visit.received_at)?);
    }

    journeys.store()?;
    let tell = !changes.is_empty();
    for change in changes {
        outbox::push(sql, &teller(visit), change)?;
    }
    let visited = Visited { accepted, commands, unknown, happened, state, allowance };
    Ok((visited, Chores { tell, tell_later }))
}

fn teller(visit: &Visit<'_>) -> Teller {
    Teller {
        workspace: visit.workspace.clone(),
        object: visit.source.clone(),
        source: visit.source.clone(),
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

/// Lets content take in what people did; returns what happened to the viewer's placements.
fn observe(
    visit: &Visit<'_>,
    new: &[&NotableEvent<'_>],
    content: &[Content],
    journeys: &mut Journeys<'_>,
) -> Result<Vec<Happened>> {
    let mut happened = Vec::new();
    for event in new {
        let (VerbName::Track, Some(name)) = (event.r#type, event.name) else { continue };
        let user = visit.user_of(event);
        if !content.iter().any(|content| content.listens_to(name)) {
            continue;
        }
        for (placement, what) in journeys.get(user)?.observe(content, name, visit.received_at) {
            if visit.viewer.as_ref().is_some_and(|viewer| viewer.user == *user) {
                happened.push(tell(&placement, &what));
            }
        }
    }
    Ok(happened)
}

fn tell(placement: &ContentId, event: &Event) -> Happened {
    Happened {
        r#type: event.name().to_owned(),
        placement: placement.clone(),
        item: event.item().cloned(),
    }
}

fn state_of(
    viewer: &Viewer,
    content: &[Content],
    journeys: &mut Journeys<'_>,
    now: UnixMillis,
) -> Result<WidgetState> {
    let placements = journeys.get(&viewer.user)?.placements(content, ContactPolicy::default(), now);
    Ok(WidgetState::for_reader(&placements, &viewer.locale))
}

/// One command of the viewer.
struct Step<'a> {
    sql: &'a SqlStorage,
    content: &'a [Content],
    user: &'a UserId,
    now: UnixMillis,
}

impl Step<'_> {
    fn obey(
        &self,
        asked: &Asked,
        journeys: &mut Journeys<'_>,
        happened: &mut Vec<Happened>,
        changes: &mut Vec<Change>,
    ) -> Result<Outcome> {
        let rejected = |code: &str, field: &str, detail: String| Outcome::Rejected {
            code: code.to_owned(),
            pointer: format!("/{field}"),
            detail,
        };
        let command = match PlacedCommand::from_fields(&asked.fields) {
            Ok(command) => command,
            Err(invalid) => {
                return Ok(rejected(invalid.code(), invalid.field(), invalid.to_string()));
            }
        };
        if self.is_known(&asked.id)? {
            return Ok(Outcome::Duplicate);
        }
        let journey = journeys.get(self.user)?;
        let applied = if asked.is_new_prompt {
            journey.apply_anew(self.content, &command, self.now)
        } else {
            journey.apply(self.content, &command, self.now)
        };
        let events = match applied {
            Ok(events) => events,
            Err(refusal) => {
                return Ok(rejected(refusal.code(), refusal.field(), refusal.to_string()));
            }
        };
        self.remember(&asked.id)?;
        for event in &events {
            happened.push(tell(&command.placement, event));
            changes.extend(self.record(&asked.id, &command.placement, event)?);
        }
        Ok(Outcome::Accepted)
    }

    /// Stores what lasts beyond the journey; returns what the workspace is told.
    fn record(
        &self,
        id: &MessageId,
        placement: &ContentId,
        event: &Event,
    ) -> Result<Option<Change>> {
        Ok(match event {
            Event::SurveyAnswered(kind, answer) => {
                let survey = (placement, *kind);
                let record = response::insert(self.sql, id, self.user, survey, answer, self.now)?;
                Some(Change::Response(record))
            }
            Event::SurveyDismissed => {
                let record = DismissalRecord {
                    id: id.clone(),
                    survey: placement.clone(),
                    user: self.user.clone(),
                    dismissed_at: self.now,
                };
                response::store_dismissal(self.sql, &record, None)?;
                Some(Change::Dismissal(record))
            }
            Event::ItemCompleted(_) | Event::ChecklistCompleted | Event::ChecklistDismissed => None,
        })
    }

    fn is_known(&self, id: &MessageId) -> Result<bool> {
        #[derive(serde::Deserialize)]
        struct Row {}
        let query = "SELECT 1 AS known FROM command WHERE command_id = ?";
        Ok(!rows::<Row>(self.sql, query, vec![id.as_str().into()])?.is_empty())
    }

    fn remember(&self, id: &MessageId) -> Result<()> {
        let query = "INSERT INTO command (command_id, accepted_at) VALUES (?, ?)";
        execute(self.sql, query, vec![id.as_str().into(), integer(self.now.0)])
    }
}
