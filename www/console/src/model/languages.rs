//! In which languages content is written.

use std::collections::BTreeSet;

use serde_json::Value;

/// The tags of the languages that `json` has titles in, English first. All content has titles, and
/// a title is a text in each language; other objects of texts are not told from those.
pub(crate) fn languages(json: &str) -> Vec<String> {
    let mut tags = BTreeSet::new();
    // What the edge stores is JSON; if it ever were not, there would be no title in it.
    if let Ok(value) = serde_json::from_str(json) {
        gather(&value, &mut tags);
    }
    let mut tags: Vec<String> = tags.into_iter().collect();
    tags.sort_by_key(|tag| tag != "en");
    tags
}

fn gather(value: &Value, tags: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, tags)),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::Object(texts) if name == "title" => tags.extend(texts.keys().cloned()),
                    _ => gather(value, tags),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_of_a_title_is_told_once_and_english_first() {
        let json = r#"{"id":"a","trigger":{"event":"x"},"questions":[
            {"title":{"ar":"١","en":"One"}},{"title":{"en":"Two","es":"Dos"}}]}"#;
        assert_eq!(languages(json), ["en", "ar", "es"]);
    }

    #[test]
    fn what_has_no_title_has_no_language() {
        assert!(languages(r#"{"title":"x","id":{"en":"x"}}"#).is_empty());
        assert!(languages("{").is_empty());
    }
}
