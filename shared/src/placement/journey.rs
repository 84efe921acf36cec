//! A person's way through all content of a workspace.

use std::{cmp::Reverse, collections::BTreeMap};

use thiserror::Error;

use super::state::{Event, Placement, item_events};
use crate::{
    checklist::{Progress, ProgressRefusal},
    command::PlacedCommand,
    content::Content,
    id::ContentId,
    survey::{ContactPolicy, Outcome, Prompt, PromptDecision, decide_prompt},
    time::UnixMillis,
};

/// How far a person is in everything they met so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Journey {
    /// Their checklists.
    pub progress: BTreeMap<ContentId, Progress>,
    /// Their surveys.
    pub prompts: BTreeMap<ContentId, Prompt>,
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
        }
    }

    /// The field of the command at fault.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::UnknownPlacement => "placement",
            Self::WrongCommand => "type",
            Self::Progress(_) => "item",
        }
    }
}

/// How long the thanks stay when nobody closes them.
const THANKS_MS: i64 = 30_000;

impl Journey {
    /// Takes in a `track` event: completes items, makes surveys due.
    pub fn observe(
        &mut self,
        content: &[Content],
        name: &str,
        now: UnixMillis,
    ) -> Vec<(ContentId, Event)> {
        let mut events = Vec::new();
        for content in content.iter().filter(|content| content.listens_to(name)) {
            match content {
                Content::Checklist(checklist) => {
                    let progress = self.progress.entry(checklist.id.clone()).or_default();
                    for (item, step) in progress.observe(checklist, name, now) {
                        let happened = item_events(&item, step).into_iter();
                        events.extend(happened.map(|event| (checklist.id.clone(), event)));
                    }
                }
                Content::Survey(survey) => {
                    self.prompts.entry(survey.id.clone()).or_default().trigger(now);
                }
            }
        }
        events
    }

    /// Shows content now, past targeting and budget.
    ///
    /// # Errors
    /// [`Refusal::UnknownPlacement`].
    pub fn start(
        &mut self,
        content: &[Content],
        id: &ContentId,
        now: UnixMillis,
    ) -> Result<(), Refusal> {
        match find(content, id)? {
            Content::Checklist(_) => {
                self.progress.entry(id.clone()).or_default().start(now);
            }
            Content::Survey(_) => {
                self.prompts.entry(id.clone()).or_default().start(now);
            }
        }
        Ok(())
    }

    /// Applies what the person did, whether or not it is shown now: an old tab may lag.
    ///
    /// # Errors
    /// [`Refusal`]. Nothing has changed then.
    pub fn apply(
        &mut self,
        content: &[Content],
        command: &PlacedCommand,
        now: UnixMillis,
    ) -> Result<Vec<Event>, Refusal> {
        let mut placement = self.placement(find(content, &command.placement)?);
        let events = placement.apply(&command.command, now)?;
        match placement {
            Placement::Checklist(checklist, progress) => {
                self.progress.insert(checklist.id, progress);
            }
            Placement::Survey(survey, prompt) => {
                self.prompts.insert(survey.id, prompt);
            }
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
    }

    /// Applies what the person did to a prompt of its own: an answer that came by mail, say,
    /// stands beside those given before.
    ///
    /// # Errors
    /// [`Refusal`]. Nothing has changed then.
    pub fn apply_anew(
        &mut self,
        content: &[Content],
        command: &PlacedCommand,
        now: UnixMillis,
    ) -> Result<Vec<Event>, Refusal> {
        let mut renewed = self.clone();
        renewed.start(content, &command.placement, now)?;
        let events = renewed.apply(content, command, now)?;
        *self = renewed;
        Ok(events)
    }

    /// What to show at `now`, most urgent first: what was asked for last, then checklists.
    #[must_use]
    pub fn placements(
        &self,
        content: &[Content],
        policy: ContactPolicy,
        now: UnixMillis,
    ) -> Vec<Placement> {
        let mut shown: Vec<(Option<UnixMillis>, Placement)> = content
            .iter()
            .filter_map(|content| match (content, self.placement(content)) {
                (Content::Checklist(_), placement) if placement.is_over() => None,
                (Content::Checklist(checklist), placement) => {
                    let started_at =
                        self.progress.get(&checklist.id).and_then(Progress::started_at);
                    Some((started_at, placement))
                }
                (Content::Survey(survey), placement) => {
                    let prompt = self.prompts.get(&survey.id)?;
                    self.is_asked(&survey.id, prompt, policy, now)
                        .then(|| (prompt.due.map(|due| due.at), placement))
                }
            })
            .collect();
        shown.sort_by_key(|(asked_at, _)| Reverse(*asked_at));
        shown.into_iter().map(|(_, placement)| placement).collect()
    }

    fn is_asked(
        &self,
        id: &ContentId,
        prompt: &Prompt,
        policy: ContactPolicy,
        now: UnixMillis,
    ) -> bool {
        if let (Some(Outcome::Answered { at, .. }), None) = (&prompt.outcome, prompt.closed_at) {
            return now < at.plus(THANKS_MS);
        }
        let last_contact = self
            .prompts
            .iter()
            .filter(|(other, _)| *other != id)
            .filter_map(|(_, other)| other.seen_at)
            .max();
        decide_prompt(prompt, last_contact, policy, now) == PromptDecision::Show
    }

    fn placement(&self, content: &Content) -> Placement {
        match content {
            Content::Checklist(checklist) => Placement::Checklist(
                checklist.clone(),
                self.progress.get(&checklist.id).cloned().unwrap_or_default(),
            ),
            Content::Survey(survey) => Placement::Survey(
                survey.clone(),
                self.prompts.get(&survey.id).cloned().unwrap_or_default(),
            ),
        }
    }
}

fn find<'a>(content: &'a [Content], id: &ContentId) -> Result<&'a Content, Refusal> {
    content.iter().find(|content| content.id() == id).ok_or(Refusal::UnknownPlacement)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        command::Field,
        content::{Content, ContentKind},
        survey::DueCause,
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

    #[track_caller]
    fn check_shown(journey: &Journey, now: i64, want: &[&str]) {
        let shown = journey.placements(&content(), ContactPolicy::default(), UnixMillis(now));
        let shown: Vec<_> = shown.iter().map(|placement| placement.id().as_str()).collect();
        assert_eq!(shown, want);
    }

    #[test]
    fn a_newcomer_sees_the_checklist_and_is_asked_nothing() {
        check_shown(&Journey::default(), 1, &["start"]);
    }

    #[test]
    fn an_event_completes_items_and_makes_surveys_due() {
        let mut journey = Journey::default();
        let events = journey.observe(&content(), "Created", UnixMillis(1));
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].1.name(), "checklist_item_completed");
        assert_eq!(journey.observe(&content(), "Published", UnixMillis(1)), vec![]);
        check_shown(&journey, 1, &["nps", "second", "start"]);
    }

    #[test]
    fn one_budget_over_all_surveys() {
        let mut journey = Journey::default();
        journey.observe(&content(), "Published", UnixMillis(1));
        journey.apply(&content(), &command("nps", &[("type", "seen")]), UnixMillis(2)).unwrap();
        check_shown(&journey, 3, &["nps", "start"]);
        let dismiss = command("nps", &[("type", "dismiss")]);
        journey.apply(&content(), &dismiss, UnixMillis(4)).unwrap();
        check_shown(&journey, 5, &["start"]);
        let period = ContactPolicy::default().recontact_period_ms;
        check_shown(&journey, 2 + period, &["second", "start"]);
    }

    #[test]
    fn the_last_start_comes_first_and_brings_back_what_was_dismissed() {
        let mut journey = Journey::default();
        let dismiss = command("start", &[("type", "dismiss")]);
        journey.apply(&content(), &dismiss, UnixMillis(1)).unwrap();
        check_shown(&journey, 1, &[]);
        journey.start(&content(), &id("nps"), UnixMillis(2)).unwrap();
        journey.start(&content(), &id("start"), UnixMillis(3)).unwrap();
        check_shown(&journey, 3, &["start", "nps"]);
        assert_eq!(journey.prompts[&id("nps")].due.unwrap().cause, DueCause::Start);
        let unknown = journey.start(&content(), &id("other"), UnixMillis(4));
        assert_eq!(unknown, Err(Refusal::UnknownPlacement));
    }

    #[test]
    fn thanks_stay_until_closed_or_for_half_a_minute() {
        let mut journey = Journey::default();
        journey.start(&content(), &id("nps"), UnixMillis(0)).unwrap();
        let answer = command("nps", &[("type", "answer"), ("rating", "9")]);
        let events = journey.apply(&content(), &answer, UnixMillis(0)).unwrap();
        assert_eq!(events[0].name(), "survey_answered");
        assert_eq!(journey.apply(&content(), &answer, UnixMillis(1)), Ok(vec![]));
        check_shown(&journey, THANKS_MS - 1, &["nps", "start"]);
        check_shown(&journey, THANKS_MS, &["start"]);
        let close = command("nps", &[("type", "close")]);
        journey.apply(&content(), &close, UnixMillis(1)).unwrap();
        check_shown(&journey, 2, &["start"]);
    }

    #[test]
    fn an_answer_that_came_anew_stands_beside_the_first() {
        let mut journey = Journey::default();
        let answer = command("nps", &[("type", "answer"), ("rating", "9")]);
        for at in 0..2 {
            let events = journey.apply_anew(&content(), &answer, UnixMillis(at)).unwrap();
            assert_eq!(events[0].name(), "survey_answered");
        }
        let before = journey.clone();
        let wrong = command("start", &[("type", "answer"), ("rating", "9")]);
        let refused = journey.apply_anew(&content(), &wrong, UnixMillis(2));
        assert_eq!(refused, Err(Refusal::WrongCommand));
        assert_eq!(journey, before);
    }

    #[test]
    fn a_refused_command_changes_nothing() {
        let mut journey = Journey::default();
        journey.start(&content(), &id("nps"), UnixMillis(0)).unwrap();
        let before = journey.clone();
        for (placement, fields, code) in [
            ("other", vec![("type", "seen")], "unknown_placement"),
            ("start", vec![("type", "answer"), ("rating", "9")], "wrong_command"),
            ("nps", vec![("type", "complete_item"), ("item", "read")], "wrong_command"),
            ("start", vec![("type", "complete_item"), ("item", "other")], "unknown_item"),
            ("start", vec![("type", "complete_item"), ("item", "create")], "item_not_by_hand"),
        ] {
            let refused = journey.apply(&content(), &command(placement, &fields), UnixMillis(1));
            assert_eq!(refused.unwrap_err().code(), code);
        }
        assert_eq!(journey, before);
    }

    #[test]
    fn a_language_that_nothing_speaks_is_not_announced() {
        use super::super::WidgetState;
        use crate::text::Locale;

        let placements =
            Journey::default().placements(&content(), ContactPolicy::default(), UnixMillis(0));
        let spoken =
            |tag: &str| WidgetState::for_reader(&placements, &Locale::from(tag.to_owned())).locale;
        assert_eq!(spoken("ar").as_str(), "en");
        assert_eq!(spoken("en-GB").as_str(), "en-gb");
    }

    /// The edge hands its state to the browser as postcard; what arrives is what was sent.
    #[test]
    fn widget_state_survives_postcard() {
        use super::super::WidgetState;
        use crate::text::Locale;

        let mut journey = Journey::default();
        journey.start(&content(), &id("nps"), UnixMillis(0)).unwrap();
        let placements = journey.placements(&content(), ContactPolicy::default(), UnixMillis(0));
        let state = WidgetState::for_reader(&placements, &Locale::default());
        let bytes = postcard::to_allocvec(&state).unwrap();
        assert_eq!(postcard::from_bytes::<WidgetState>(&bytes).unwrap(), state);
    }
}
