//! What becomes of content, in words.

use yew::AttrValue;

use crate::api::{Content, Edit, Head};

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
    /// What is asked before `edit`; `is_typed` where the editor has something that is not saved.
    pub(crate) fn of(edit: &Edit, is_typed: bool) -> Self {
        let (title, detail, action) = match edit {
            Edit::Save(_) => ("Save the draft?".to_owned(), "Nobody sees it yet.", "Save"),
            Edit::Discard => (
                "Discard the draft?".to_owned(),
                "What people see stays. The draft stays among the versions, and you can roll back \
                 to it.",
                "Discard",
            ),
            Edit::Publish if is_typed => (
                "Publish without what you have typed?".to_owned(),
                "Your changes are not saved, so they are not part of the draft. To publish them, \
                 cancel and save the draft first.",
                "Publish without them",
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

/// What brings back how content stood `before` `edit`, step by step; nothing where saving does.
pub(crate) fn reverse(edit: &Edit, before: &Content) -> Vec<Edit> {
    let draft = before.draft.clone().map(Edit::Save);
    match (edit, before.head.published_version) {
        (Edit::Save(_), _) => vec![],
        (Edit::Discard, _) => draft.into_iter().collect(),
        // What is unpublished becomes the draft, unless there is one.
        (Edit::Publish | Edit::RollBack(_), None) => vec![Edit::Unpublish],
        (Edit::Publish, Some(published)) => {
            [Edit::RollBack(published)].into_iter().chain(draft).collect()
        }
        (Edit::Unpublish, Some(published)) if draft.is_some() => vec![Edit::RollBack(published)],
        (Edit::Unpublish, _) => vec![Edit::Publish],
        (Edit::RollBack(_), Some(published)) => vec![Edit::RollBack(published)],
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
        assert_eq!(&*Question::of(&Edit::RollBack(4), false).title, "Roll back to version 4?");
    }

    #[test]
    fn who_publishes_is_told_of_what_is_not_saved() {
        let title = |is_typed| Question::of(&Edit::Publish, is_typed).title;
        assert_eq!(&*title(false), "Publish the draft?");
        assert_eq!(&*title(true), "Publish without what you have typed?");
    }

    #[test]
    fn every_edit_is_taken_back_by_what_the_edge_knows() {
        let check = |edit: Edit, published: Option<u32>, draft: Option<&str>, want: &[Edit]| {
            let head = Head { version: 9, published_version: published, draft_version: None };
            let draft = draft.map(str::to_owned);
            assert_eq!(reverse(&edit, &Content { head, published: None, draft }), want, "{edit:?}");
        };
        let save = || Edit::Save("{}".to_owned());
        check(save(), Some(1), Some("{}"), &[]);
        check(Edit::Discard, Some(1), Some("{}"), &[save()]);
        check(Edit::Publish, None, Some("{}"), &[Edit::Unpublish]);
        check(Edit::Publish, Some(1), Some("{}"), &[Edit::RollBack(1), save()]);
        check(Edit::Unpublish, Some(1), None, &[Edit::Publish]);
        check(Edit::Unpublish, Some(1), Some("{}"), &[Edit::RollBack(1)]);
        check(Edit::RollBack(4), None, None, &[Edit::Unpublish]);
        check(Edit::RollBack(4), Some(2), Some("{}"), &[Edit::RollBack(2)]);
    }
}
