//! The widget's state and how a command changes it, at the edge and in the browser.

use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::{
    checklist::{Checklist, Progress, Step},
    command::{Command, PlacedCommand},
    id::{ContentId, ItemId},
    labels::Labels,
    survey::{Answer, Prompt, Survey, SurveyKind},
    text::{Locale, Text},
    time::UnixMillis,
};

/// One thing to show now. `T` as in [`Checklist`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Placement<T = Text> {
    /// What to do, and how far the person is.
    Checklist(Checklist<T>, Progress),
    /// A question, and what became of it.
    Survey(Survey<T>, Prompt),
}

/// What happened to a placement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An item was done.
    ItemCompleted(ItemId),
    /// The last item was done.
    ChecklistCompleted,
    /// The checklist was hidden.
    ChecklistDismissed,
    /// The survey was answered.
    SurveyAnswered(SurveyKind, Answer),
    /// The survey was sent away.
    SurveyDismissed,
}

/// Everything the widget draws from.
///
/// Travels from the edge to the browser as postcard, in the same deployment; what is
/// stored for longer are [`Progress`] and [`Prompt`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WidgetState {
    /// The reader's language.
    pub locale: Locale,
    /// The widget's own words in it.
    pub labels: Labels,
    /// What to show, most urgent first. One is shown at a time.
    pub placements: Vec<Placement<String>>,
}

impl Event {
    /// Its name in the browser API.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ItemCompleted(_) => "checklist_item_completed",
            Self::ChecklistCompleted => "checklist_completed",
            Self::ChecklistDismissed => "checklist_dismissed",
            Self::SurveyAnswered(..) => "survey_answered",
            Self::SurveyDismissed => "survey_dismissed",
        }
    }

    /// The item it is about, if it is about one.
    #[must_use]
    pub const fn item(&self) -> Option<&ItemId> {
        match self {
            Self::ItemCompleted(item) => Some(item),
            _ => None,
        }
    }
}

impl<T> Placement<T> {
    /// The id of its content.
    #[must_use]
    pub const fn id(&self) -> &ContentId {
        match self {
            Self::Checklist(checklist, _) => &checklist.id,
            Self::Survey(survey, _) => &survey.id,
        }
    }

    /// The word on the wire.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Checklist(..) => "checklist",
            Self::Survey(..) => "survey",
        }
    }

    /// Whether the person is done with it.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        match self {
            Self::Checklist(_, progress) => progress.is_dismissed(),
            Self::Survey(_, prompt) => prompt.closed_at.is_some(),
        }
    }

    /// Applies `command` at `now`. Applying it again changes nothing, so a retry is safe.
    ///
    /// # Errors
    /// [`Refusal`]. Nothing has changed then.
    pub fn apply(&mut self, command: &Command, now: UnixMillis) -> Result<Vec<Event>, Refusal> {
        let event = match (self, command) {
            (Self::Checklist(..), Command::Seen) => None,
            (Self::Checklist(checklist, progress), Command::CompleteItem { item }) => {
                let step = progress.complete_by_hand(checklist, item, now)?;
                return Ok(item_events(item, step));
            }
            (Self::Checklist(checklist, progress), Command::ReopenItem { item }) => {
                progress.reopen(checklist, item)?;
                None
            }
            (Self::Checklist(_, progress), Command::Dismiss | Command::Close) => {
                (progress.dismiss(now) != Step::Unchanged).then_some(Event::ChecklistDismissed)
            }
            (Self::Survey(_, prompt), Command::Seen) => {
                prompt.see(now);
                None
            }
            (Self::Survey(survey, prompt), Command::Answer(answer)) => prompt
                .answer(answer.clone(), now)
                .then(|| Event::SurveyAnswered(survey.kind, answer.clone())),
            (Self::Survey(_, prompt), Command::Dismiss) => {
                prompt.dismiss(now).then_some(Event::SurveyDismissed)
            }
            (Self::Survey(_, prompt), Command::Close) => {
                prompt.close(now);
                None
            }
            _ => return Err(Refusal::WrongCommand),
        };
        Ok(event.into_iter().collect())
    }
}

/// The events of an item that took `step`.
pub(super) fn item_events(item: &ItemId, step: Step) -> Vec<Event> {
    let completed = Event::ItemCompleted(item.clone());
    match step {
        Step::Unchanged => vec![],
        Step::Changed => vec![completed],
        Step::Completed => vec![completed, Event::ChecklistCompleted],
    }
}

impl Placement {
    fn speaks(&self, locale: &Locale) -> bool {
        match self {
            Self::Checklist(checklist, _) => checklist.title.speaks(locale),
            Self::Survey(survey, _) => survey.question.speaks(locale),
        }
    }

    /// The placement as a reader of `locale` sees it.
    #[must_use]
    pub fn localise(&self, locale: &Locale) -> Placement<String> {
        match self {
            Self::Checklist(checklist, progress) => {
                Placement::Checklist(checklist.localise(locale), progress.clone())
            }
            Self::Survey(survey, prompt) => {
                // What nobody sees stays here: or else the answer to `seen` would be a new
                // state, drawn anew under the hands of a person who is choosing a rating.
                let prompt = Prompt { due: None, seen_at: None, ..prompt.clone() };
                Placement::Survey(survey.localise(locale), prompt)
            }
        }
    }
}

impl WidgetState {
    /// What a reader of `locale` sees of `placements`.
    ///
    /// Where none of them speaks that language it is all in another, and must not be
    /// announced as theirs: a screen reader would read English by Arabic rules.
    #[must_use]
    pub fn for_reader(placements: &[Placement], locale: &Locale) -> Self {
        let is_spoken = placements.iter().any(|placement| placement.speaks(locale));
        let locale = if is_spoken { locale.clone() } else { Locale::default() };
        Self {
            labels: Labels::of(&locale),
            placements: placements.iter().map(|placement| placement.localise(&locale)).collect(),
            locale,
        }
    }

    /// The placement to draw, if any is left.
    #[must_use]
    pub fn visible(&self) -> Option<&Placement<String>> {
        self.placements.iter().find(|placement| !placement.is_over())
    }

    /// Applies `command` at `now`, as [`Placement::apply`] does.
    ///
    /// # Errors
    /// [`Refusal`]. Nothing has changed then.
    pub fn apply(
        &mut self,
        command: &PlacedCommand,
        now: UnixMillis,
    ) -> Result<Vec<Event>, Refusal> {
        self.placements
            .iter_mut()
            .find(|placement| *placement.id() == command.placement)
            .ok_or(Refusal::UnknownPlacement)?
            .apply(&command.command, now)
    }
}
