//! Whether a person may be asked now.

use super::{DueCause, Prompt};
use crate::time::{DAY_MS, UnixMillis};

/// How often people may be interrupted, over all surveys of a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactPolicy {
    /// The least time between two prompts, in milliseconds.
    pub recontact_period_ms: i64,
}

impl Default for ContactPolicy {
    /// Two weeks.
    fn default() -> Self {
        Self { recontact_period_ms: 14 * DAY_MS }
    }
}

/// The outcome of [`decide_prompt`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptDecision {
    /// Ask.
    Show,
    /// Do not ask, and why.
    Withhold(WithheldReason),
}

/// Why a survey is not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithheldReason {
    /// Nothing made it due yet.
    NotDue,
    /// The person answered it.
    Answered,
    /// The person sent it away.
    Dismissed,
    /// The person was asked something else too recently.
    RecontactPeriod {
        /// First instant at which it may be asked.
        until: UnixMillis,
    },
}

/// Decides whether to ask at `now`.
///
/// `last_contact` is when the person last saw a prompt of another survey.
#[must_use]
pub fn decide_prompt(
    prompt: &Prompt,
    last_contact: Option<UnixMillis>,
    policy: ContactPolicy,
    now: UnixMillis,
) -> PromptDecision {
    use PromptDecision::{Show, Withhold};

    let Some(due) = prompt.due else {
        return Withhold(WithheldReason::NotDue);
    };
    if prompt.outcome.is_some() {
        return Withhold(if prompt.answered().is_some() {
            WithheldReason::Answered
        } else {
            WithheldReason::Dismissed
        });
    }
    // Started by the host, or seen and still open: it goes on.
    if due.cause == DueCause::Start || prompt.seen_at.is_some() {
        return Show;
    }
    match last_contact.map(|at| at.plus(policy.recontact_period_ms)) {
        Some(until) if now < until => Withhold(WithheldReason::RecontactPeriod { until }),
        _ => Show,
    }
}

#[cfg(test)]
mod tests {
    use super::{
        PromptDecision::{Show, Withhold},
        *,
    };
    use crate::survey::{Answer, NpsRating};

    const POLICY: ContactPolicy = ContactPolicy { recontact_period_ms: 100 };

    #[track_caller]
    fn check(prompt: &Prompt, last_contact: Option<i64>, now: i64, want: PromptDecision) {
        let got = decide_prompt(prompt, last_contact.map(UnixMillis), POLICY, UnixMillis(now));
        assert_eq!(got, want);
    }

    fn triggered() -> Prompt {
        let mut prompt = Prompt::default();
        prompt.trigger(UnixMillis(1));
        prompt
    }

    #[test]
    fn asks_when_due_and_never_before() {
        check(&Prompt::default(), None, 1, Withhold(WithheldReason::NotDue));
        check(&triggered(), None, 1, Show);
    }

    #[test]
    fn keeps_quiet_for_the_recontact_period_to_the_millisecond() {
        let until = UnixMillis(150);
        check(&triggered(), Some(50), 149, Withhold(WithheldReason::RecontactPeriod { until }));
        check(&triggered(), Some(50), 150, Show);
    }

    #[test]
    fn a_start_and_a_prompt_already_seen_do_not_wait() {
        let mut started = Prompt::default();
        started.start(UnixMillis(1));
        check(&started, Some(50), 51, Show);
        let mut seen = triggered();
        seen.see(UnixMillis(2));
        check(&seen, Some(50), 51, Show);
    }

    #[test]
    fn does_not_ask_again_after_an_answer_or_a_dismissal() {
        let mut answered = triggered();
        let rating = NpsRating::try_from(9).unwrap();
        answered.answer(Answer { rating, comment: None }, UnixMillis(2));
        check(&answered, None, 1000, Withhold(WithheldReason::Answered));
        let mut dismissed = triggered();
        dismissed.dismiss(UnixMillis(2));
        check(&dismissed, None, 1000, Withhold(WithheldReason::Dismissed));
    }
}
