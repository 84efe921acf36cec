//! [`Tally`]: how many tests passed and failed, by the runners' own account.

use std::{fmt, ops::AddAssign};

/// A number of tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) passed: usize,
    pub(super) failed: usize,
}

impl Tally {
    /// Reads a line of `cargo test`: `test result: ok. 3 passed; 0 failed; …`.
    pub(super) fn of_cargo(line: &str) -> Self {
        let Some(counts) = line.strip_prefix("test result: ") else { return Self::default() };
        let count = |word: &str| {
            counts
                .split(['.', ';'])
                .filter_map(|part| part.trim().strip_suffix(word)?.trim().parse::<usize>().ok())
                .sum()
        };
        Self { passed: count("passed"), failed: count("failed") }
    }

    /// Reads a line of the summary of `node --test`: `ℹ pass 3`. A cancelled test has failed.
    pub(super) fn of_node(line: &str) -> Self {
        let count = |word: &str| {
            line.strip_prefix("ℹ ")
                .and_then(|line| line.strip_prefix(word)?.trim().parse::<usize>().ok())
                .unwrap_or(0)
        };
        Self { passed: count("pass "), failed: count("fail ") + count("cancelled ") }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(got: Tally, passed: usize, failed: usize) {
        assert_eq!(got, Tally { passed, failed });
    }

    #[test]
    fn reads_cargo() {
        let line =
            "test result: FAILED. 31 passed; 2 failed; 0 ignored; 0 measured; 1 filtered out";
        check(Tally::of_cargo(line), 31, 2);
        check(Tally::of_cargo("test nps::tests::x ... ok"), 0, 0);
    }

    #[test]
    fn reads_node() {
        check(Tally::of_node("ℹ pass 7"), 7, 0);
        check(Tally::of_node("ℹ fail 1"), 0, 1);
        check(Tally::of_node("ℹ cancelled 2"), 0, 2);
        check(Tally::of_node("✔ pass 7"), 0, 0);
    }

    #[test]
    fn the_total_is_one_plain_line() {
        assert_eq!(Tally { passed: 12, failed: 0 }.to_string(), "12 passed, 0 failed");
    }
}
