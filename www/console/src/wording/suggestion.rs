//! What a field that suggests something says of it.

use super::count;
use crate::model::{Choices, Phase, Suggestions};

/// How many of what `noun` names match, of which `shown` are in the list.
pub(crate) fn suggested(choices: &Choices, (found, shown): (usize, usize), noun: &str) -> String {
    match (found, choices.is_cut) {
        _ if choices.rows.is_empty() => String::new(),
        (0, true) => format!("No {noun} matches among those seen last."),
        (0, false) => format!("No {noun} matches."),
        _ if shown < found => format!("{shown} of {} shown.", count(found, noun)),
        _ => format!("{}.", count(found, noun)),
    }
}

/// What stands under a field that opens one of what `noun` names.
pub(crate) fn find_help(typed: &str, found: &Suggestions, noun: &str) -> String {
    match &found.phase {
        Phase::Failed(error) => format!("None can be suggested; an ID can be typed. {error}"),
        Phase::Loading if !typed.trim().is_empty() => format!("Looking for each {noun}…"),
        _ if found.choices.is_cut => {
            format!(
                "Type a name or an ID. Suggested are the {} seen last.",
                found.choices.rows.len()
            )
        }
        _ => "Type a name or an ID.".to_owned(),
    }
}

/// What stands under the field for the account.
pub(crate) fn account_help(typed: &str, accounts: &Suggestions) -> String {
    if typed.trim().is_empty() {
        return match &accounts.phase {
            Phase::Failed(error) => format!("No account can be suggested. {error}"),
            _ => "Type its name or ID. Without one, it is the account that they joined last."
                .to_owned(),
        };
    }
    let (is_in, nobody) =
        (accounts.phase == Phase::Idle, "No account of this ID has been seen yet.");
    named(typed, accounts, is_in.then_some(nobody)).unwrap_or_default()
}

/// What stands under the field for the user.
pub(crate) fn user_help(typed: &str, account: &str, people: &Suggestions) -> String {
    if account.trim().is_empty() {
        return "As your product names them. Choose an account to pick from the people in it."
            .into();
    }
    match &people.phase {
        // What is to be said of the account stands by the account.
        Phase::Failed(error) if !error.is("unknown_account") => {
            return format!("Nobody can be suggested. {error}");
        }
        _ => {}
    }
    let unseen =
        "Nobody of this ID has been seen in this account. They find the course when they come.";
    if typed.trim().is_empty() {
        return "Type their name or ID. Somebody who has not been seen yet finds the course when \
                they come."
            .into();
    }
    let is_in = !people.phase.is_loading();
    named(typed, people, is_in.then_some(unseen)).unwrap_or_default()
}

/// The name of what is typed, or what `unseen` says when it is sure that it is not there.
fn named(typed: &str, suggested: &Suggestions, unseen: Option<&str>) -> Option<String> {
    match suggested.choices.of_id(typed) {
        Some(choice) => Some(choice.name.clone().unwrap_or_else(|| choice.id.clone())),
        None => unseen.filter(|_| !suggested.choices.is_cut).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Choice;

    fn some(is_cut: bool) -> Suggestions {
        let rows = vec![Choice { id: "ana".to_owned(), name: Some("Ana Ruiz".to_owned()) }];
        Suggestions { choices: Choices { rows, is_cut }, phase: Phase::Idle }
    }

    #[test]
    fn what_is_known_is_named_and_what_is_not_is_said_to_be_new() {
        assert_eq!(user_help(" ana ", "acme", &some(false)), "Ana Ruiz");
        assert!(user_help("Ana Ruiz", "acme", &some(false)).starts_with("Nobody of this ID"));
        assert_eq!(user_help("bob", "acme", &some(true)), "", "bob may be among the others");
        assert!(account_help("bob", &some(false)).starts_with("No account of this ID"));
        let loading = Suggestions { phase: Phase::Loading, ..some(false) };
        assert_eq!(account_help("bob", &loading), "");
    }

    #[test]
    fn the_count_says_what_is_left_out() {
        let some = |is_cut| some(is_cut).choices;
        assert_eq!(suggested(&some(false), (1, 1), "account"), "1 account.");
        assert_eq!(suggested(&some(false), (120, 50), "user"), "50 of 120 users shown.");
        assert_eq!(suggested(&some(false), (0, 0), "user"), "No user matches.");
        assert_eq!(
            suggested(&some(true), (0, 0), "user"),
            "No user matches among those seen last."
        );
        assert_eq!(suggested(&Choices::default(), (0, 0), "user"), "");
    }
}
