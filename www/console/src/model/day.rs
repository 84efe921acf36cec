//! Calendar days.

use std::{fmt, str::FromStr};

use thiserror::Error;

/// A day of the operator's own calendar, without a time zone.
///
/// Shape: `YYYY-MM-DD`, as a date input and a link have it; years `1970..=9999`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day {
    year: u16,
    month: u8,
    date: u8,
}

/// Not a day of the calendar written as `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a day written as YYYY-MM-DD")]
pub(crate) struct InvalidDay;

impl Day {
    /// Year, month `1..=12` and day of the month `1..=31`.
    pub(crate) const fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.date)
    }

    /// The first day of its month.
    pub(crate) const fn first_of_month(self) -> Self {
        Self { date: 1, ..self }
    }

    /// The last day of the month before its own; `None` before the first there is.
    pub(crate) fn end_of_month_before(self) -> Option<Self> {
        let (year, month) =
            if self.month == 1 { (self.year - 1, 12) } else { (self.year, self.month - 1) };
        let date = u8::try_from(days_in_month(year, month.into())).ok()?;
        (year >= 1970).then_some(Self { year, month, date })
    }
}

impl FromStr for Day {
    type Err = InvalidDay;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let well_formed = text.len() == 10
            && text.bytes().enumerate().all(|(i, byte)| match i {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !well_formed {
            return Err(InvalidDay);
        }
        let mut parts = text.split('-').map(|part| part.parse::<u16>().map_err(|_| InvalidDay));
        let mut part = || parts.next().unwrap_or(Err(InvalidDay));
        let (year, month, day) = (part()?, part()?, part()?);
        if !(1970..=9999).contains(&year) || day == 0 || day > days_in_month(year, month) {
            return Err(InvalidDay);
        }
        let small = |part: u16| u8::try_from(part).map_err(|_| InvalidDay);
        Ok(Self { year, month: small(month)?, date: small(day)? })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.date)
    }
}

/// How many days `month` has in `year`; none if there is no such month.
const fn days_in_month(year: u16, month: u16) -> u16 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, valid: bool) {
        let shown = text.parse::<Day>().map(|day| day.to_string());
        assert_eq!(shown, if valid { Ok(text.to_owned()) } else { Err(InvalidDay) });
    }

    #[test]
    fn accepts_days_of_the_calendar() {
        for text in ["1970-01-01", "2024-02-29", "2000-02-29", "2025-11-30", "9999-12-31"] {
            check(text, true);
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            "2025-02-29",
            "1900-02-29",
            "2025-11-31",
            "2025-13-01",
            "2025-00-10",
            "2025-10-00",
            "1969-12-31",
            "2025-1-1",
            "25-11-2025",
            "2025/11/01",
            "+025-11-01",
            "2025-11-01T00:00",
            "２０２５-11-01",
        ] {
            check(text, false);
        }
    }
}
