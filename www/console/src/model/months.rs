//! The months over which a score is followed.

use super::Day;

/// How many are shown where nobody has said from when on.
const USUAL_MONTHS: usize = 6;
/// The most that are shown: each is a request.
const MOST_MONTHS: usize = 12;

/// The months from `from` to `to`, the newest last, each by its first and its last day. The first and
/// the last one may be cut by `from` and `to`.
pub(crate) fn months(from: Option<Day>, to: Day) -> Vec<(Day, Day)> {
    let most = if from.is_some() { MOST_MONTHS } else { USUAL_MONTHS };
    let is_in = |last: &Day| from.is_none_or(|from| from <= *last);
    let lasts = std::iter::successors(Some(to), |last| last.end_of_month_before());
    let mut months: Vec<_> = lasts
        .take_while(is_in)
        .take(most)
        .map(|last| {
            let first = last.first_of_month();
            (from.map_or(first, |from| if from > first { from } else { first }), last)
        })
        .collect();
    months.reverse();
    months
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(from: Option<&str>, to: &str, want: &[&str]) {
        let got: Vec<_> = months(from.map(day), day(to))
            .iter()
            .map(|(first, last)| format!("{first} {last}"))
            .collect();
        assert_eq!(got, want);
    }

    #[test]
    fn they_end_with_the_day_that_is_asked_for() {
        let want = ["2026-01-20 2026-01-31", "2026-02-01 2026-02-28", "2026-03-01 2026-03-09"];
        check(Some("2026-01-20"), "2026-03-09", &want);
        check(Some("2026-03-02"), "2026-03-09", &["2026-03-02 2026-03-09"]);
        check(Some("2026-03-10"), "2026-03-09", &[]);
    }

    #[test]
    fn six_unless_it_is_said_from_when_on_and_never_more_than_twelve() {
        let n = |from: Option<&str>| months(from.map(day), day("2026-03-09")).len();
        assert_eq!(n(None), 6);
        assert_eq!(n(Some("2020-01-01")), 12);
        assert_eq!(months(None, day("2026-03-09"))[0].0, day("2025-10-01"));
        assert_eq!(months(None, day("1970-02-01")).len(), 2);
    }
}
