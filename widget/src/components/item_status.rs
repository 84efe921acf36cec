//! [`ItemStatus`]: how an item of a checklist stands.

use shared::checklist::{ChecklistView, Progress};

use super::icons;

/// How an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemStatus {
    /// Done.
    Done,
    /// Left out.
    Skipped,
    /// The first that the person can do now.
    Next,
    /// Can be done now.
    Open,
    /// The vendor's staff is at it.
    Vendors,
    /// Waits for others of the list.
    Locked,
}

impl ItemStatus {
    /// One status for each item, in order.
    pub(super) fn all(checklist: &ChecklistView, progress: &Progress) -> Vec<Self> {
        let mut open = Self::Next;
        let items = checklist.items.iter();
        items
            .map(|item| {
                if progress.is_completed(&item.id) {
                    Self::Done
                } else if progress.is_skipped(&item.id) {
                    Self::Skipped
                } else if progress.is_locked(checklist, &item.id) {
                    Self::Locked
                } else if item.is_vendors {
                    Self::Vendors
                } else {
                    // Only the first of them is next.
                    std::mem::replace(&mut open, Self::Open)
                }
            })
            .collect()
    }

    /// What the style sheet calls it.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Skipped => "skipped",
            Self::Next => "next",
            Self::Open => "open",
            Self::Vendors => "vendors",
            Self::Locked => "locked",
        }
    }

    pub(super) const fn icon(self) -> &'static str {
        match self {
            Self::Done => icons::DONE,
            Self::Skipped => icons::SKIPPED,
            Self::Next | Self::Open => icons::TO_DO,
            Self::Vendors => icons::CLOCK,
            Self::Locked => icons::LOCKED,
        }
    }

    /// Whether the person can do it now.
    pub(super) const fn is_open(self) -> bool {
        matches!(self, Self::Next | Self::Open)
    }
}
