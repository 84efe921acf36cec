//! How long ago something was.

use super::count;
use crate::model::UnixMillis;

const MINUTE_MS: f64 = 60_000.0;
/// Upper bound in minutes, minutes in the unit, unit. Months and years are mean ones: the exact time
/// is always beside.
const UNITS: [(f64, f64, &str); 6] = [
    (60.0, 1.0, "minute"),
    (1_440.0, 60.0, "hour"),
    (10_080.0, 1_440.0, "day"),
    (43_830.0, 10_080.0, "week"),
    (525_960.0, 43_830.0, "month"),
    (f64::INFINITY, 525_960.0, "year"),
];

/// How long before `now` something was, in its greatest whole unit: `3 hours ago`.
///
/// Less than a minute, or a future that clocks apart explain, is `just now`.
pub(crate) fn age(at: UnixMillis, now: UnixMillis) -> String {
    lasting(at, now).map_or_else(|| "just now".to_owned(), |span| format!("{span} ago"))
}

/// How long something has lasted that began at `from`: `3 hours`. `None` where [`age`] is `just now`.
pub(crate) fn lasting(from: UnixMillis, now: UnixMillis) -> Option<String> {
    let minutes = ((now.0 - from.0) / MINUTE_MS).floor();
    let &(_, size, noun) = UNITS.iter().find(|(below, ..)| minutes < *below)?;
    (minutes >= 1.0).then(|| count(whole(minutes / size), noun))
}

/// How long after `now` something will be, rounded in its greatest unit: `in 3 days`.
///
/// Less than a minute, or a past that clocks apart explain, is `in a moment`.
pub(crate) fn ahead(at: UnixMillis, now: UnixMillis) -> String {
    let minutes = ((at.0 - now.0) / MINUTE_MS).floor();
    let unit = UNITS.iter().find(|(below, ..)| minutes < *below);
    match unit {
        Some(&(_, size, noun)) if minutes >= 1.0 => {
            format!("in {}", count(whole((minutes / size).round()), noun))
        }
        _ => "in a moment".to_owned(),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, and the value is at least 1"
)]
const fn whole(value: f64) -> usize {
    value as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: f64 = 1_763_763_328_000.0;

    #[test]
    fn what_will_be_is_told_by_its_greatest_unit() {
        let told = |ms: f64| ahead(UnixMillis(NOW + ms), UnixMillis(NOW));
        assert_eq!(told(3.4 * 86_400_000.0), "in 3 days");
        assert_eq!(told(13.99 * 86_400_000.0), "in 2 weeks");
        assert_eq!(told(60_000.0), "in 1 minute");
        assert_eq!(told(59_000.0), "in a moment");
        assert_eq!(told(-1.0), "in a moment");
    }

    #[track_caller]
    fn check(minutes_before: f64, want: &str) {
        assert_eq!(age(UnixMillis(NOW - minutes_before * MINUTE_MS), UnixMillis(NOW)), want);
    }

    #[test]
    fn says_the_greatest_whole_unit() {
        check(0.5, "just now");
        check(1.0, "1 minute ago");
        check(59.9, "59 minutes ago");
        check(60.0, "1 hour ago");
        check(1_439.0, "23 hours ago");
        check(1_440.0, "1 day ago");
        check(10_080.0, "1 week ago");
        check(43_830.0, "1 month ago");
        check(525_959.0, "11 months ago");
        check(1_100_000.0, "2 years ago");
    }

    #[test]
    fn clocks_apart_are_not_the_future() {
        check(-3.0, "just now");
    }

    #[test]
    fn what_is_not_a_time_does_no_harm() {
        assert_eq!(age(UnixMillis(f64::NAN), UnixMillis(NOW)), "just now");
    }
}
