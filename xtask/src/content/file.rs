//! [`File`]: a content file that is without fault, or everything that is wrong with it.

use std::{fmt, path::Path, path::PathBuf};

use shared::content::{ContentKind, SCHEMA_FIELD, check, compact};

use super::{
    node::{Mark, Node},
    read::{Format, read},
    write,
};

/// A content file that has passed the check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) kind: ContentKind,
    pub(crate) id: String,
    /// Its JSON on one line, as it is kept.
    pub(crate) body: String,
    /// What it tells its author's editor.
    pub(super) schema: Option<String>,
    pub(super) format: Format,
    pub(super) has_comments: bool,
}

/// Something wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FileFault {
    path: PathBuf,
    mark: Mark,
    place: String,
    message: String,
}

impl fmt::Display for FileFault {
    /// `content/surveys/nps.json:12:5: items[2].link.href: must begin with …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mark { line, column } = self.mark;
        write!(f, "{}:{line}:{column}: ", self.path.display())?;
        if self.place != "." {
            write!(f, "{}: ", self.place)?;
        }
        f.write_str(&self.message)
    }
}

impl FileFault {
    /// A fault of the file as a whole.
    pub(super) fn whole(path: &Path, message: impl Into<String>) -> Self {
        let (place, message) = (".".to_owned(), message.into());
        Self { path: path.to_owned(), mark: Mark::START, place, message }
    }
}

/// How a file of this name is written; `None` if we do not read such.
pub(super) fn format_of(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()? {
        "json" => Some(Format::Json),
        "yaml" | "yml" => Some(Format::Yaml),
        _ => None,
    }
}

/// Checks `text`, the file of `kind` at `path`.
pub(super) fn parse(
    kind: ContentKind,
    path: &Path,
    text: &str,
    format: Format,
) -> Result<File, Vec<FileFault>> {
    let fault = |mark, place: &str, message: String| FileFault {
        path: path.to_owned(),
        mark,
        place: place.to_owned(),
        message,
    };
    let document =
        read(text, format).map_err(|refused| vec![fault(refused.mark, ".", refused.message)])?;
    let root: &Node = &document.root;
    let json = write::compact(root);
    let content = check(kind, &json).map_err(|faults| {
        let mut faults: Vec<_> =
            faults.into_iter().map(|it| fault(root.find(&it.path), &it.path, it.message)).collect();
        faults.sort();
        faults
    })?;
    let id = content.id().as_str().to_owned();
    if path.file_stem().is_none_or(|stem| stem != id.as_str()) {
        let message = format!("is `{id}`: name the file so");
        return Err(vec![fault(root.find("id"), "id", message)]);
    }
    let body = compact(&json).map_err(|error| vec![fault(Mark::START, ".", error.to_string())])?;
    Ok(File {
        path: path.to_owned(),
        kind,
        id,
        body,
        schema: root.text(SCHEMA_FIELD).map(str::to_owned),
        format,
        has_comments: document.has_comments,
    })
}

impl File {
    /// What people call it: `checklist/get-started`.
    pub(super) fn name(&self) -> String {
        format!("{}/{}", self.kind.as_str(), self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"{
  "$schema": "s",
  "id": "start",
  "title": { "en": "t" }, "intro": { "en": "i" }, "done": { "en": "d" },
  "items": [
    {
      "id": "a", "title": { "en": "t" }, "detail": { "en": "d" }, "completion": "by_hand",
      "link": { "label": { "en": "l" }, "href": "/team" }
    }
  ]
}"#;

    #[track_caller]
    fn check_faults(name: &str, text: &str, want: &[&str]) {
        let path = Path::new(name);
        let faults = parse(ContentKind::Checklist, path, text, format_of(path).unwrap());
        let faults = faults.err().unwrap_or_default();
        let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(lines, want);
    }

    #[test]
    fn a_good_file_is_kept_without_what_is_meant_for_editors() {
        let path = Path::new("start.json");
        let file = parse(ContentKind::Checklist, path, JSON, Format::Json).unwrap();
        assert_eq!((file.name().as_str(), file.schema.as_deref()), ("checklist/start", Some("s")));
        assert!(file.body.starts_with(r#"{"id":"start","title":{"en":"t"},"#));
    }

    #[test]
    fn every_fault_has_its_line_and_column() {
        let text = JSON
            .replace("/team", "javascript:x")
            .replace(r#""id": "a","#, r#""id": "a", "colour": 1,"#)
            .replace(r#""intro": { "en": "i" }, "#, "");
        check_faults(
            "c/start.json",
            &text,
            &[
                "c/start.json:1:1: intro: is missing",
                "c/start.json:7:18: items[0].colour: is no field we know",
                "c/start.json:8:41: items[0].link.href: must begin with https://, with one / or \
                 with #",
            ],
        );
    }

    #[test]
    fn yaml_has_places_too_and_a_file_is_named_after_its_id() {
        let yaml = "id: start\ntitle: {en: t}\nintro: {en: i}\ndone: {en: d}\nitems:\n\
                    - id: a\n  title: {en: t}\n  detail: {en: d}\n  completion: 5\n";
        let message = "start.yaml:9:3: items[0].completion: invalid type: integer `5`, expected \
                       string or map";
        check_faults("start.yaml", yaml, &[message]);
        let good = yaml.replace("completion: 5", "completion: by_hand");
        check_faults("other.yml", &good, &["other.yml:1:1: id: is `start`: name the file so"]);
        check_faults("start.yaml", &good, &[]);
    }
}
