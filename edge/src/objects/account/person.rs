//! One person as operators read them: who they are, and how far they are in their checklists.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use shared::{
    checklist::{ChecklistView, Progress, ProgressRefusal},
    contact::ContactPolicy,
    content::Content,
    id::{ContentId, ItemId, UserId, WorkspaceId},
    placement::{Refusal, Scene},
    text::Locale,
    time::UnixMillis,
};
use worker::{Env, Result, SqlStorage};

use super::{
    super::{ObjectName, call},
    BINDING, activity,
    audit::{self, Author, By, DoneBy},
    detail::{self, PersonRow},
    facts,
    journeys::Journeys,
    memory::Memory,
};
use crate::wording::Language;

pub(super) const PERSON: &str = "/person";
pub(super) const TICK: &str = "/tick";

/// Which person.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PersonQuery {
    /// Whose content it is.
    pub(crate) workspace: WorkspaceId,
    /// Who.
    pub(crate) user: UserId,
    /// The language of titles.
    pub(crate) locale: Locale,
}

/// Somebody in an account, with their checklists.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PersonDetail {
    /// Who they are.
    #[serde(flatten)]
    pub(crate) person: PersonRow,
    /// The checklists that are meant for them, and those that they are in.
    pub(crate) checklists: Vec<ChecklistRow>,
}

/// How far a person is in a checklist.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ChecklistRow {
    /// Its id.
    pub(crate) id: ContentId,
    /// Its heading.
    pub(crate) title: String,
    /// Whether they finished it, as it is or as it was.
    pub(crate) is_finished: bool,
    /// Whether they sent it away.
    pub(crate) is_dismissed: bool,
    /// Its items, first to last.
    pub(crate) items: Vec<ItemRow>,
}

/// How an item stands.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ItemRow {
    /// Its id.
    pub(crate) id: ItemId,
    /// What to do.
    pub(crate) title: String,
    /// Whether the vendor's staff does it.
    pub(crate) is_vendors: bool,
    /// Whether it counts for everybody in the account.
    pub(crate) is_shared: bool,
    /// How it stands.
    pub(crate) state: ItemState,
    /// When it was done, in milliseconds.
    pub(crate) done_at: Option<UnixMillis>,
    /// By whom; `None` also if it was done before that was noted.
    pub(crate) done_by: Option<Author>,
    /// When it is due, in words.
    pub(crate) due: Option<String>,
    /// Whether that is past.
    pub(crate) is_overdue: bool,
}

/// How an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ItemState {
    /// It is to be done.
    Open,
    /// It waits for others.
    Locked,
    /// It was left out.
    Skipped,
    /// It is done.
    Done,
}

/// An item of the vendor's that is done, or is not after all.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Tick {
    /// Whose item.
    pub(crate) of: PersonQuery,
    /// Its checklist.
    pub(crate) checklist: ContentId,
    /// Its id.
    pub(crate) item: ItemId,
    /// Whether it is done.
    pub(crate) is_done: bool,
    /// What the token of the operator is called who says so.
    pub(crate) operator: String,
}

/// What came of a [`Tick`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ticked {
    /// The checklist as it stands now.
    Stands(ChecklistRow),
    /// Nobody of this id is in the account.
    UnknownPerson,
    /// No checklist of this id is published.
    UnknownChecklist,
    /// The person has no such item.
    UnknownItem,
    /// The item is the customer's to do.
    NotVendors,
}

/// The person of `query` in the account `name`; `None` if they never were in it.
pub(crate) async fn person(
    env: &Env,
    name: &ObjectName,
    query: &PersonQuery,
) -> Result<Option<PersonDetail>> {
    call::post(env, BINDING, &name.to_string(), PERSON, query).await
}

/// Does what `tick` says, in the account `name`.
pub(crate) async fn tick(env: &Env, name: &ObjectName, tick: &Tick) -> Result<Ticked> {
    call::post(env, BINDING, &name.to_string(), TICK, tick).await
}

/// By what the account's object answers.
pub(super) struct Stand {
    pub(super) sql: SqlStorage,
    pub(super) content: Rc<[Content]>,
    pub(super) policy: Rc<ContactPolicy>,
    pub(super) now: UnixMillis,
}

impl Stand {
    pub(super) fn person(
        &self,
        query: &PersonQuery,
        memory: &mut Memory,
    ) -> Result<Option<PersonDetail>> {
        let Some(person) = detail::person(&self.sql, &query.user)? else { return Ok(None) };
        let checklists = self.on_journey(query, memory, |journeys, scene| {
            let (journey, team) = journeys.get(&query.user)?;
            Ok(journey.checklists(team, scene))
        })?;
        let done_by = audit::done_by(&self.sql, &query.user)?;
        let checklists = checklists.into_iter().map(|list| row(list, &done_by)).collect();
        Ok(Some(PersonDetail { person, checklists }))
    }

    pub(super) fn tick(&self, tick: &Tick, memory: &mut Memory) -> Result<Ticked> {
        let user = &tick.of.user;
        if detail::person(&self.sql, user)?.is_none() {
            return Ok(Ticked::UnknownPerson);
        }
        self.on_journey(&tick.of, memory, |journeys, scene| {
            let (journey, team) = journeys.get(user)?;
            let of = (&tick.checklist, &tick.item);
            let event = match journey.tick(team, scene, of, tick.is_done) {
                Ok(event) => event,
                Err(Refusal::Progress(ProgressRefusal::NotVendors(_))) => {
                    return Ok(Ticked::NotVendors);
                }
                Err(Refusal::Progress(_)) => return Ok(Ticked::UnknownItem),
                Err(_) => return Ok(Ticked::UnknownChecklist),
            };
            if let Some(event) = event {
                let by = By::Operator(&tick.operator);
                audit::note(&self.sql, scene, (&tick.checklist, &event), by)?;
            }
            let mut checklists = journey.checklists(team, scene).into_iter();
            let Some(found) = checklists.find(|(view, _)| view.id == tick.checklist) else {
                return Ok(Ticked::UnknownChecklist);
            };
            Ok(Ticked::Stands(row(found, &audit::done_by(&self.sql, user)?)))
        })
    }

    /// Lets `act` look at journeys in the scene of the person, and stores what it changes.
    fn on_journey<T>(
        &self,
        query: &PersonQuery,
        memory: &mut Memory,
        act: impl FnOnce(&mut Journeys<'_>, &Scene<'_>) -> Result<T>,
    ) -> Result<T> {
        let Self { sql, content, policy, now } = self;
        activity::count(sql, content, memory)?;
        let tests = activity::tests_of(content);
        let mut facts = facts::load(sql, &query.user, &tests, *now)?;
        facts.locale = query.locale.clone();
        let words = Language(&facts.locale);
        let scene = Scene { content, policy, facts: &facts, words: &words };
        let mut journeys = Journeys::new(sql, memory);
        let done = act(&mut journeys, &scene)?;
        journeys.store()?;
        Ok(done)
    }
}

fn row((view, progress): (ChecklistView, Progress), done_by: &[DoneBy]) -> ChecklistRow {
    let by = |item: &ItemId| {
        let of = |done: &&DoneBy| done.checklist == view.id && done.item == *item;
        done_by.iter().find(of).filter(|_| progress.is_completed(item)).map(|done| done.by.clone())
    };
    let state = |item: &ItemId| {
        if progress.is_completed(item) {
            ItemState::Done
        } else if progress.is_skipped(item) {
            ItemState::Skipped
        } else if progress.is_locked(&view, item) {
            ItemState::Locked
        } else {
            ItemState::Open
        }
    };
    let items = view.items.iter().map(|item| ItemRow {
        id: item.id.clone(),
        title: item.title.clone(),
        is_vendors: item.is_vendors,
        is_shared: item.is_shared,
        state: state(&item.id),
        done_at: progress.done_at(&item.id),
        done_by: by(&item.id),
        due: item.due.as_ref().map(|due| due.text.clone()),
        is_overdue: item.due.as_ref().is_some_and(|due| due.is_overdue),
    });
    ChecklistRow {
        items: items.collect(),
        is_finished: progress.is_finished(),
        is_dismissed: progress.is_dismissed(),
        id: view.id,
        title: view.title,
    }
}
