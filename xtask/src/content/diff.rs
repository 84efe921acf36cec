//! What differs between two bodies, in a few words.

use std::collections::BTreeMap;

use serde_json::Value;

/// The most places that are named.
const MAX_PLACES: usize = 6;

/// `~ title.en  + items[2]  - items[3]`: what `new` says differently, more, and no more.
pub(super) fn summary(old: &str, new: &str) -> String {
    let (old, new) = (leaves(old), leaves(new));
    let mut places: Vec<String> = Vec::new();
    let changed = new.iter().filter(|(path, leaf)| old.get(*path).is_some_and(|it| it != *leaf));
    places.extend(changed.map(|(path, _)| format!("~ {path}")));
    places.extend(tops(&new, &old).into_iter().map(|path| format!("+ {path}")));
    places.extend(tops(&old, &new).into_iter().map(|path| format!("- {path}")));
    let more = places.len().saturating_sub(MAX_PLACES);
    places.truncate(MAX_PLACES);
    if more > 0 {
        places.push(format!("and {more} more"));
    }
    places.join("  ")
}

/// What only `these` have; of what is in something that only they have, that alone.
fn tops(these: &BTreeMap<String, Value>, others: &BTreeMap<String, Value>) -> Vec<String> {
    let is_in = |path: &str, all: &BTreeMap<String, Value>| {
        all.keys().any(|it| {
            it.strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    };
    let mut found: Vec<String> = Vec::new();
    for path in these.keys().filter(|path| !others.contains_key(*path)) {
        let cuts = path.char_indices().filter(|(_, c)| ['.', '['].contains(c)).map(|(at, _)| at);
        let top = cuts
            .map(|at| &path[..at])
            .find(|top| !top.is_empty() && !is_in(top, others))
            .unwrap_or(path);
        if found.last().is_none_or(|last| last != top) {
            found.push(top.to_owned());
        }
    }
    found
}

/// Each text, number and word by its path.
fn leaves(body: &str) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    collect(serde_json::from_str(body).unwrap_or_default(), String::new(), &mut found);
    found
}

fn collect(value: Value, path: String, found: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let dot = if path.is_empty() { "" } else { "." };
                collect(value, format!("{path}{dot}{name}"), found);
            }
        }
        Value::Array(values) => {
            for (index, value) in values.into_iter().enumerate() {
                collect(value, format!("{path}[{index}]"), found);
            }
        }
        leaf => {
            found.insert(path, leaf);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_what_changed_came_and_went() {
        let old = r#"{"title":{"en":"a"},"items":[{"id":"x","t":1}],"note":"n"}"#;
        let new = r#"{"title":{"en":"b"},"items":[{"id":"x","t":1},{"id":"y","t":2}]}"#;
        assert_eq!(summary(old, new), "~ title.en  + items[1]  - note");
        assert_eq!(summary(old, old), "");
    }

    #[test]
    fn is_no_longer_than_a_line() {
        let many = |n: i32| {
            let fields: Vec<_> = (0..9).map(|i| format!("\"f{i}\":{n}")).collect();
            format!("{{{}}}", fields.join(","))
        };
        assert!(summary(&many(1), &many(2)).ends_with("~ f5  and 3 more"));
    }
}
