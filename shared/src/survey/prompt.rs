//! The showing of a survey to one person.

use serde::{Deserialize, Serialize};

use super::{
    answer::{Answer, Answers},
    definition::Schedule,
    question::InvalidAnswer,
    view::SurveyView,
};
use crate::{
    id::ItemId,
    time::{DAY_MS, UnixMillis},
};

/// One survey before one person: why it is due, and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prompt {
    /// Why it is asked; `None` before anything made it due.
    pub due: Option<Due>,
    /// When it was first in front of the person's eyes.
    pub seen_at: Option<UnixMillis>,
    /// What the person did with it; `None` while it is open.
    pub outcome: Option<Outcome>,
    /// When the person closed the thanks.
    pub closed_at: Option<UnixMillis>,
    /// What they said so far. Each answer is kept when it is given.
    pub answers: Answers,
    /// How often it began anew, after an answer say.
    pub round: u32,
    /// How often it was sent away in this round.
    pub n_dismissed: u32,
    /// The person asked for quiet until then.
    pub snoozed_until: Option<UnixMillis>,
    /// When the person first followed the link in the thanks.
    pub followed_at: Option<UnixMillis>,
    /// When the person last saw it, in this round or another. The contact policy counts it.
    pub contacted_at: Option<UnixMillis>,
    /// When the person last sent it away, likewise.
    pub refused_at: Option<UnixMillis>,
}

/// What made a prompt due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// Since when.
    pub at: UnixMillis,
    /// By what.
    pub cause: DueCause,
}

/// What made a prompt due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueCause {
    /// The survey's own trigger. The contact policy has its say.
    Trigger,
    /// The host product called `start`. Shown at once, past targeting and budget.
    Start,
}

/// What a person did with a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Answered it, or as much of it as they wished to.
    Answered {
        /// When.
        at: UnixMillis,
    },
    /// Sent it away without a word. Not an answer.
    Dismissed {
        /// When.
        at: UnixMillis,
    },
}

/// What an answer came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerStep {
    /// It had been given before, and stands.
    Unchanged,
    /// There is more to ask.
    Progressed,
    /// It was the last.
    Completed,
}

impl Prompt {
    /// The survey's trigger fired. Only the first firing of a round counts.
    pub const fn trigger(&mut self, now: UnixMillis) -> bool {
        if self.due.is_some() {
            return false;
        }
        self.due = Some(Due { at: now, cause: DueCause::Trigger });
        true
    }

    /// The host product asks for it now. An open prompt goes on; an ended one begins anew.
    pub fn start(&mut self, now: UnixMillis) -> bool {
        let is_open_by_start =
            self.outcome.is_none() && self.due.is_some_and(|due| due.cause == DueCause::Start);
        if is_open_by_start && self.snoozed_until.is_none() {
            return false;
        }
        if self.outcome.is_some() {
            self.begin_anew();
        }
        self.due = Some(Due { at: now, cause: DueCause::Start });
        self.snoozed_until = None;
        true
    }

    /// Begins again if the schedule says that it is time.
    pub fn renew(&mut self, schedule: &Schedule, now: UnixMillis) {
        let Some(until) = self.asked_again_at(schedule) else { return };
        if now < until {
            return;
        }
        let n_dismissed = self.n_dismissed;
        let is_retry = matches!(self.outcome, Some(Outcome::Dismissed { .. }))
            && schedule.until_answered.is_some_and(|retry| n_dismissed < retry.at_most);
        self.begin_anew();
        self.n_dismissed = if is_retry { n_dismissed } else { 0 };
        self.due = Some(Due { at: until, cause: DueCause::Trigger });
    }

    /// When it may be asked again, if it ended and the schedule says so.
    #[must_use]
    pub fn asked_again_at(&self, schedule: &Schedule) -> Option<UnixMillis> {
        let after = |at: UnixMillis, days: u32| at.plus(i64::from(days) * DAY_MS);
        match (self.outcome?, schedule.until_answered) {
            (Outcome::Dismissed { at }, Some(retry)) if self.n_dismissed < retry.at_most => {
                Some(after(at, retry.after_days))
            }
            (Outcome::Answered { at } | Outcome::Dismissed { at }, _) => {
                schedule.every_days.map(|days| after(at, days))
            }
        }
    }

    fn begin_anew(&mut self) {
        *self = Self {
            round: self.round + 1,
            contacted_at: self.contacted_at.max(self.seen_at),
            refused_at: self.refused_at,
            ..Self::default()
        };
    }

    /// The person sees it. Only the first time counts.
    pub const fn see(&mut self, now: UnixMillis) -> bool {
        if self.seen_at.is_some() {
            return false;
        }
        self.seen_at = Some(now);
        self.contacted_at = Some(now);
        true
    }

    /// The person answers a question, by default the next. What was answered stands; words
    /// after a dismissal count.
    ///
    /// # Errors
    /// [`InvalidAnswer`]. Nothing has changed then.
    pub fn answer(
        &mut self,
        survey: &SurveyView,
        question: Option<&ItemId>,
        answer: Answer,
        now: UnixMillis,
    ) -> Result<AnswerStep, InvalidAnswer> {
        let first = || survey.next(&self.answers).or_else(|| survey.questions.first());
        let asked = match question {
            Some(id) => {
                survey.find(id).ok_or_else(|| InvalidAnswer::UnknownQuestion(id.clone()))?
            }
            None => match first() {
                Some(asked) => asked,
                None => return Ok(AnswerStep::Unchanged),
            },
        };
        asked.check(&answer)?;
        let is_answered = matches!(self.outcome, Some(Outcome::Answered { .. }));
        if is_answered || self.answers.contains_key(&asked.id) {
            return Ok(AnswerStep::Unchanged);
        }
        self.answers.insert(asked.id.clone(), answer);
        self.closed_at = None;
        self.outcome = None;
        if survey.next(&self.answers).is_some() {
            return Ok(AnswerStep::Progressed);
        }
        self.outcome = Some(Outcome::Answered { at: now });
        Ok(AnswerStep::Completed)
    }

    /// The person sends it away. Whether they did so without a word.
    pub fn dismiss(&mut self, now: UnixMillis) -> bool {
        if self.outcome.is_some() {
            return false;
        }
        self.closed_at = Some(now);
        if !self.answers.is_empty() {
            // What they said is an answer, if not all of it.
            self.outcome = Some(Outcome::Answered { at: now });
            return false;
        }
        self.outcome = Some(Outcome::Dismissed { at: now });
        self.refused_at = Some(now);
        self.n_dismissed += 1;
        true
    }

    /// The person wants to be asked later.
    pub fn snooze(&mut self, until: UnixMillis) -> bool {
        if self.outcome.is_some() || self.snoozed_until.is_some_and(|before| before >= until) {
            return false;
        }
        self.snoozed_until = Some(until);
        // It comes as a new question then, and within the budget.
        self.contacted_at = self.contacted_at.max(self.seen_at);
        self.seen_at = None;
        true
    }

    /// The person follows the link in the thanks. Only the first time counts.
    pub const fn follow(&mut self, now: UnixMillis) -> bool {
        if self.outcome.is_none() || self.followed_at.is_some() {
            return false;
        }
        self.followed_at = Some(now);
        true
    }

    /// The person has read the thanks.
    pub fn close(&mut self, now: UnixMillis) -> bool {
        if self.outcome.is_none() || self.closed_at.is_some() {
            return false;
        }
        self.closed_at = Some(now);
        true
    }

    /// Takes in what the same person did with it elsewhere, before it was known that they are
    /// one. An answer stands, whatever else was done; doing this again changes nothing.
    pub fn absorb(&mut self, other: Self) {
        let rank = |prompt: &Self| match &prompt.outcome {
            Some(Outcome::Answered { .. }) => 4,
            Some(Outcome::Dismissed { .. }) => 3,
            None if !prompt.answers.is_empty() => 2,
            None => u8::from(prompt.due.is_some()),
        };
        let seen_at = self.seen_at.max(other.seen_at);
        let contacted_at = self.contacted_at.max(other.contacted_at);
        let refused_at = self.refused_at.max(other.refused_at);
        if rank(&other) > rank(self) {
            *self = other;
        }
        (self.seen_at, self.contacted_at, self.refused_at) = (seen_at, contacted_at, refused_at);
    }

    /// Whether it was answered.
    #[must_use]
    pub const fn is_answered(&self) -> bool {
        matches!(self.outcome, Some(Outcome::Answered { .. }))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{survey::Survey, text::Locale};

    const NOW: UnixMillis = UnixMillis(7);

    fn nps() -> SurveyView {
        view(json!({"id": "nps", "kind": "nps", "question": {"en": "q"}, "thanks": {"en": "t"}}))
    }

    /// A rating, then words from those below 7, then a choice.
    fn long() -> SurveyView {
        let questions = json!([
            {"id": "rating", "type": "nps", "title": {"en": "q"}},
            {"id": "why", "type": "text", "title": {"en": "w"}, "if": {"at_most": 6}},
            {"id": "what", "type": "multiple", "title": {"en": "c"}, "optional": true,
             "options": [{"id": "a", "label": {"en": "A"}}, {"id": "b", "label": {"en": "B"}}]},
        ]);
        let thanks = json!([
            {"if": {"at_least": 9}, "title": {"en": "wow"}},
            {"title": {"en": "t"}},
        ]);
        view(json!({"id": "long", "kind": "nps", "questions": questions, "thanks": thanks}))
    }

    fn view(survey: serde_json::Value) -> SurveyView {
        serde_json::from_value::<Survey>(survey).unwrap().view(&Locale::default())
    }

    fn rating(points: u8) -> Answer {
        Answer { rating: Some(points), ..Answer::default() }
    }

    fn id(text: &str) -> ItemId {
        ItemId::try_from(text).unwrap()
    }

    #[test]
    fn the_first_answer_stands() {
        let mut prompt = Prompt::default();
        assert_eq!(prompt.answer(&nps(), None, rating(9), NOW), Ok(AnswerStep::Completed));
        assert_eq!(prompt.answer(&nps(), None, rating(2), NOW), Ok(AnswerStep::Unchanged));
        assert_eq!(prompt.answers.get(&id("rating")), Some(&rating(9)));
    }

    #[test]
    fn branches_and_keeps_each_answer() {
        let (survey, mut prompt) = (long(), Prompt::default());
        let next = |prompt: &Prompt| survey.next(&prompt.answers).map(|q| q.id.as_str().to_owned());
        assert_eq!(next(&prompt).as_deref(), Some("rating"));
        assert_eq!(survey.n_open(&prompt.answers), 2, "whether `why` is asked, nobody knows yet");
        assert_eq!(prompt.answer(&survey, None, rating(3), NOW), Ok(AnswerStep::Progressed));
        assert_eq!(survey.n_open(&prompt.answers), 2);
        assert_eq!(next(&prompt).as_deref(), Some("why"));
        let refused = prompt.answer(&survey, None, rating(3), NOW);
        assert_eq!(refused, Err(InvalidAnswer::Text));
        // Sent away half-way: what was said is an answer.
        assert!(!prompt.dismiss(NOW));
        assert!(prompt.is_answered());
        assert_eq!(survey.ending(&prompt.answers).unwrap().title, "t");

        let mut promoter = Prompt::default();
        promoter.answer(&survey, None, rating(9), NOW).unwrap();
        assert_eq!(next(&promoter).as_deref(), Some("what"));
        let what = id("what");
        let skipped = promoter.answer(&survey, Some(&what), Answer::default(), NOW);
        assert_eq!(skipped, Ok(AnswerStep::Completed));
        assert_eq!(survey.ending(&promoter.answers).unwrap().title, "wow");
    }

    #[test]
    fn takes_what_fits_the_question_and_nothing_else() {
        let survey = long();
        let choose = |ids: &[&str]| Answer {
            choices: ids.iter().map(|text| id(text)).collect(),
            ..Answer::default()
        };
        let answer = |question: &str, answer: Answer| {
            Prompt::default()
                .answer(&survey, Some(&id(question)), answer, NOW)
                .map_err(|e| e.code())
        };
        assert_eq!(answer("rating", rating(11)), Err("invalid_rating"));
        assert_eq!(answer("rating", Answer::default()), Err("invalid_rating"));
        assert_eq!(answer("what", choose(&["a", "b"])), Ok(AnswerStep::Progressed));
        assert_eq!(answer("what", choose(&["a", "x"])), Err("invalid_choice"));
        assert_eq!(answer("other", rating(1)), Err("unknown_question"));
    }

    #[test]
    fn an_answer_given_elsewhere_outweighs_a_dismissal_but_not_the_reverse() {
        let mut prompt = Prompt::default();
        assert!(prompt.dismiss(NOW));
        assert_eq!(prompt.answer(&nps(), None, rating(9), NOW), Ok(AnswerStep::Completed));
        assert!(!prompt.dismiss(NOW));
        assert!(prompt.is_answered());
    }

    #[test]
    fn start_goes_on_with_an_open_prompt_and_renews_an_ended_one() {
        let mut prompt = Prompt::default();
        prompt.trigger(NOW);
        prompt.see(NOW);
        assert!(prompt.start(NOW));
        assert_eq!(prompt.seen_at, Some(NOW));
        assert!(!prompt.start(NOW));
        prompt.answer(&nps(), None, rating(9), NOW).unwrap();
        assert!(prompt.start(NOW));
        assert_eq!((prompt.outcome, prompt.seen_at, prompt.round), (None, None, 1));
    }

    #[test]
    fn only_the_first_trigger_and_sight_count() {
        let mut prompt = Prompt::default();
        assert!(prompt.trigger(NOW) && prompt.see(NOW));
        assert!(!prompt.trigger(UnixMillis(8)) && !prompt.see(UnixMillis(8)));
        assert_eq!(prompt.due, Some(Due { at: NOW, cause: DueCause::Trigger }));
    }

    #[test]
    fn recurs_and_asks_until_answered_as_the_schedule_says() {
        let schedule: Schedule = serde_json::from_value(
            json!({"every_days": 90, "until_answered": {"after_days": 7, "at_most": 2}}),
        )
        .unwrap();
        let day = |n: i64| UnixMillis(n * DAY_MS);
        let mut prompt = Prompt::default();
        prompt.trigger(day(0));
        prompt.dismiss(day(0));
        prompt.renew(&schedule, UnixMillis(7 * DAY_MS - 1));
        assert!(prompt.outcome.is_some(), "not yet");
        prompt.renew(&schedule, day(7));
        assert!(prompt.outcome.is_none(), "again after a week");
        prompt.dismiss(day(7));
        prompt.renew(&schedule, day(14));
        assert!(prompt.outcome.is_some(), "twice is enough");
        prompt.renew(&schedule, day(97));
        assert_eq!((prompt.outcome, prompt.n_dismissed), (None, 0));
        prompt.answer(&nps(), None, rating(9), day(97)).unwrap();
        prompt.renew(&schedule, day(186));
        assert!(prompt.is_answered());
        prompt.renew(&schedule, day(187));
        assert_eq!(prompt.due.map(|due| due.at), Some(day(187)));

        let mut once = Prompt::default();
        once.dismiss(day(0));
        once.renew(&Schedule::default(), day(10_000));
        assert!(once.outcome.is_some());
    }

    /// Pins what account objects have stored. To change it, add a schema step.
    #[test]
    fn prompt_stored_shape() {
        let mut prompt = Prompt::default();
        prompt.start(UnixMillis(1));
        prompt.see(UnixMillis(2));
        prompt.answer(&nps(), None, rating(9), UnixMillis(3)).unwrap();
        let json = r#"{"due":{"at":1,"cause":"start"},"seen_at":2,"outcome":{"answered":{"at":3}},"closed_at":null,"answers":{"rating":{"rating":9,"choices":[],"text":null,"comment":null}},"round":0,"n_dismissed":0,"snoozed_until":null,"followed_at":null,"contacted_at":2,"refused_at":null}"#;
        assert_eq!(serde_json::to_string(&prompt).unwrap(), json);
        assert_eq!(serde_json::from_str::<Prompt>(json).unwrap(), prompt);
        let first = r#"{"due":{"at":1,"cause":"start"},"seen_at":2,"outcome":{"answered":{"answer":{"rating":9,"comment":"ok"},"at":3}},"closed_at":null}"#;
        assert!(serde_json::from_str::<Prompt>(first).unwrap().is_answered());
    }

    #[test]
    fn absorbing_keeps_the_answer_and_when_it_was_seen_last() {
        let (mut answered, mut dismissed) = (Prompt::default(), Prompt::default());
        answered.see(UnixMillis(1));
        answered.answer(&nps(), None, rating(9), UnixMillis(2)).unwrap();
        dismissed.see(UnixMillis(5));
        dismissed.dismiss(UnixMillis(6));
        let mut both = dismissed.clone();
        both.absorb(answered.clone());
        assert!(both.is_answered());
        assert_eq!(both.seen_at, Some(UnixMillis(5)));
        answered.absorb(dismissed);
        assert_eq!(answered, both);
        both.absorb(Prompt::default());
        assert_eq!(answered, both);
    }
}
