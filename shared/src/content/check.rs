//! Checks a content file before anybody sees it.

mod checklist;
mod condition;
mod survey;

use serde::de::DeserializeOwned;

use super::{Content, ContentKind};
use crate::{
    checklist::{Checklist, Link},
    survey::Survey,
    text::Text,
};

/// Something wrong with a content file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, as a path of JSON keys: `items[2].link.href`. `.` is the whole file.
    pub path: String,
    /// What.
    pub message: String,
}

/// Reads a content file strictly: also a misspelt field, an empty text, an item id used
/// twice or a link that cannot work are faults.
///
/// # Errors
/// Every fault found; the first only, where the file is no JSON or lacks a field.
pub fn check(kind: ContentKind, json: &str) -> Result<Content, Vec<Fault>> {
    let mut faults = Vec::new();
    let content = match kind {
        ContentKind::Checklist => {
            let checklist = read::<Checklist>(json, &mut faults)?;
            checklist::check(&checklist, &mut faults);
            Content::Checklist(checklist)
        }
        ContentKind::Survey => {
            let survey = read::<Survey>(json, &mut faults)?;
            survey::check(&survey, &mut faults);
            Content::Survey(survey)
        }
    };
    if faults.is_empty() { Ok(content) } else { Err(faults) }
}

pub(super) fn fault(path: impl Into<String>, message: impl Into<String>) -> Fault {
    Fault { path: path.into(), message: message.into() }
}

fn read<T: DeserializeOwned>(json: &str, faults: &mut Vec<Fault>) -> Result<T, Vec<Fault>> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut reader, &mut track);
    let read = serde_ignored::deserialize(tracked, |path| {
        faults.push(fault(path.to_string(), "is no field that we know"));
    });
    let value: T =
        read.map_err(|error| vec![fault(track.path().to_string(), error.to_string())])?;
    reader.end().map_err(|error| vec![fault(".", error.to_string())])?;
    Ok(value)
}

/// Notes that `text` has a gap.
pub(super) fn check_text(text: &Text, path: impl Into<String>, faults: &mut Vec<Fault>) {
    if text.has_gap() {
        faults.push(fault(path, "needs a text in at least one language, and none may be empty"));
    }
}

/// Notes what is wrong with a link.
pub(super) fn check_link(link: &Link, path: &str, faults: &mut Vec<Fault>) {
    check_text(&link.label, format!("{path}.label"), faults);
    if !is_safe_href(&link.href) {
        let message = "must begin with https://, with one / or with #";
        faults.push(fault(format!("{path}.href"), message));
    }
}

/// Links go into somebody else's page: no `javascript:`, no other scheme, and no `//host`
/// that would look like a path.
fn is_safe_href(href: &str) -> bool {
    let path = href.starts_with('/') && !href.starts_with("//") && !href.starts_with("/\\");
    href.starts_with("https://") || href.starts_with('#') || path
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHECKLIST: &str = r#"{"id":"start","title":{"en":"t"},"intro":{"en":"i"},"done":{"en":"d"},
        "items":[{"id":"a","title":{"en":"t"},"detail":{"en":"d"},"completion":"by_hand",
                  "link":{"label":{"en":"Go"},"href":"/team"}}]}"#;

    #[track_caller]
    fn check_faults(json: &str, want: &[&str]) {
        let got = check(ContentKind::Checklist, json).err().unwrap_or_default();
        let got: Vec<_> = got.iter().map(|fault| fault.path.as_str()).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn accepts_a_good_file() {
        check_faults(CHECKLIST, &[]);
    }

    #[test]
    fn names_the_path_of_each_fault() {
        check_faults(&CHECKLIST.replace(r#""intro""#, r#""intr""#), &["."]);
        check_faults(&CHECKLIST.replace(r#""by_hand""#, r#""by_foot""#), &["items[0].completion"]);
        check_faults(
            &CHECKLIST.replace(r#""title":{"en":"t"}"#, r#""title":{}"#),
            &["title", "items[0].title"],
        );
        check_faults(
            &CHECKLIST.replace(r#""id":"a","#, r#""id":"a","colour":"red","#),
            &["items.0.colour"],
        );
        check_faults(&CHECKLIST.replace("/team", "javascript:alert(1)"), &["items[0].link.href"]);
        check_faults(&CHECKLIST.replace("/team", "//evil.example"), &["items[0].link.href"]);
        check_faults("[", &["."]);
    }
}
