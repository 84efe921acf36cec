//! Where things are. All paths are absolute.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use crate::error::{Error, Result};

/// The project's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the root")
}

/// Cargo's output.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Results of build steps, kept from one build to the next. Safe to delete.
pub(crate) fn stage(step: &str) -> PathBuf {
    target().join("stage").join(step)
}

/// Everything deployable.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// State of the development stack and its secrets. Never in git.
pub(crate) fn state() -> PathBuf {
    root().join(".rumbo")
}

/// A program that npm installed.
pub(crate) fn npm_bin(name: &str) -> PathBuf {
    root().join("node_modules/.bin").join(name)
}

/// The bytes of a file that must be there.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(file(path))
}

/// Like [`read`], for text.
pub(crate) fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(file(path))
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(file(folder))?;
    }
    fs::write(path, bytes).map_err(file(path))
}

/// Deletes a folder, if it is there.
pub(crate) fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(file(folder)(error)),
        _ => Ok(()),
    }
}

/// Every file in `folder`, sorted; nothing if it is not there.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    let (_, files) = entries(folder)?;
    Ok(files)
}

/// Every file below `folder`, sorted; nothing if it is not there.
pub(crate) fn walk(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut left = vec![folder.to_owned()];
    while let Some(folder) = left.pop() {
        let (folders, files) = entries(&folder)?;
        left.extend(folders);
        found.extend(files);
    }
    found.sort();
    Ok(found)
}

/// The folders and the files in `folder`.
fn entries(folder: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((folders, files)),
        entries => entries.map_err(file(folder))?,
    };
    for entry in entries {
        let entry = entry.map_err(file(folder))?;
        let kind = entry.file_type().map_err(file(folder))?;
        if kind.is_dir() { &mut folders } else { &mut files }.push(entry.path());
    }
    files.sort();
    Ok((folders, files))
}

/// Turns an I/O error into one that names the file.
pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::File { path, source }
}
