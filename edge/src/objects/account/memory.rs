//! What an object remembers between two calls.
//!
//! Everything that writes to its database goes through it, so what it remembers is true; an
//! object that starts anew remembers nothing and reads again.

use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use shared::{
    content::Content,
    id::UserId,
    placement::{Journey, Team},
    time::UnixMillis,
};

/// How stale "last seen" may be. Finer would write a row with every event.
const SEEN_GRAIN_MS: i64 = 60 * 1000;
/// The most journeys and users that are remembered: an object shares its isolate's memory.
const MAX_JOURNEYS: usize = 200;
const MAX_USERS: usize = 10_000;

/// What an object remembers of its database.
#[derive(Debug, Default)]
pub(super) struct Memory {
    users: HashMap<UserId, UnixMillis>,
    account: Option<UnixMillis>,
    /// How many users are in the account, once counted.
    pub(super) n_members: Option<u32>,
    journeys: BTreeMap<UserId, Journey>,
    /// What was done for all, as it is stored.
    pub(super) team: Option<Team>,
    /// The content of which everything it asks for is counted, but for the last few events.
    pub(super) counted: Option<Rc<[Content]>>,
    /// How many events are not counted yet, once that was looked at.
    pub(super) n_uncounted: Option<i64>,
}

impl Memory {
    /// Whether it is to be written that `user` was seen at `at`; it is remembered as written.
    pub(super) fn is_news_of(&mut self, user: &UserId, at: UnixMillis) -> bool {
        match self.users.get_mut(user) {
            Some(seen) if at < seen.plus(SEEN_GRAIN_MS) => false,
            Some(seen) => {
                *seen = at;
                true
            }
            None => {
                if self.users.len() >= MAX_USERS {
                    self.users.clear();
                }
                self.users.insert(user.clone(), at);
                self.n_members = None;
                true
            }
        }
    }

    /// The same for the account.
    pub(super) fn is_news_of_account(&mut self, at: UnixMillis) -> bool {
        let is_news = self.account.is_none_or(|seen| at >= seen.plus(SEEN_GRAIN_MS));
        if is_news {
            self.account = Some(at);
        }
        is_news
    }

    /// The journey of `user`, if it is remembered.
    pub(super) fn journey(&self, user: &UserId) -> Option<&Journey> {
        self.journeys.get(user)
    }

    /// Remembers the journey of `user` as it is stored.
    pub(super) fn keep_journey(&mut self, user: UserId, journey: Journey) {
        if self.journeys.len() >= MAX_JOURNEYS {
            self.journeys.clear();
        }
        self.journeys.insert(user, journey);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presence_is_news_once_a_minute() {
        let mut memory = Memory::default();
        let ana = UserId::try_from("ana").unwrap();
        assert!(memory.is_news_of(&ana, UnixMillis(0)));
        memory.n_members = Some(1);
        assert!(!memory.is_news_of(&ana, UnixMillis(SEEN_GRAIN_MS - 1)));
        assert!(memory.is_news_of(&ana, UnixMillis(SEEN_GRAIN_MS)));
        assert_eq!(memory.n_members, Some(1));
        assert!(memory.is_news_of_account(UnixMillis(0)));
        assert!(!memory.is_news_of_account(UnixMillis(1)));
    }

    #[test]
    fn somebody_new_is_counted_anew() {
        let mut memory = Memory { n_members: Some(1), ..Memory::default() };
        memory.is_news_of(&UserId::try_from("bob").unwrap(), UnixMillis(0));
        assert_eq!(memory.n_members, None);
    }
}
