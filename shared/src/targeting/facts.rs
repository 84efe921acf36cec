//! What is known of a person when something is decided.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Device, EventTest, Window, event::day_of};
use crate::{contact::Contacts, id::UserId, text::Locale, time::UnixMillis};

/// What is known of a person, and of where they are just now.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Who.
    pub user: UserId,
    /// Their traits.
    pub user_traits: Map<String, Value>,
    /// Those of their account; empty for somebody without one.
    pub account_traits: Map<String, Value>,
    /// The address of the page they look at; `None` if they look at none.
    pub page: Option<String>,
    /// Which language they read.
    pub locale: Locale,
    /// What they look at.
    pub device: Device,
    /// How often things happened.
    pub counts: Counts,
    /// What they were asked in other accounts.
    pub elsewhere: Contacts,
    /// The present instant.
    pub now: UnixMillis,
}

/// How often things happened, for each [`Window`] that was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(BTreeMap<Window, u32>);

impl Counts {
    /// Learns how often.
    pub fn learn(&mut self, window: Window, n: u32) {
        self.0.insert(window, n);
    }

    /// How often what `test` counts has happened; 0 if nobody counted.
    #[must_use]
    pub fn of(&self, test: &EventTest, now: UnixMillis) -> u32 {
        self.0.get(&test.window(now)).copied().unwrap_or_default()
    }
}

impl Facts {
    /// Whether `test` holds.
    #[must_use]
    pub fn has_happened(&self, test: &EventTest) -> bool {
        self.counts.of(test, self.now) >= test.at_least
    }

    /// Today by UTC, in days since 1970.
    #[must_use]
    pub const fn today(&self) -> i64 {
        day_of(self.now)
    }

    /// Nothing but who, in which language, and when.
    #[must_use]
    pub fn of(user: UserId, locale: Locale, now: UnixMillis) -> Self {
        Self {
            user,
            user_traits: Map::new(),
            account_traits: Map::new(),
            page: None,
            locale,
            device: Device::default(),
            counts: Counts::default(),
            elsewhere: Contacts::default(),
            now,
        }
    }
}
