//! Which responses the page shows.

use form_urlencoded::Serializer;
use thiserror::Error;

use super::{Day, UnixMillis};

/// The filter of the responses, as the form, the link and the API have it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ResponseFilter {
    /// Only this survey, by its id. Never empty.
    pub(crate) survey: Option<String>,
    /// Only this account, by its id. Never empty.
    pub(crate) account: Option<String>,
    /// Only this user, by their id. Never empty.
    pub(crate) user: Option<String>,
    /// First day, included.
    pub(crate) from: Option<Day>,
    /// Last day, included.
    pub(crate) to: Option<Day>,
}

/// The first day is after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("The first day is after the last.")]
pub(crate) struct DayRangeError;

impl ResponseFilter {
    /// Reads the query of a link. Total: what is unknown or broken is left out.
    pub(crate) fn from_query(query: &str) -> Self {
        let mut filter = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "survey" => filter.survey = non_empty(&value),
                "account" => filter.account = non_empty(&value),
                "user" => filter.user = non_empty(&value),
                "from" => filter.from = value.parse().ok(),
                "to" => filter.to = value.parse().ok(),
                _ => {}
            }
        }
        filter
    }

    /// Writes the query of a link; empty for the filter that lets everything pass.
    pub(crate) fn to_query(&self) -> String {
        let mut query = Serializer::new(String::new());
        query.extend_pairs(self.survey.iter().map(|survey| ("survey", survey)));
        query.extend_pairs(self.account.iter().map(|account| ("account", account)));
        query.extend_pairs(self.user.iter().map(|user| ("user", user)));
        query.extend_pairs(self.from.iter().map(|day| ("from", day.to_string())));
        query.extend_pairs(self.to.iter().map(|day| ("to", day.to_string())));
        query.finish()
    }

    /// This filter's parameters for the API: `survey`, `account`, `user`, and `from` and `to` in
    /// milliseconds.
    ///
    /// The API's interval is half-open, so `to` is where the day after the last begins.
    /// `start_of(day, n)` is the instant at which the `n`th day after `day` begins for the operator.
    pub(crate) fn api_params(
        &self,
        start_of: impl Fn(Day, u8) -> UnixMillis,
    ) -> Vec<(&'static str, String)> {
        let millis = |at: UnixMillis| format!("{:.0}", at.0);
        let survey = self.survey.iter().map(|survey| ("survey", survey.clone()));
        let account = self.account.iter().map(|account| ("account", account.clone()));
        let user = self.user.iter().map(|user| ("user", user.clone()));
        let from = self.from.iter().map(|&day| ("from", millis(start_of(day, 0))));
        let to = self.to.iter().map(|&day| ("to", millis(start_of(day, 1))));
        survey.chain(account).chain(user).chain(from).chain(to).collect()
    }

    /// Whether everything passes.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Checks that the days are in order.
    ///
    /// # Errors
    /// [`DayRangeError`] if they are not.
    pub(crate) fn check_days(&self) -> Result<(), DayRangeError> {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from > to => Err(DayRangeError),
            _ => Ok(()),
        }
    }

    /// The same filter for one account.
    pub(crate) fn with_account(&self, account: &str) -> Self {
        Self { account: non_empty(account), ..self.clone() }
    }

    /// The same filter for one user.
    pub(crate) fn with_user(&self, user: &str) -> Self {
        Self { user: non_empty(user), ..self.clone() }
    }

    /// The same filter for all users: what the score is computed over.
    pub(crate) fn for_all_users(&self) -> Self {
        Self { user: None, ..self.clone() }
    }
}

/// `text` without the spaces around it, if anything is left.
fn non_empty(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days as `YYYYMMDD` plus the days after, so that a test can read them.
    fn start_of(day: Day, after: u8) -> UnixMillis {
        let (year, month, day) = day.parts();
        UnixMillis(
            f64::from(year) * 10_000.0
                + f64::from(month) * 100.0
                + f64::from(day)
                + f64::from(after),
        )
    }

    #[track_caller]
    fn check(query: &str, want: &[(&str, &str)]) {
        let params = ResponseFilter::from_query(query).api_params(start_of);
        let got: Vec<_> = params.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn the_last_day_is_included() {
        check("from=2025-11-01&to=2025-11-01", &[("from", "20251101"), ("to", "20251102")]);
    }

    #[test]
    fn a_survey_is_asked_for_by_its_id() {
        check("survey=nps&account=acme", &[("survey", "nps"), ("account", "acme")]);
        check("survey=+", &[]);
    }

    #[test]
    fn what_is_broken_or_empty_is_left_out() {
        check("account=+&user=&from=yesterday&to=2025-02-30&page=2", &[]);
    }

    #[test]
    fn values_are_decoded_once() {
        check("account=a%2526b&user=z%C3%BCrich", &[("account", "a%26b"), ("user", "zürich")]);
    }

    #[test]
    fn days_must_be_in_order() {
        let check_days = |query| ResponseFilter::from_query(query).check_days();
        assert_eq!(check_days("from=2025-11-02&to=2025-11-01"), Err(DayRangeError));
        assert_eq!(check_days("from=2025-11-01&to=2025-11-01"), Ok(()));
        assert_eq!(check_days("from=2025-11-02"), Ok(()));
    }
}
