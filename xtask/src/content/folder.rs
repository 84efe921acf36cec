//! The folder of an author's content: `checklists/*.json`, `surveys/*.yaml` and so on.

use std::{collections::BTreeMap, path::Path};

use shared::content::ContentKind;

use super::file::{File, FileFault, format_of, parse};
use crate::{
    error::{Error, Result},
    paths,
};

/// Reads all files below `folder`, in order of kind and path.
///
/// # Errors
/// All faults of all files, as lines of one error.
pub(crate) fn load(folder: &Path) -> Result<Vec<File>> {
    let (files, faults) = read(folder)?;
    if faults.is_empty() {
        return Ok(files);
    }
    let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
    let n = faults.len();
    let found = if n == 1 { "1 fault".to_owned() } else { format!("{n} faults") };
    Err(Error::Check(format!("{found} in the content\n{}", lines.join("\n"))))
}

fn read(folder: &Path) -> Result<(Vec<File>, Vec<FileFault>)> {
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    for kind in ContentKind::ALL {
        for path in paths::walk(&folder.join(kind.folder()))? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') || name.ends_with(".md") {
                continue;
            }
            let shown = shown(&path);
            match format_of(&path) {
                None => faults.push(FileFault::whole(&shown, "is neither .json nor .yaml")),
                Some(format) => match parse(kind, &shown, &paths::read_text(&path)?, format) {
                    Ok(file) => files.push(file),
                    Err(found) => faults.extend(found),
                },
            }
        }
    }
    faults.extend(twice(&files));
    Ok((files, faults))
}

/// An id is unique among all kinds.
fn twice(files: &[File]) -> Vec<FileFault> {
    let mut first: BTreeMap<&str, &File> = BTreeMap::new();
    let mut faults = Vec::new();
    for file in files {
        if let Some(other) = first.insert(&file.id, file) {
            let message = format!("`{}` is the id of {} too", file.id, other.path.display());
            faults.push(FileFault::whole(&file.path, message));
        }
    }
    faults
}

/// The path as its author would name it: from where they are, if it is below.
fn shown(path: &Path) -> std::path::PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_content_is_without_fault() {
        assert!(load(&paths::root().join("content")).unwrap().len() >= 2);
    }

    #[test]
    fn all_faults_of_all_files_are_told() {
        let folder = std::env::temp_dir().join(format!("rumbo-content-{}", std::process::id()));
        let put =
            |name: &str, text: &str| paths::write(&folder.join(name), text.as_bytes()).unwrap();
        put("checklists/a.json", "{");
        put("checklists/b.yaml", "id: b\n");
        put("surveys/c.txt", "");
        put("surveys/.keep", "");
        let told = load(&folder).err().unwrap().to_string();
        paths::remove(&folder).unwrap();
        for words in ["6 faults", "a.json:1:1: EOF", "b.yaml:1:1: title: is missing", "c.txt:1:1"] {
            assert!(told.contains(words), "{words}: {told}");
        }
    }
}
