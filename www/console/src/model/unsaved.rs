//! What was typed and is not saved.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

/// What somebody typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Typed {
    /// The text.
    pub(crate) text: String,
    /// The version that they began from, of what has versions; `None` once they have seen what is
    /// newest.
    pub(crate) version: Option<u32>,
}

/// What was typed and is not saved, by the link of the page it was typed in.
///
/// In memory and not in the browser's storage: it is a workspace's, and may be on a computer that
/// others use. A clone is the same one. It tells nobody when it changes: who types does not have
/// the page drawn again with each key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Unsaved {
    kept: Rc<RefCell<BTreeMap<String, Typed>>>,
    workspace: Rc<RefCell<String>>,
}

impl PartialEq for Unsaved {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.kept, &other.kept)
    }
}

impl Unsaved {
    /// Says whose it is. Who signs in to another workspace finds nothing of the last one.
    pub(crate) fn belong_to(&self, workspace: &str) {
        if self.workspace.replace(workspace.to_owned()) != workspace {
            self.clear();
        }
    }

    /// What was typed in the page at `link`.
    pub(crate) fn typed(&self, link: &str) -> Option<Typed> {
        self.kept.borrow().get(link).cloned()
    }

    /// The version that what was typed at `link` was begun from, if it still matters.
    pub(crate) fn version(&self, link: &str) -> Option<u32> {
        self.kept.borrow().get(link)?.version
    }

    /// Keeps `text`. It was begun from `version`, unless some text is kept already.
    pub(crate) fn keep(&self, link: &str, text: String, version: Option<u32>) {
        let mut kept = self.kept.borrow_mut();
        let typed = kept.entry(link.to_owned()).or_insert(Typed { text: String::new(), version });
        typed.text = text;
    }

    /// Forgets what was typed at `link`: it is saved, or taken back.
    pub(crate) fn forget(&self, link: &str) {
        self.kept.borrow_mut().remove(link);
    }

    /// `text` is saved. What was typed since is kept.
    pub(crate) fn saved(&self, link: &str, text: &str) {
        if self.typed(link).is_some_and(|typed| typed.text == text) {
            self.forget(link);
        } else {
            self.caught_up(link);
        }
    }

    /// Who typed at `link` has seen what is newest there, and goes on from that.
    pub(crate) fn caught_up(&self, link: &str) {
        if let Some(typed) = self.kept.borrow_mut().get_mut(link) {
            typed.version = None;
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.kept.borrow_mut().clear();
    }

    /// The links of the pages in which something was typed.
    pub(crate) fn links(&self) -> Vec<String> {
        self.kept.borrow().keys().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "#/content?kind=survey&id=nps";

    fn typed(texts: &[(&str, u32)]) -> Unsaved {
        let unsaved = Unsaved::default();
        for (text, version) in texts {
            unsaved.keep(LINK, (*text).to_owned(), Some(*version));
        }
        unsaved
    }

    #[test]
    fn what_is_typed_on_is_of_the_version_it_was_begun_from() {
        let unsaved = typed(&[("a", 3), ("ab", 4)]);
        let want = Typed { text: "ab".to_owned(), version: Some(3) };
        assert_eq!(unsaved.typed(LINK), Some(want));
        unsaved.caught_up(LINK);
        assert_eq!(unsaved.version(LINK), None);
    }

    #[test]
    fn a_save_forgets_what_was_saved_and_not_what_was_typed_since() {
        let unsaved = typed(&[("a", 3), ("ab", 3)]);
        unsaved.saved(LINK, "a");
        assert_eq!(unsaved.links(), [LINK]);
        unsaved.saved(LINK, "ab");
        assert!(unsaved.links().is_empty());
    }

    #[test]
    fn another_workspace_finds_nothing() {
        let unsaved = Unsaved::default();
        unsaved.belong_to("One");
        unsaved.keep(LINK, "a".to_owned(), None);
        unsaved.belong_to("One");
        assert_eq!(unsaved.links(), [LINK]);
        unsaved.belong_to("Two");
        assert!(unsaved.links().is_empty());
    }
}
