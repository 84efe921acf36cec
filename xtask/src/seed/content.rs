//! The content files of the demo workspace, checked by the rules that the edge reads them with.

use std::path::Path;

use shared::content::{ContentKind, check};

use crate::{
    error::{Error, Result},
    paths,
};

/// A content file that has passed the check.
pub(super) struct ContentFile {
    pub(super) kind: ContentKind,
    pub(super) id: String,
    /// Its JSON on one line.
    pub(super) body: String,
}

/// Reads `content/checklists/*.json` and `content/surveys/*.json`.
pub(super) fn load() -> Result<Vec<ContentFile>> {
    let mut files = Vec::new();
    for kind in ContentKind::ALL {
        let folder = paths::root().join("content").join(format!("{}s", kind.as_str()));
        for path in paths::walk(&folder)? {
            files.push(parse(kind, &path, &paths::read_text(&path)?)?);
        }
    }
    Ok(files)
}

/// # Errors
/// [`Error::Content`] names the file and every fault with its path in the JSON.
fn parse(kind: ContentKind, path: &Path, text: &str) -> Result<ContentFile> {
    let refuse = |detail| Error::Content { path: path.to_owned(), detail };
    let content = check(kind, text).map_err(|faults| {
        let faults: Vec<String> =
            faults.iter().map(|fault| format!("`{}` {}", fault.path, fault.message)).collect();
        refuse(faults.join("; "))
    })?;
    let id = content.id().as_str().to_owned();
    if path.file_stem().is_none_or(|stem| stem != id.as_str()) {
        return Err(refuse(format!("holds the id `{id}`: name the file so")));
    }
    let body: serde_json::Value =
        serde_json::from_str(text).map_err(|error| refuse(error.to_string()))?;
    Ok(ContentFile { kind, id, body: body.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_the_file() {
        let path = Path::new("content/surveys/nps.json");
        let refused = parse(ContentKind::Survey, path, "{").err().map(|error| error.to_string());
        assert!(refused.is_some_and(|text| text.starts_with("content/surveys/nps.json: ")));
    }

    #[test]
    fn the_demo_content_is_without_fault() {
        load().unwrap();
    }
}
