//! A person's way through all content of a workspace.

mod staff;

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
        Checklist, ChecklistView, Completion, Item, Opening, Progress, ProgressRefusal, Step,
    },
    command::PlacedCommand,
    content::Content,
    id::{ContentId, ItemId},
    survey::{InvalidAnswer, Prompt},
    targeting::EventTest,
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

impl Team {
    /// Takes in what was done for all elsewhere, before its people were known to be of one account.
    pub fn absorb(&mut self, other: Journey) {
        for (id, progress) in other.progress {
            self.progress.entry(id).or_default().absorb(progress);
        }
    }
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
            Self::Progress(ProgressRefusal::NotVendors(_)) => "item_not_vendors",
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
    /// Whether a `track` event of this name could change anything, whatever else it says.
    #[must_use]
    pub fn expects(&self, team: &Team, content: &[Content], name: &str) -> bool {
        let is_named = |test: Option<&EventTest>| test.is_some_and(|test| test.name == name);
        content.iter().any(|content| match content {
            Content::Checklist(checklist) => {
                let is_done = |progress: Option<&Progress>, item: &Item| {
                    progress.is_some_and(|progress| progress.is_completed(&item.id))
                };
                let (own, theirs) =
                    (self.progress.get(&checklist.id), team.progress.get(&checklist.id));
                checklist.items.iter().any(|item| {
                    is_named(item.completion.event())
                        && !is_done(own, item)
                        && !(item.is_shared() && is_done(theirs, item))
                })
            }
            Content::Survey(survey) => {
                is_named(survey.event())
                    && self.prompts.get(&survey.id).is_none_or(|prompt| prompt.due.is_none())
            }
            #[cfg(not(feature = "courses"))]
            Content::Course(_) => false,
            #[cfg(feature = "courses")]
            Content::Course(course) => self.awaits_rule(course) && content.listens_to(name),
        })
    }

    /// Takes in a `track` event, which the facts have counted: completes items, makes surveys due,
    /// enrols in courses.
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
                #[cfg(not(feature = "courses"))]
                Content::Course(_) => {}
                #[cfg(feature = "courses")]
                Content::Course(course) if content.listens_to(name) => {
                    events.extend(self.enrol_who_is_meant(course, scene));
                }
                #[cfg(feature = "courses")]
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
                Placement::Course(Box::new(view), enrollment)
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
    let shared = checklist.items.iter().filter(|item| item.is_shared());
    shared.map(|item| item.id.clone()).collect()
}

fn find<'a>(scene: &Scene<'a>, id: &ContentId) -> Result<&'a Content, Refusal> {
    scene.content.iter().find(|content| content.id() == id).ok_or(Refusal::UnknownPlacement)
}

#[cfg(test)]
mod tests;
