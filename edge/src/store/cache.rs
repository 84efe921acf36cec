//! What an isolate remembers of D1.

use std::{cell::RefCell, collections::HashMap, hash::Hash};

use shared::time::UnixMillis;

/// The most entries a cache holds. Beyond it, it starts over: wrong keys must not fill
/// the memory of an isolate.
const MAX_ENTRIES: usize = 1_000;

/// Values remembered for a fixed time.
#[derive(Debug)]
pub(super) struct Cache<K, V> {
    ttl_ms: i64,
    entries: RefCell<HashMap<K, (V, UnixMillis)>>,
}

impl<K: Eq + Hash, V: Clone> Cache<K, V> {
    /// Remembers values for `ttl_ms` milliseconds.
    pub(super) fn new(ttl_ms: i64) -> Self {
        Self { ttl_ms, entries: RefCell::default() }
    }

    /// What is remembered of `key` at `now`.
    pub(super) fn get(&self, key: &K, now: UnixMillis) -> Option<V> {
        let entries = self.entries.borrow();
        entries.get(key).filter(|(_, until)| now < *until).map(|(value, _)| value.clone())
    }

    /// What was remembered of `key` last, however long ago.
    pub(super) fn last(&self, key: &K) -> Option<V> {
        self.entries.borrow().get(key).map(|(value, _)| value.clone())
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
        entries.insert(key, (value, now.plus(self.ttl_ms)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forgets_after_its_time_and_never_grows_without_bound() {
        let cache = Cache::new(10);
        cache.put(0, "a", UnixMillis(5));
        assert_eq!(cache.get(&0, UnixMillis(14)), Some("a"));
        assert_eq!((cache.get(&0, UnixMillis(15)), cache.last(&0)), (None, Some("a")));
        for key in 0..5_000 {
            cache.put(key, "b", UnixMillis(20));
        }
        assert!(cache.entries.borrow().len() <= MAX_ENTRIES);
    }
}
