//! Numbers in sentences.

use std::cell::Cell;

thread_local! {
    /// How whole numbers are written; as in English until it is said.
    static WRITE: Cell<fn(usize) -> String> = const { Cell::new(grouped) };
}

/// Has whole numbers written by `write` from now on: as the reader does, which only the browser
/// knows. Not an argument of each sentence: the reader stays the same for as long as the page does.
pub(crate) fn write_numbers_by(write: fn(usize) -> String) {
    WRITE.set(write);
}

/// A whole number: `1,234`.
pub(crate) fn number(n: usize) -> String {
    WRITE.get()(n)
}

/// `n` things, with the noun in its right form: `1 answer`, `1,234 answers`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", number(n))
}

/// How many rows of a list are shown, and whether there are more: `The first 50 accounts shown`.
pub(crate) fn listed(n: usize, has_more: bool, noun: &str) -> String {
    let things = match (n, noun) {
        (1, "person") => "1 person".to_owned(),
        (n, "person") => format!("{} people", number(n)),
        (n, noun) => count(n, noun),
    };
    match (n, has_more) {
        (0, _) => String::new(),
        (_, true) => format!("The first {things} shown"),
        (_, false) => things,
    }
}

/// A whole number with its sign, with a true minus: `30`, `−12`.
pub(crate) fn signed(value: f64) -> String {
    let sign = if value.round() < 0.0 { "\u{2212}" } else { "" };
    format!("{sign}{:.0}", value.abs().round())
}

/// `1234567` as English has it, `1,234,567`.
fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_agree_with_their_noun() {
        for (n, want) in [
            (0, "0 answers"),
            (1, "1 answer"),
            (2, "2 answers"),
            (999, "999 answers"),
            (1_000, "1,000 answers"),
            (1_234_567, "1,234,567 answers"),
        ] {
            assert_eq!(count(n, "answer"), want);
        }
    }

    #[test]
    fn a_list_says_whether_there_is_more() {
        assert_eq!(listed(0, false, "account"), "");
        assert_eq!(listed(1, false, "person"), "1 person");
        assert_eq!(listed(2, false, "person"), "2 people");
        assert_eq!(listed(50, true, "account"), "The first 50 accounts shown");
    }

    #[test]
    fn a_negative_number_has_a_true_minus_and_zero_has_none() {
        for (value, want) in
            [(33.33, "33"), (-48.5, "\u{2212}49"), (-0.2, "0"), (-0.0, "0"), (100.0, "100")]
        {
            assert_eq!(signed(value), want);
        }
    }
}
