//! [`ContactPolicy`]: how often people may be interrupted.

use serde::{Deserialize, Serialize};

use crate::time::{DAY_MS, UnixMillis};

/// How often people may be interrupted, over all that a workspace asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactPolicy {
    /// Nothing interrupts anybody.
    pub paused: bool,
    /// Nothing interrupts anybody before this instant.
    #[serde(with = "crate::time::rfc3339_optional")]
    pub paused_until: Option<UnixMillis>,
    /// The least days between two surveys that one person sees.
    pub recontact_days: u32,
    /// The least days of quiet after a person sent something away.
    pub quiet_days: u32,
}

impl Default for ContactPolicy {
    /// Two weeks.
    fn default() -> Self {
        Self { paused: false, paused_until: None, recontact_days: 14, quiet_days: 14 }
    }
}

/// What a person was asked before, by other surveys than the one in question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contacts {
    /// When they last saw one.
    pub seen_at: Option<UnixMillis>,
    /// When they last sent one away.
    pub dismissed_at: Option<UnixMillis>,
}

impl Contacts {
    /// These and `others`: what was last.
    #[must_use]
    pub fn with(self, others: Self) -> Self {
        Self {
            seen_at: self.seen_at.max(others.seen_at),
            dismissed_at: self.dismissed_at.max(others.dismissed_at),
        }
    }
}

/// `days` after `at`.
pub(super) const fn after(at: UnixMillis, days: u32) -> UnixMillis {
    // A u32 of days cannot overflow.
    at.plus(days as i64 * DAY_MS)
}
