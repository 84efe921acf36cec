//! [`Dist`]: the files to be written to `dist/`.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{error::Result, paths};

/// A set of files, by their path in a folder, with `/` between its parts.
#[derive(Debug, Default)]
pub(super) struct Dist(BTreeMap<String, Vec<u8>>);

impl Dist {
    /// Adds a file.
    pub(super) fn add(&mut self, path: impl Into<String>, bytes: Vec<u8>) {
        self.0.insert(path.into(), bytes);
    }

    /// Adds all files of `other` under `folder`.
    pub(super) fn extend(&mut self, folder: &str, other: Self) {
        self.0.extend(other.0.into_iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes)));
    }

    /// All files, by path.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Makes `folder` hold these files and no others. What is right already is not touched.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        for path in paths::walk(folder)? {
            let name = path.strip_prefix(folder).expect("walk stays below its folder");
            if !self.0.contains_key(&name.to_string_lossy().replace('\\', "/")) {
                fs::remove_file(&path).map_err(paths::file(&path))?;
            }
        }
        for (name, bytes) in &self.0 {
            let path = folder.join(name);
            if fs::read(&path).is_ok_and(|have| have == *bytes) {
                continue;
            }
            paths::write(&path, bytes)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_holds_these_files_and_no_others() {
        let folder = std::env::temp_dir().join(format!("rumbo-dist-{}", std::process::id()));
        let write = |names: &[&str]| {
            let mut dist = Dist::default();
            for name in names {
                dist.add(*name, name.as_bytes().to_vec());
            }
            dist.write(&folder).unwrap();
        };
        write(&["a", "w/old"]);
        write(&["a", "w/new"]);
        let found = paths::walk(&folder).unwrap();
        assert_eq!(found, [folder.join("a"), folder.join("w/new")]);
        paths::remove(&folder).unwrap();
    }
}
