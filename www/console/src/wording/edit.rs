//! What becomes of content, in words.

use yew::AttrValue;

use crate::api::{Edit, Head};

/// What is asked before something that others will see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Question {
    /// The question.
    pub(crate) title: AttrValue,
    /// What will come of a yes.
    pub(crate) detail: AttrValue,
    /// What the yes says.
    pub(crate) action: AttrValue,
}

impl Question {
    /// What is asked before `edit`.
    pub(crate) fn of(edit: &Edit) -> Self {
        let (title, detail, action) = match edit {
            Edit::Save(_) => ("Save the draft?".to_owned(), "Nobody sees it yet.", "Save"),
            Edit::Discard => (
                "Discard the draft?".to_owned(),
                "What people see stays. The draft stays among the versions, and you can roll back \
                 to it.",
                "Discard",
            ),
            Edit::Publish => (
                "Publish the draft?".to_owned(),
                "Everybody who is meant sees it within ten seconds. How far people are in it is \
                 kept. You can roll back to the version from before.",
                "Publish",
            ),
            Edit::Unpublish => (
                "Unpublish it?".to_owned(),
                "Nobody sees it from then on, within ten seconds. How far people are in it is kept, \
                 and publishing brings it back.",
                "Unpublish",
            ),
            Edit::RollBack(version) => (
                format!("Roll back to version {version}?"),
                "It is published again as a new version: people see it within ten seconds. A draft \
                 stays a draft.",
                "Roll back",
            ),
        };
        Self { title: title.into(), detail: detail.into(), action: action.into() }
    }
}

/// What came of `edit`: `head` is how it stands, `before` was the newest version.
pub(crate) fn edit_told(edit: &Edit, head: &Head, before: u32) -> String {
    match edit {
        _ if head.version == before && matches!(edit, Edit::Save(_)) => {
            format!("Version {before} says the same already: nothing to save.")
        }
        Edit::Save(_) => format!("Saved as version {}, a draft.", head.version),
        Edit::Discard => "The draft is discarded.".to_owned(),
        Edit::Publish => "Published.".to_owned(),
        Edit::Unpublish => "Unpublished. Nobody sees it.".to_owned(),
        Edit::RollBack(version) => {
            format!("Version {version} is published again, as version {}.", head.version)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_save_that_changes_nothing_says_so() {
        let head = |version| Head { version, published_version: None, draft_version: None };
        let save = Edit::Save("{}".to_owned());
        assert_eq!(edit_told(&save, &head(3), 2), "Saved as version 3, a draft.");
        let told = edit_told(&save, &head(2), 2);
        assert_eq!(told, "Version 2 says the same already: nothing to save.");
    }

    #[test]
    fn a_roll_back_is_asked_for_by_its_version() {
        assert_eq!(&*Question::of(&Edit::RollBack(4)).title, "Roll back to version 4?");
    }
}
