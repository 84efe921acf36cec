//! [`Scene`]: everything a decision is made by, but for the person's own way.

use crate::{
    contact::ContactPolicy, content::Content, targeting::Facts, time::UnixMillis, wording::Wording,
};

/// What a workspace has published, what it allows, and what is known of a person.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// Everything published, in order of id.
    pub content: &'a [Content],
    /// How often people may be interrupted.
    pub policy: &'a ContactPolicy,
    /// What is known of the person.
    pub facts: &'a Facts,
    /// How their language says things.
    pub words: &'a dyn Wording,
}

impl Scene<'_> {
    /// The present instant.
    pub(super) const fn now(&self) -> UnixMillis {
        self.facts.now
    }
}

impl std::fmt::Debug for Scene<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scene").field("facts", self.facts).finish_non_exhaustive()
    }
}
