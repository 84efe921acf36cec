//! What may stand in the way of showing something, in words.

/// What is asked of a gate by its name on the wire. A gate that is not known here is named as it is.
pub(crate) fn gate_question(gate: &str) -> &str {
    match gate {
        "published" => "Is it published?",
        "segment" => "Is this person meant?",
        "trigger" => "Has what makes it due happened?",
        "dates" => "Does it run just now?",
        "answered" => "Is an answer still missing?",
        "dismissed" => "Was it not sent away?",
        "snoozed" => "Was it not put off?",
        "pause" => "Does the contact policy let people be asked?",
        "recontact" => "Is the last survey long enough ago?",
        "quiet" => "Has it been quiet long enough since something was sent away?",
        "priority" => "Does nothing more urgent come first?",
        other => other,
    }
}

/// What it comes to: `3 of 8 gates say no`.
pub(crate) fn gates_summary(n_shut: usize, n_all: usize) -> String {
    match (n_shut, n_all) {
        (0, _) => "Every gate says yes".to_owned(),
        (1, 1) => "The one gate says no".to_owned(),
        (1, _) => format!("1 of {n_all} gates says no"),
        _ => format!("{n_shut} of {n_all} gates say no"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_agrees_with_its_numbers() {
        assert_eq!(gates_summary(0, 8), "Every gate says yes");
        assert_eq!(gates_summary(1, 8), "1 of 8 gates says no");
        assert_eq!(gates_summary(2, 8), "2 of 8 gates say no");
    }

    #[test]
    fn a_new_gate_is_named_as_it_is() {
        assert_eq!(gate_question("weather"), "weather");
    }
}
