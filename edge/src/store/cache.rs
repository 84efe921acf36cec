//! What an isolate remembers of D1.

use std::{cell::RefCell, collections::HashMap, hash::Hash};

use shared::time::UnixMillis;

/// The most entries a cache holds. Beyond it, it starts over: wrong keys must not fill
/// the memory of an isolate.
const MAX_ENTRIES: usize = 1_000;
/// How long a value whose time is over may serve others while somebody reads it anew.
const GRACE_MS: i64 = 1_000;

/// Values remembered for a fixed time.
#[derive(Debug)]
pub(super) struct Cache<K, V> {
    ttl_ms: i64,
    entries: RefCell<HashMap<K, Entry<V>>>,
}

#[derive(Debug)]
struct Entry<V> {
    value: V,
    until: UnixMillis,
    /// Whether somebody reads it anew.
    is_awaited: bool,
}

impl<K: Eq + Hash, V: Clone> Cache<K, V> {
    /// Remembers values for `ttl_ms` milliseconds.
    pub(super) fn new(ttl_ms: i64) -> Self {
        Self { ttl_ms, entries: RefCell::default() }
    }

    /// What is remembered of `key` at `now`. When its time is over the first who asks is answered
    /// `None`, and reads it anew; those who ask in the moment after go on with what is remembered,
    /// or else all requests under way would read the same.
    pub(super) fn get(&self, key: &K, now: UnixMillis) -> Option<V> {
        let mut entries = self.entries.borrow_mut();
        let entry = entries.get_mut(key)?;
        if now >= entry.until {
            let is_first = !std::mem::replace(&mut entry.is_awaited, true);
            if is_first || now >= entry.until.plus(GRACE_MS) {
                return None;
            }
        }
        Some(entry.value.clone())
    }

    /// What was remembered of `key` last, however long ago.
    pub(super) fn last(&self, key: &K) -> Option<V> {
        self.entries.borrow().get(key).map(|entry| entry.value.clone())
    }

    /// Forgets everything.
    pub(super) fn clear(&self) {
        self.entries.borrow_mut().clear();
    }

    /// Remembers `value` from `now` on.
    pub(super) fn put(&self, key: K, value: V, now: UnixMillis) {
        let mut entries = self.entries.borrow_mut();
        if entries.len() >= MAX_ENTRIES {
            entries.clear();
        }
        let until = now.plus(self.ttl_ms);
        entries.insert(key, Entry { value, until, is_awaited: false });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_one_read_anew_and_the_others_go_on_for_a_moment() {
        let cache = Cache::new(10);
        cache.put(0, "a", UnixMillis(5));
        assert_eq!(cache.get(&0, UnixMillis(14)), Some("a"));
        assert_eq!((cache.get(&0, UnixMillis(15)), cache.last(&0)), (None, Some("a")));
        assert_eq!(cache.get(&0, UnixMillis(15)), Some("a"));
        // Whoever was to read it may have failed: what is old is not kept up by that.
        let over = UnixMillis(15 + GRACE_MS);
        assert_eq!((cache.get(&0, over), cache.get(&0, over)), (None, None));
        cache.put(0, "b", over);
        assert_eq!(cache.get(&0, over), Some("b"));
    }

    #[test]
    fn never_grows_without_bound() {
        let cache = Cache::new(10);
        for key in 0..5_000 {
            cache.put(key, "b", UnixMillis(20));
        }
        assert!(cache.entries.borrow().len() <= MAX_ENTRIES);
    }
}
