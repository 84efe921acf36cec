//! The widget's state and how a command changes it, at the edge and in the browser.

use serde::{Deserialize, Serialize};

#[cfg(feature = "courses")]
use super::courses::apply_to_course;
use super::{
    Refusal, Told,
    event::{Event, of_step},
};
#[cfg(feature = "courses")]
use crate::training::{CourseView, Enrollment};
use crate::{
    checklist::{ChecklistView, Progress, ProgressRefusal, Step},
    command::{Command, PlacedCommand},
    id::{ContentId, ItemId},
    labels::Labels,
    survey::{AnswerStep, Prompt, SurveyView},
    text::Locale,
    time::{DAY_MS, UnixMillis},
    wording::Wording,
};

/// One thing to show now, as its reader sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Placement {
    /// What to do, and how far the person is.
    Checklist(ChecklistView, Progress),
    /// A question, and what became of it.
    Survey(SurveyView, Prompt),
    /// What to learn, and how far the person is. Never in the browser.
    #[cfg(feature = "courses")]
    Course(Box<CourseView>, Enrollment),
}

/// Everything the widget draws from.
///
/// Travels from the edge to the browser as postcard, in one build; what is stored for longer are
/// [`Progress`], [`Prompt`] and [`crate::training::Enrollment`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WidgetState {
    /// The reader's language.
    pub locale: Locale,
    /// The widget's own words in it.
    pub labels: Labels,
    /// What to show, most urgent first. One is shown at a time.
    pub placements: Vec<Placement>,
    /// What was refused just now, if something was.
    pub told: Option<Told>,
}

impl Placement {
    /// The id of its content.
    #[must_use]
    pub const fn id(&self) -> &ContentId {
        match self {
            Self::Checklist(checklist, _) => &checklist.id,
            Self::Survey(survey, _) => &survey.id,
            #[cfg(feature = "courses")]
            Self::Course(course, _) => &course.id,
        }
    }

    /// The word on the wire.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Checklist(..) => "checklist",
            Self::Survey(..) => "survey",
            #[cfg(feature = "courses")]
            Self::Course(..) => "course",
        }
    }

    /// Whether the person is done with it for now.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        match self {
            Self::Checklist(_, progress) => progress.is_dismissed(),
            Self::Survey(_, prompt) => prompt.closed_at.is_some() || prompt.snoozed_until.is_some(),
            #[cfg(feature = "courses")]
            Self::Course(_, enrollment) => enrollment.dismissed_at.is_some(),
        }
    }

    /// Applies `command` at `now`. Applying it again changes nothing, so a retry is safe.
    ///
    /// # Errors
    /// [`Refusal`]. Nothing has changed then.
    pub fn apply(&mut self, command: &Command, now: UnixMillis) -> Result<Vec<Event>, Refusal> {
        match self {
            Self::Checklist(checklist, progress) => {
                apply_to_checklist(checklist, progress, command, now)
            }
            Self::Survey(survey, prompt) => {
                Ok(apply_to_survey(survey, prompt, command, now)?.into_iter().collect())
            }
            #[cfg(feature = "courses")]
            Self::Course(course, enrollment) => apply_to_course(course, enrollment, command, now),
        }
    }

    /// With the words that only the whole list knows: how far a person is, and what is due.
    pub(super) fn worded(mut self, locale: &Locale, words: &dyn Wording) -> Self {
        match &mut self {
            Self::Checklist(checklist, _) => {
                checklist.counts = Labels::counts(locale, checklist.items.len(), words);
                for due in checklist.items.iter_mut().filter_map(|item| item.due.as_mut()) {
                    due.text = Labels::due(locale, &due.text, due.is_overdue);
                }
            }
            #[cfg(feature = "courses")]
            Self::Course(course, enrollment) => course.word(enrollment, locale, words),
            Self::Survey(..) => {}
        }
        self
    }

    /// Without what its reader does not see: or else the answer to `seen` would be a new state,
    /// drawn anew under the hands of a person who is choosing a rating.
    #[must_use]
    fn for_reader(self) -> Self {
        match self {
            Self::Checklist(checklist, progress) => {
                Self::Checklist(checklist, progress.for_reader())
            }
            Self::Survey(survey, prompt) => {
                let prompt = Prompt {
                    due: None,
                    seen_at: None,
                    snoozed_until: None,
                    contacted_at: None,
                    refused_at: None,
                    ..prompt
                };
                Self::Survey(survey, prompt)
            }
            #[cfg(feature = "courses")]
            Self::Course(course, enrollment) => Self::Course(course, enrollment.for_reader()),
        }
    }
}

fn apply_to_checklist(
    checklist: &ChecklistView,
    progress: &mut Progress,
    command: &Command,
    now: UnixMillis,
) -> Result<Vec<Event>, Refusal> {
    let had_begun = progress.has_begun();
    let of_item =
        |event: fn(ItemId) -> Event, item: &ItemId, step: Result<Step, ProgressRefusal>| {
            Ok(of_step(event(item.clone()), step?, had_begun))
        };
    let event = match command {
        Command::CompleteItem { item } => {
            let step = progress.complete_by_hand(checklist, item, now);
            return of_item(Event::ItemCompleted, item, step);
        }
        Command::SkipItem { item } => {
            let step = progress.skip(checklist, item, now);
            return of_item(Event::ItemSkipped, item, step);
        }
        Command::ReopenItem { item } => {
            let step = progress.reopen(checklist, item)?;
            (step != Step::Unchanged).then(|| Event::ItemReopened(item.clone()))
        }
        Command::Seen => progress.see(now).then_some(Event::ChecklistSeen),
        Command::Minimise | Command::Expand => {
            progress.minimise(*command == Command::Minimise);
            None
        }
        Command::Dismiss | Command::Close => {
            (progress.dismiss(now) != Step::Unchanged).then_some(Event::ChecklistDismissed)
        }
        _ => return Err(Refusal::WrongCommand),
    };
    Ok(event.into_iter().collect())
}

fn apply_to_survey(
    survey: &SurveyView,
    prompt: &mut Prompt,
    command: &Command,
    now: UnixMillis,
) -> Result<Option<Event>, Refusal> {
    Ok(match command {
        Command::Seen => prompt.see(now).then_some(Event::SurveyShown),
        Command::Answer { question, answer } => {
            let is_first = prompt.answers.is_empty();
            let step = prompt.answer(survey, question.as_ref(), answer.clone(), now)?;
            let is_last = step == AnswerStep::Completed;
            (step != AnswerStep::Unchanged).then_some(Event::QuestionAnswered { is_first, is_last })
        }
        Command::Dismiss => prompt.dismiss(now).then_some(Event::SurveyDismissed),
        Command::Snooze => {
            let Some(days) = survey.snooze_days else { return Err(Refusal::WrongCommand) };
            let until = now.plus(i64::from(days) * DAY_MS);
            prompt.snooze(until).then_some(Event::SurveySnoozed)
        }
        Command::Follow => prompt.follow(now).then_some(Event::LinkFollowed),
        Command::Close => {
            prompt.close(now);
            None
        }
        _ => return Err(Refusal::WrongCommand),
    })
}

impl WidgetState {
    /// What a reader of `locale` sees.
    #[must_use]
    pub fn new(locale: Locale, labels: Labels, placements: Vec<Placement>) -> Self {
        let placements = placements.into_iter().map(Placement::for_reader).collect();
        Self { locale, labels, placements, told: None }
    }

    /// What the browser takes over: all but courses, which it leaves to the edge.
    #[cfg(feature = "courses")]
    #[must_use]
    pub fn for_browser(&self) -> Self {
        let is_for_it = |it: &&Placement| !matches!(it, Placement::Course(..));
        let placements = self.placements.iter().filter(is_for_it).cloned().collect();
        let (locale, labels) = (self.locale.clone(), self.labels.for_browser());
        Self { locale, labels, placements, told: self.told.clone() }
    }

    /// Says where certificates are, under the edge at `origin`.
    #[cfg(feature = "courses")]
    pub fn link_certificates(&mut self, origin: &str) {
        let locale = self.locale.as_str();
        for placement in &mut self.placements {
            if let Placement::Course(course, Enrollment { certificate: Some(id), .. }) = placement {
                let url = format!("{origin}/certificates/{id}?lang={locale}");
                course.certificate_url = Some(url);
            }
        }
    }

    /// The placement to draw, if any is left.
    #[must_use]
    pub fn visible(&self) -> Option<&Placement> {
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
