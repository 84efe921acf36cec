//! What a figure is about.

use super::{capitalized, count};
use crate::model::{Day, ResponseFilter};

/// What the score covers, given the page's filter.
///
/// A score of one user would mean nothing, so the filter's user narrows the list only; this says so.
/// `show_day` writes a day for people.
pub(crate) fn score_scope(filter: &ResponseFilter, show_day: impl Fn(Day) -> String) -> String {
    let who = match (&filter.account, &filter.user) {
        (Some(account), None) => format!("account {account}"),
        (Some(account), Some(_)) => format!("account {account}, all users"),
        (None, Some(_)) => "all accounts and users".to_owned(),
        (None, None) => "all accounts".to_owned(),
    };
    let who = match &filter.survey {
        Some(survey) => format!("Survey {survey}, {who}"),
        None => capitalized(&who),
    };
    match (filter.from.map(&show_day), filter.to.map(&show_day)) {
        (None, None) => who,
        (Some(from), None) => format!("{who}, since {from}"),
        (None, Some(to)) => format!("{who}, until {to}"),
        (Some(from), Some(to)) if from == to => format!("{who}, on {from}"),
        (Some(from), Some(to)) => format!("{who}, {from} to {to}"),
    }
}

/// How many responses are shown, and whether there are more.
pub(crate) fn shown_count(n: usize, has_more: bool) -> String {
    match (n, has_more) {
        (0, _) => "No responses".to_owned(),
        (_, true) => format!("The newest {} shown", count(n, "response")),
        (1, false) => "1 response".to_owned(),
        (_, false) => format!("All {} shown", count(n, "response")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, want: &str) {
        let filter = ResponseFilter::from_query(query);
        assert_eq!(score_scope(&filter, |day| day.to_string()), want);
    }

    #[test]
    fn names_the_account_and_the_days() {
        check("", "All accounts");
        check("account=acme&from=2025-11-01", "Account acme, since 2025-11-01");
        check("from=2025-11-01&to=2025-11-30", "All accounts, 2025-11-01 to 2025-11-30");
        check("from=2025-11-01&to=2025-11-01", "All accounts, on 2025-11-01");
        check("to=2025-11-01", "All accounts, until 2025-11-01");
    }

    #[test]
    fn names_the_survey_first() {
        check("survey=nps", "Survey nps, all accounts");
        check("survey=nps&account=All", "Survey nps, account All");
    }

    #[test]
    fn says_that_one_user_is_not_a_score() {
        check("user=u1", "All accounts and users");
        check("account=acme&user=u1", "Account acme, all users");
    }

    #[test]
    fn says_whether_there_are_more() {
        assert_eq!(shown_count(0, false), "No responses");
        assert_eq!(shown_count(1, false), "1 response");
        assert_eq!(shown_count(50, true), "The newest 50 responses shown");
        assert_eq!(shown_count(72, false), "All 72 responses shown");
    }
}
