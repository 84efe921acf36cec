//! Numbers in sentences.

/// `n` things, with the noun in its right form: `1 answer`, `1,234 answers`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(n))
}

/// How many rows of a list are shown, and whether there are more: `The first 50 accounts shown`.
pub(crate) fn listed(n: usize, has_more: bool, noun: &str) -> String {
    let things = match (n, noun) {
        (1, "person") => "1 person".to_owned(),
        (n, "person") => format!("{} people", grouped(n)),
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

/// `1234567` as `1,234,567`.
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
