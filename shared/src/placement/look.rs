//! [`Journey::look`]: what to show now, and why.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{Journey, Scene, Team, WidgetState};
use crate::{
    checklist::{Checklist, Progress},
    contact::{Asking, Contacts, Explanation, Gate, GateName, gates_of_prompt},
    content::Content,
    id::ContentId,
    labels::Labels,
    survey::{BrowserTrigger, DueCause, Outcome, Prompt, Survey, Trigger},
    targeting::Condition,
    text::Locale,
    time::UnixMillis,
    training::Course,
};

/// What a person is shown, and why the rest is not.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// What the widget draws from.
    pub state: WidgetState,
    /// Whether what is visible is so on any page: the next one may show it at once.
    pub lasts: bool,
    /// What would be shown if the browser saw something happen.
    pub awaited: Vec<(ContentId, BrowserTrigger)>,
    /// For everything published, why it is shown or not.
    pub explanations: Vec<Explanation>,
}

/// How urgent something is: what was asked for by name last, then surveys, then by priority, then
/// checklists before courses, then what has been due last.
pub(super) type Urgency = (Option<UnixMillis>, bool, i32, bool, Option<UnixMillis>);

/// How long the thanks stay when nobody closes them.
pub(super) const THANKS_MS: i64 = 30_000;

/// A question goes with its page.
fn lasts(content: &Content) -> bool {
    match content {
        Content::Checklist(Checklist { segment, .. }) | Content::Course(Course { segment, .. }) => {
            !segment.as_ref().is_some_and(Condition::asks_for_page)
        }
        Content::Survey(_) => false,
    }
}

impl Journey {
    /// What to show now; `fired` is what the browser saw happen to be due.
    pub fn look(&mut self, team: &Team, scene: &Scene<'_>, fired: &[ContentId]) -> Look {
        self.renew(scene, fired);
        let mut awaited = Vec::new();
        let mut explanations = Vec::new();
        let mut shown: Vec<(Urgency, &Content)> = Vec::new();
        for content in scene.content {
            let (explanation, urgency) = match content {
                Content::Checklist(checklist) => self.explain_checklist(checklist, scene),
                #[cfg(not(feature = "courses"))]
                Content::Course(_) => continue,
                #[cfg(feature = "courses")]
                Content::Course(course) => self.explain_course(course, scene),
                Content::Survey(survey) => {
                    let explained = self.explain_survey(survey, scene);
                    awaited.extend(awaits(survey, &explained.0));
                    explained
                }
            };
            if explanation.passes() {
                shown.push((urgency, content));
            }
            explanations.push(explanation);
        }
        shown.sort_by_key(|(urgency, _)| Reverse(*urgency));
        mark_shown(&mut explanations, &shown);

        let shown: Vec<&Content> = shown.into_iter().map(|(_, content)| content).collect();
        let lasts = shown.first().is_some_and(|content| lasts(content));
        // Where none of it speaks the reader's language it is all in another, and must not be
        // announced as theirs: a screen reader would read English by Arabic rules.
        let is_spoken = shown.iter().any(|content| content.speaks(&scene.facts.locale));
        let locale = if is_spoken { scene.facts.locale.clone() } else { Locale::default() };
        let labels = Labels::of(&locale);
        let placements = shown.iter().map(|content| {
            self.placement(team, content, scene, &locale).worded(&locale, scene.words)
        });
        let placements = placements.collect();
        let state = WidgetState::new(locale.clone(), labels, placements);
        Look { state, lasts, awaited, explanations }
    }

    /// Begins again what is to be asked again, and takes in what the browser saw.
    fn renew(&mut self, scene: &Scene<'_>, fired: &[ContentId]) {
        for content in scene.content {
            let Content::Survey(survey) = content else { continue };
            if let Some(prompt) = self.prompts.get_mut(&survey.id) {
                prompt.renew(&survey.schedule, scene.now());
                if prompt.snoozed_until.is_some_and(|until| until <= scene.now()) {
                    prompt.snoozed_until = None;
                }
            }
            let is_for_browser = survey.trigger.as_ref().and_then(Trigger::for_browser).is_some();
            if is_for_browser && fired.contains(&survey.id) {
                self.prompts.entry(survey.id.clone()).or_default().trigger(scene.now());
            }
        }
    }

    fn explain_checklist(
        &self,
        checklist: &Checklist,
        scene: &Scene<'_>,
    ) -> (Explanation, Urgency) {
        let progress = self.progress.get(&checklist.id);
        let started_at = progress.and_then(Progress::started_at);
        let segment = checklist.segment.as_ref();
        let segment = match segment.map_or(Ok(()), |c| c.check(checklist.id.as_str(), scene.facts))
        {
            Ok(()) => Gate::open(GateName::Segment),
            Err(unmet) => {
                let detail = format!("{} asks for {}", unmet.path, unmet.wants);
                Gate::shut(GateName::Segment, detail, None)
            }
        };
        let dismissed = if progress.is_some_and(Progress::is_dismissed) {
            Gate::shut(GateName::Dismissed, "it was sent away", None)
        } else {
            Gate::open(GateName::Dismissed)
        };
        let explanation = Explanation {
            content: checklist.id.clone(),
            kind: "checklist".to_owned(),
            shown: false,
            started: started_at.is_some() && dismissed.passes,
            gates: vec![segment, dismissed],
        };
        (explanation, (started_at, false, checklist.priority, true, None))
    }

    fn explain_survey(&self, survey: &Survey, scene: &Scene<'_>) -> (Explanation, Urgency) {
        let unknown = Prompt::default();
        let prompt = self.prompts.get(&survey.id).unwrap_or(&unknown);
        let asking = Asking {
            survey,
            prompt,
            facts: scene.facts,
            contacts: self.contacts_but(&survey.id).with(scene.facts.elsewhere),
            policy: scene.policy,
        };
        let is_thanking = match (prompt.outcome, prompt.closed_at) {
            (Some(Outcome::Answered { at }), None) => scene.now() < at.plus(THANKS_MS),
            _ => false,
        };
        let is_started = prompt.outcome.is_none()
            && prompt.snoozed_until.is_none()
            && prompt.due.is_some_and(|due| due.cause == DueCause::Start);
        let started_at = prompt.due.filter(|due| due.cause == DueCause::Start).map(|due| due.at);
        let explanation = Explanation {
            content: survey.id.clone(),
            kind: "survey".to_owned(),
            shown: false,
            started: is_started || is_thanking,
            gates: gates_of_prompt(asking),
        };
        let due_at = prompt.due.map(|due| due.at);
        (explanation, (started_at, true, survey.schedule.priority, false, due_at))
    }

    fn contacts_but(&self, survey: &ContentId) -> Contacts {
        let others = || self.prompts.iter().filter(|(id, _)| *id != survey).map(|(_, p)| p);
        // Rows of before there were rounds say when by their state alone.
        let dismissed_at = |prompt: &Prompt| match prompt.outcome {
            Some(Outcome::Dismissed { at }) => Some(at).max(prompt.refused_at),
            _ => prompt.refused_at,
        };
        Contacts {
            seen_at: others().filter_map(|prompt| prompt.contacted_at.max(prompt.seen_at)).max(),
            dismissed_at: others().filter_map(dismissed_at).max(),
        }
    }
}

/// What the browser would have to see, if that is all that is missing.
fn awaits(survey: &Survey, explanation: &Explanation) -> Option<(ContentId, BrowserTrigger)> {
    let trigger = survey.trigger.as_ref()?.for_browser()?;
    let is_only = explanation.gates.iter().all(|g| g.passes != (g.gate == GateName::Trigger));
    is_only.then(|| (survey.id.clone(), trigger))
}

/// One is shown at a time: the rest waits for it.
fn mark_shown(explanations: &mut [Explanation], shown: &[(Urgency, &Content)]) {
    let Some((_, first)) = shown.first() else { return };
    let waiting: BTreeSet<_> = shown.iter().skip(1).map(|(_, content)| content.id()).collect();
    for explanation in explanations {
        if explanation.content == *first.id() {
            explanation.shown = true;
        } else if waiting.contains(&explanation.content) {
            let detail = format!("`{}` comes first", first.id());
            explanation.gates.push(Gate::shut(GateName::Priority, detail, None));
        }
    }
}
