//! How content stands, in words.

use crate::api::{Head, VersionState};

/// How a piece of content stands, by its published version and its draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// People see it, and nothing else is to be published.
    Published,
    /// People see it, and a draft differs from what they see.
    Differs,
    /// Nobody sees it yet.
    Draft,
    /// Nobody sees it, and nothing is to be published.
    Withdrawn,
}

impl Standing {
    /// By the numbers of its versions.
    pub(crate) const fn of(published: Option<u32>, draft: Option<u32>) -> Self {
        match (published, draft) {
            (Some(_), None) => Self::Published,
            (Some(_), Some(_)) => Self::Differs,
            (None, Some(_)) => Self::Draft,
            (None, None) => Self::Withdrawn,
        }
    }

    /// In a few words.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Published => "Published",
            Self::Differs => "Published, draft differs",
            Self::Draft => "Draft",
            Self::Withdrawn => "Withdrawn",
        }
    }

    /// The class of its badge.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Published => "good",
            Self::Differs => "changed",
            Self::Draft | Self::Withdrawn => "plain",
        }
    }
}

/// What people see, and whether something else is to be published.
pub(crate) fn standing_told(head: &Head) -> String {
    match (head.published_version, head.draft_version) {
        (Some(published), Some(draft)) => {
            format!("People see version {published}. Version {draft} is a draft.")
        }
        (Some(published), None) => format!("People see version {published}. There is no draft."),
        (None, Some(draft)) => format!("Nobody sees it. Version {draft} is a draft."),
        (None, None) => "Nobody sees it, and there is no draft.".to_owned(),
    }
}

/// Which version is the one to go on from; `None` where there is only history.
pub(crate) fn newest_told(head: &Head) -> Option<String> {
    match (head.draft_version, head.published_version) {
        (Some(draft), _) => Some(format!("Version {draft}, the draft")),
        (None, Some(published)) => Some(format!("Version {published}, as people see it")),
        (None, None) => None,
    }
}

/// What became of a version, in a word.
pub(crate) const fn version_state(state: VersionState) -> &'static str {
    match state {
        VersionState::Draft => "Draft",
        VersionState::Published => "Published",
        VersionState::Superseded => "Superseded",
        VersionState::Unpublished => "Unpublished",
        VersionState::Discarded => "Discarded",
        VersionState::Unknown => "Unknown",
    }
}

/// A kind of content by its name on the wire; one that is not known here as it is.
pub(crate) fn kind_name(kind: &str) -> &str {
    match kind {
        "checklist" => "Checklist",
        "survey" => "Survey",
        "course" => "Course",
        other => other,
    }
}
