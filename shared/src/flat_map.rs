//! [`FlatMap`]: a map that is one sorted row.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
};

use crate::id::ItemId;

/// What is known of items, by their ids and in their order.
///
/// For as few items as a person meets in one piece of content. It is stored and sent as a
/// `BTreeMap` would be; that weighs a kilobyte more in the widget's Wasm for each type of value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlatMap<V>(Vec<(ItemId, V)>);

impl<V> FlatMap<V> {
    /// Whether nothing is known.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Of how many items something is known.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// What is known of `item`.
    #[must_use]
    pub fn get(&self, item: &ItemId) -> Option<&V> {
        self.0.iter().find(|(id, _)| id == item).map(|(_, value)| value)
    }

    /// Whether anything is known of `item`.
    #[must_use]
    pub fn contains_key(&self, item: &ItemId) -> bool {
        self.get(item).is_some()
    }

    /// Sets what is known of `item`.
    pub fn insert(&mut self, item: ItemId, value: V) {
        self.remove(&item);
        let place = self.0.iter().take_while(|(id, _)| *id < item).count();
        self.0.insert(place, (item, value));
    }

    /// Forgets what is known of `item`, and returns it.
    pub fn remove(&mut self, item: &ItemId) -> Option<V> {
        let place = self.0.iter().position(|(id, _)| id == item)?;
        Some(self.0.remove(place).1)
    }

    /// Forgets the items that are not `wanted`.
    pub fn retain(&mut self, wanted: impl Fn(&ItemId) -> bool) {
        self.0.retain(|(id, _)| wanted(id));
    }

    /// All that is known, in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (&ItemId, &V)> {
        self.0.iter().map(|(id, value)| (id, value))
    }
}

impl<V> Default for FlatMap<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> IntoIterator for FlatMap<V> {
    type Item = (ItemId, V);
    type IntoIter = std::vec::IntoIter<(ItemId, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<V: Serialize> Serialize for FlatMap<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for FlatMap<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

/// Reads entries in any order; of two with one id the last holds, as with `BTreeMap`.
struct Entries<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
    type Value = FlatMap<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map by the ids of items")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<FlatMap<V>, A::Error> {
        let mut map = FlatMap::default();
        while let Some((item, value)) = entries.next_entry()? {
            map.insert(item, value);
        }
        Ok(map)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn item(id: &str) -> ItemId {
        ItemId::try_from(id).unwrap()
    }

    /// What is stored was written from a `BTreeMap` once.
    #[test]
    fn flat_map_stored_shape() {
        let json = r#"{"b":1,"c":5,"a":3,"b":4}"#;
        let flat: FlatMap<u8> = serde_json::from_str(json).unwrap();
        let tree: BTreeMap<ItemId, u8> = serde_json::from_str(json).unwrap();
        let written = serde_json::to_string(&flat).unwrap();
        assert_eq!(written, r#"{"a":3,"b":4,"c":5}"#);
        assert_eq!(written, serde_json::to_string(&tree).unwrap());
        assert_eq!(postcard::to_allocvec(&flat), postcard::to_allocvec(&tree));
    }

    #[test]
    fn one_value_for_each_item() {
        let mut map = FlatMap::default();
        for (id, value) in [("b", 1), ("a", 2), ("b", 3)] {
            map.insert(item(id), value);
        }
        assert_eq!((map.len(), map.get(&item("b"))), (2, Some(&3)));
        assert_eq!(map.remove(&item("b")), Some(3));
        assert_eq!(map.remove(&item("b")), None);
        assert!(map.contains_key(&item("a")) && !map.contains_key(&item("b")));
        map.retain(|id| id.as_str() != "a");
        assert!(map.is_empty());
    }
}
