//! The gates before a survey.

use super::{
    gate::{Gate, GateName},
    policy::{ContactPolicy, Contacts, after},
};
use crate::{
    survey::{Outcome, Prompt, Survey, Trigger},
    targeting::Facts,
    time::UnixMillis,
};

/// A survey and the person it may be put to.
#[derive(Debug, Clone, Copy)]
pub struct Asking<'a> {
    /// What to ask.
    pub survey: &'a Survey,
    /// How it stands with the person.
    pub prompt: &'a Prompt,
    /// What is known of them.
    pub facts: &'a Facts,
    /// What they were asked before.
    pub contacts: Contacts,
    /// What the workspace allows.
    pub policy: &'a ContactPolicy,
}

/// Every gate, in order. It may be asked if all let pass.
#[must_use]
pub fn gates_of_prompt(asking: Asking<'_>) -> Vec<Gate> {
    vec![
        asking.segment(),
        asking.trigger(),
        asking.dates(),
        asking.answered(),
        asking.dismissed(),
        asking.snoozed(),
        asking.pause(),
        asking.recontact(),
        asking.quiet(),
    ]
}

impl Asking<'_> {
    fn segment(&self) -> Gate {
        let segment = self.survey.segment.as_ref();
        match segment.map_or(Ok(()), |c| c.check(self.survey.id.as_str(), self.facts)) {
            Ok(()) => Gate::open(GateName::Segment),
            Err(unmet) => Gate::shut(
                GateName::Segment,
                format!("{} asks for {}", unmet.path, unmet.wants),
                None,
            ),
        }
    }

    fn trigger(&self) -> Gate {
        let is_due = self.prompt.due.is_some();
        let shut = |detail: String| Gate::shut(GateName::Trigger, detail, None);
        match &self.survey.trigger {
            // It goes with the page, even if it was seen.
            Some(Trigger::Page(pattern)) => match &self.facts.page {
                Some(url) if pattern.fits(url) => Gate::open(GateName::Trigger),
                _ => shut(format!("waits for a page like {}", pattern.as_str())),
            },
            Some(Trigger::Now) => Gate::open(GateName::Trigger),
            _ if is_due => Gate::open(GateName::Trigger),
            Some(Trigger::Event(test)) => {
                let n = self.facts.counts.of(test, self.facts.now);
                shut(format!("waits for `{}`: {n} of {}", test.name, test.at_least))
            }
            Some(Trigger::DelayS(seconds)) => shut(format!("waits {seconds} s on the page")),
            Some(Trigger::IdleS(seconds)) => shut(format!("waits for {seconds} s without a touch")),
            Some(Trigger::ExitIntent) => shut("waits for the pointer to leave the page".to_owned()),
            None => shut("waits for a call of `start`".to_owned()),
        }
    }

    fn dates(&self) -> Gate {
        let (schedule, now) = (&self.survey.schedule, self.facts.now);
        let expires_at =
            self.prompt.due.and_then(|due| schedule.expires_days.map(|days| after(due.at, days)));
        if schedule.ends_at.is_some_and(|end| now >= end) {
            return Gate::shut(GateName::Dates, "it has ended", None);
        }
        if expires_at.is_some_and(|end| now >= end) {
            return Gate::shut(GateName::Dates, "it was due for too long", None);
        }
        Gate::until(GateName::Dates, "it has not begun", schedule.starts_at, now)
    }

    fn answered(&self) -> Gate {
        self.ended(
            GateName::Answered,
            matches!(self.prompt.outcome, Some(Outcome::Answered { .. })),
            "it was answered",
        )
    }

    fn dismissed(&self) -> Gate {
        self.ended(
            GateName::Dismissed,
            matches!(self.prompt.outcome, Some(Outcome::Dismissed { .. })),
            "it was sent away",
        )
    }

    fn ended(&self, gate: GateName, has_ended: bool, detail: &str) -> Gate {
        if !has_ended {
            return Gate::open(gate);
        }
        Gate::shut(gate, detail, self.prompt.asked_again_at(&self.survey.schedule))
    }

    fn snoozed(&self) -> Gate {
        let until = self.prompt.snoozed_until;
        Gate::until(GateName::Snoozed, "it is to come later", until, self.facts.now)
    }

    fn pause(&self) -> Gate {
        if self.policy.paused {
            return Gate::shut(GateName::Pause, "the workspace asks nobody for now", None);
        }
        let until = self.policy.paused_until;
        Gate::until(GateName::Pause, "the workspace asks nobody for now", until, self.facts.now)
    }

    fn recontact(&self) -> Gate {
        let days = self.survey.schedule.recontact_days.unwrap_or(self.policy.recontact_days);
        self.budget(GateName::Recontact, self.contacts.seen_at, days, "another was seen recently")
    }

    fn quiet(&self) -> Gate {
        let (at, days) = (self.contacts.dismissed_at, self.policy.quiet_days);
        self.budget(GateName::Quiet, at, days, "another was sent away recently")
    }

    /// Seen and still open, it goes on.
    fn budget(
        &self,
        gate: GateName,
        at: Option<UnixMillis>,
        days: u32,
        detail: &'static str,
    ) -> Gate {
        let until = at.filter(|_| self.prompt.seen_at.is_none()).map(|at| after(at, days));
        Gate::until(gate, detail, until, self.facts.now)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{id::UserId, targeting::EventTest, text::Locale, time::DAY_MS};

    /// A survey with `more`, put to Ana on day 100.
    struct Case {
        survey: Survey,
        prompt: Prompt,
        facts: Facts,
        contacts: Contacts,
        policy: ContactPolicy,
    }

    fn day(n: i64) -> UnixMillis {
        UnixMillis(n * DAY_MS)
    }

    fn case(more: Value) -> Case {
        let mut survey =
            json!({"id": "nps", "kind": "nps", "question": {"en": "q"}, "thanks": {"en": "t"}});
        survey.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let user = UserId::try_from("ana").unwrap();
        Case {
            survey: serde_json::from_value(survey).unwrap(),
            prompt: Prompt::default(),
            facts: Facts::of(user, Locale::default(), day(100)),
            contacts: Contacts::default(),
            policy: ContactPolicy::default(),
        }
    }

    impl Case {
        /// The gates that are shut, and until which day.
        fn shut(&self) -> Vec<(GateName, Option<i64>)> {
            let Self { survey, prompt, facts, contacts, policy } = self;
            gates_of_prompt(Asking { survey, prompt, facts, contacts: *contacts, policy })
                .into_iter()
                .filter(|gate| !gate.passes)
                .map(|gate| (gate.gate, gate.until.map(|until| until.0 / DAY_MS)))
                .collect()
        }
    }

    fn due(more: Value) -> Case {
        let mut case = case(more);
        case.prompt.trigger(day(90));
        case
    }

    #[test]
    fn waits_for_its_trigger() {
        assert_eq!(case(json!({})).shut(), [(GateName::Trigger, None)]);
        assert_eq!(due(json!({})).shut(), []);
        assert_eq!(case(json!({"trigger": "now"})).shut(), []);
        assert_eq!(case(json!({"trigger": {"delay_s": 5}})).shut(), [(GateName::Trigger, None)]);
        let mut event = case(json!({"trigger": {"event": {"name": "Run", "at_least": 3}}}));
        event.facts.counts.learn(EventTest::named("Run").window(day(100)), 2);
        assert_eq!(event.shut(), [(GateName::Trigger, None)]);
    }

    #[test]
    fn goes_with_its_page_even_if_it_was_seen() {
        let mut case = due(json!({"trigger": {"page": "/team"}}));
        case.prompt.see(day(99));
        assert_eq!(case.shut(), [(GateName::Trigger, None)]);
        case.facts.page = Some("https://app.example/team".to_owned());
        assert_eq!(case.shut(), []);
    }

    #[test]
    fn is_for_its_segment() {
        let segment = json!({"segment": {"user": {"role": {"is": "admin"}}}});
        assert_eq!(due(segment).shut(), [(GateName::Segment, None)]);
    }

    #[test]
    fn one_budget_to_the_millisecond() {
        let mut case = due(json!({}));
        case.contacts.seen_at = Some(day(90));
        assert_eq!(case.shut(), [(GateName::Recontact, Some(104))]);
        case.facts.now = UnixMillis(day(104).0 - 1);
        assert_eq!(case.shut(), [(GateName::Recontact, Some(104))]);
        case.facts.now = day(104);
        assert_eq!(case.shut(), []);
        case.contacts.dismissed_at = Some(day(95));
        assert_eq!(case.shut(), [(GateName::Quiet, Some(109))]);
        // Seen and open, it goes on; and a survey may have a clock of its own.
        case.prompt.see(day(89));
        assert_eq!(case.shut(), []);
        let mut own = due(json!({"schedule": {"recontact_days": 60}}));
        own.contacts.seen_at = Some(day(50));
        assert_eq!(own.shut(), [(GateName::Recontact, Some(110))]);
    }

    #[test]
    fn ended_it_comes_again_as_its_schedule_says() {
        let mut answered = due(json!({"schedule": {"every_days": 90}}));
        answered.prompt.outcome = Some(Outcome::Answered { at: day(99) });
        assert_eq!(answered.shut(), [(GateName::Answered, Some(189))]);
        let mut dismissed = due(json!({}));
        dismissed.prompt.dismiss(day(99));
        assert_eq!(dismissed.shut(), [(GateName::Dismissed, None)]);
        let mut snoozed = due(json!({}));
        snoozed.prompt.snooze(day(103));
        assert_eq!(snoozed.shut(), [(GateName::Snoozed, Some(103))]);
    }

    #[test]
    fn runs_between_its_dates_and_expires() {
        let schedule = |more: Value| due(json!({ "schedule": more })).shut();
        assert_eq!(schedule(json!({"expires_days": 10})), [(GateName::Dates, None)]);
        assert_eq!(schedule(json!({"expires_days": 11})), []);
        assert_eq!(schedule(json!({"ends_at": "1970-04-11T00:00:00Z"})), [(GateName::Dates, None)]);
        let starts = schedule(json!({"starts_at": "1970-04-12T00:00:00Z"}));
        assert_eq!(starts, [(GateName::Dates, Some(101))]);
    }

    #[test]
    fn a_workspace_may_pause() {
        let mut case = due(json!({}));
        case.policy.paused_until = Some(day(101));
        assert_eq!(case.shut(), [(GateName::Pause, Some(101))]);
        case.policy.paused = true;
        assert_eq!(case.shut(), [(GateName::Pause, None)]);
    }
}
