//! Names of our courses and lessons, as IRIs.

use crate::id::{ContentId, ItemId, WorkspaceId};

/// A course, or a lesson of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// The course.
    pub course: ContentId,
    /// The lesson, if it is one.
    pub lesson: Option<ItemId>,
}

impl Activity {
    /// Its IRI: `urn:rumbo:demo:course:basics`, or that with `:lesson:first` after it. A name that
    /// does not depend on where the edge is served.
    #[must_use]
    pub fn iri(&self, workspace: &WorkspaceId) -> String {
        let course = format!("{}:course:{}", home_of(workspace), self.course);
        match &self.lesson {
            Some(lesson) => format!("{course}:lesson:{lesson}"),
            None => course,
        }
    }

    /// Reads such an IRI; `None` for what is none of this workspace.
    #[must_use]
    pub fn of_iri(iri: &str, workspace: &WorkspaceId) -> Option<Self> {
        let rest = iri.strip_prefix(&home_of(workspace))?.strip_prefix(":course:")?;
        let (course, lesson) = match rest.split_once(":lesson:") {
            Some((course, lesson)) => (course, Some(ItemId::try_from(lesson).ok()?)),
            None => (rest, None),
        };
        Some(Self { course: ContentId::try_from(course).ok()?, lesson })
    }
}

/// By which the accounts of people are told from those of other systems.
pub(super) fn home_of(workspace: &WorkspaceId) -> String {
    format!("urn:rumbo:{workspace}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activity_iri_unchanged() {
        let demo = WorkspaceId::try_from("demo").unwrap();
        for iri in ["urn:rumbo:demo:course:basics", "urn:rumbo:demo:course:basics:lesson:first"] {
            assert_eq!(Activity::of_iri(iri, &demo).unwrap().iri(&demo), iri);
        }
        for iri in
            ["urn:rumbo:other:course:basics", "urn:rumbo:demo:course:A b", "https://a.example"]
        {
            assert_eq!(Activity::of_iri(iri, &demo), None);
        }
    }
}
