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
        "path" => "Is the course before it on the path done?",
        "enrolled" => "Are they enrolled in the course?",
        "completed" => "Is the course still to be done?",
        other => other,
    }
}

/// Why a gate says no, in words for anybody, and for authors where in the content that is written: the
/// edge says both at once, `all[0].user.role asks for …`, with code in backticks.
pub(crate) fn gate_detail(detail: &str) -> (String, Option<&str>) {
    let (place, words) = match detail.split_once(" asks for ") {
        Some((place, wants)) => (Some(place), format!("it asks for {wants}")),
        None => (None, detail.to_owned()),
    };
    let mut quoted = String::new();
    for (i, part) in words.split('`').enumerate() {
        quoted.push_str(match i {
            0 => "",
            i if i % 2 == 1 => "“",
            _ => "”",
        });
        quoted.push_str(part);
    }
    (quoted, place)
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
    fn what_it_lacks_is_told_in_words_with_its_place_apart() {
        let detail = "all[0].user.role asks for another value of the user's trait `role`";
        let (words, place) = gate_detail(detail);
        assert_eq!(words, "it asks for another value of the user's trait “role”");
        assert_eq!(place, Some("all[0].user.role"));
        assert_eq!(gate_detail("it was sent away"), ("it was sent away".to_owned(), None));
    }

    #[test]
    fn a_new_gate_is_named_as_it_is() {
        assert_eq!(gate_question("weather"), "weather");
    }
}
