//! Checks a content file before anybody sees it.

mod checklist;
mod condition;
mod course;
mod survey;

use super::{Content, ContentKind, read::read};
use crate::{
    checklist::{Checklist, Link},
    survey::Survey,
    text::{Locale, Text},
    training::Course,
};

/// The most bytes a content file may have: every visit has all content of its workspace at hand.
pub const MAX_BYTES: usize = 64 * 1024;

/// Something wrong with a content file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, as a path of JSON keys: `items[2].link.href`. `.` is the whole file.
    pub path: String,
    /// What.
    pub message: String,
}

impl Fault {
    /// Where, as a JSON pointer (RFC 6901): `/items/2/link/href`. Empty is the whole file.
    #[must_use]
    pub fn pointer(&self) -> String {
        if self.path == "." {
            return String::new();
        }
        let path = self.path.replace('~', "~0").replace('/', "~1");
        format!("/{}", path.replace(['.', '['], "/").replace(']', ""))
    }
}

/// Reads a content file strictly: also a misspelt field, an empty text, an item id used
/// twice or a link that cannot work are faults.
///
/// # Errors
/// Every fault found, one for each place; one only, where the file is no JSON.
pub fn check(kind: ContentKind, json: &str) -> Result<Content, Vec<Fault>> {
    if json.len() > MAX_BYTES {
        return Err(vec![fault(".", format!("is larger than {MAX_BYTES} bytes"))]);
    }
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
        ContentKind::Course => {
            let course = read::<Course>(json, &mut faults)?;
            course::check(&course, &mut faults);
            Content::Course(course)
        }
    };
    if faults.is_empty() { Ok(content) } else { Err(apart(faults)) }
}

/// Without what was found at or below the place of an earlier fault: there the file was read
/// as it does not stand.
fn apart(faults: Vec<Fault>) -> Vec<Fault> {
    let mut kept: Vec<Fault> = Vec::new();
    for fault in faults {
        let covers = |earlier: &Fault| {
            fault
                .path
                .strip_prefix(&earlier.path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        };
        if !kept.iter().any(covers) {
            kept.push(fault);
        }
    }
    kept
}

pub(super) fn fault(path: impl Into<String>, message: impl Into<String>) -> Fault {
    Fault { path: path.into(), message: message.into() }
}

/// Notes that `text` has a gap, or a language that nobody reads.
pub(super) fn check_text(text: &Text, path: impl Into<String>, faults: &mut Vec<Fault>) {
    let path = path.into();
    if text.has_gap() {
        faults.push(fault(&path, "needs a text in at least one language, and none may be empty"));
    }
    // Readers are looked up by tags in lower case: another tag would never be found.
    for tag in text.tags() {
        let read_as = Locale::from(tag.to_owned());
        if read_as.as_str() != tag {
            let message = if read_as == Locale::default() {
                "is no language tag".to_owned()
            } else {
                format!("write it `{}`", read_as.as_str())
            };
            faults.push(fault(format!("{path}.{tag}"), message));
        }
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
        check_faults(&CHECKLIST.replace(r#""intro""#, r#""intr""#), &["intro", "intr"]);
        check_faults(&CHECKLIST.replace(r#""by_hand""#, r#""by_foot""#), &["items[0].completion"]);
        check_faults(
            &CHECKLIST.replace(r#""title":{"en":"t"}"#, r#""title":{}"#),
            &["title", "items[0].title"],
        );
        check_faults(
            &CHECKLIST.replace(r#""id":"a","#, r#""id":"a","colour":"red","#),
            &["items[0].colour"],
        );
        check_faults(&CHECKLIST.replace("/team", "javascript:alert(1)"), &["items[0].link.href"]);
        check_faults(&CHECKLIST.replace("/team", "//evil.example"), &["items[0].link.href"]);
        check_faults("[", &["."]);
    }

    #[test]
    fn reads_on_after_a_fault() {
        let item = |fields: &str| format!(r#"{{"id":"a","detail":{{"en":"d"}},{fields}}}"#);
        let items = [
            item(r#""title":{"en":"t"},"completion":"by_foot""#),
            item(r#""title":[],"completion":"by_hand","link":{"label":{"en":" "},"href":7}"#),
            item(r#""completion":{"event":5}"#),
        ];
        let json =
            format!(r#"{{"id":"S t","title":7,"order":"none","items":[{}]}}"#, items.join(","));
        check_faults(
            &json,
            &[
                "id",
                "items[0].completion",
                "items[1].link.href",
                "items[1].title",
                "items[2].completion.event",
                "items[2].title",
                "order",
                "title",
                "intro",
                "done",
                "items[1].id",
                "items[1].link.label",
                "items[2].id",
            ],
        );
    }

    #[test]
    fn gives_up_where_nothing_right_can_take_the_place_of_what_is_wrong() {
        check_faults(&CHECKLIST.replace(r#""items":["#, r#""items":[5,"#), &["items[0]"]);
        check_faults("5", &["."]);
        check_faults(&format!("\"{}\"", "x".repeat(MAX_BYTES)), &["."]);
    }

    #[test]
    fn an_editor_may_be_told_of_the_schema_and_a_field_stands_once() {
        check_faults(&CHECKLIST.replacen('{', r#"{"$schema":"x","#, 1), &[]);
        check_faults(&CHECKLIST.replacen('{', r#"{"id":"start","#, 1), &["."]);
        check_faults(
            &CHECKLIST.replace(r#""id":"a","#, r#""id":"a","$schema":"x","#),
            &["items[0].$schema"],
        );
    }

    #[test]
    fn a_language_that_nobody_could_find_is_a_fault() {
        let tagged =
            |tag: &str| CHECKLIST.replace(r#""intro":{"en""#, &format!(r#""intro":{{"{tag}""#));
        check_faults(&tagged("pt-br"), &[]);
        check_faults(&tagged("pt-BR"), &["intro.pt-BR"]);
        check_faults(&tagged("the English"), &["intro.the English"]);
    }

    #[test]
    fn a_path_is_a_pointer_too() {
        let pointer = |path: &str| fault(path, "").pointer();
        assert_eq!(pointer("items[2].link.href"), "/items/2/link/href");
        assert_eq!(pointer("."), "");
        assert_eq!(pointer("a/b"), "/a~1b");
    }
}
