//! Notices that sources have changed, by looking at them again and again.
//!
//! A few hundred files cost about a millisecond a look, on every system and file system.

use std::{collections::BTreeMap, fs, path::PathBuf, thread, time::SystemTime};

use super::POLL;
use crate::{error::Result, paths};

/// What a build is made of. `xtask` is there because it builds.
const SOURCES: [&str; 6] = ["shared", "widget", "edge", "www", "content", "xtask"];
const FILES: [&str; 4] = ["Cargo.toml", "Cargo.lock", "package-lock.json", "wrangler.jsonc"];

/// When each source was last written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Snapshot(BTreeMap<PathBuf, Option<SystemTime>>);

/// Looks at all sources.
pub(super) fn snapshot() -> Result<Snapshot> {
    let mut paths: Vec<PathBuf> = FILES.iter().map(|name| paths::root().join(name)).collect();
    for folder in SOURCES {
        paths.extend(paths::walk(&paths::root().join(folder))?);
    }
    // A file that has gone since is a change too: `None`.
    let written = |path: &PathBuf| fs::metadata(path).and_then(|meta| meta.modified()).ok();
    Ok(Snapshot(paths.into_iter().map(|path| (path.clone(), written(&path))).collect()))
}

impl Snapshot {
    /// The sources as they are now, if they have changed since. Waits until they stay as
    /// they are, for an editor that writes many.
    pub(super) fn changed(&self) -> Result<Option<Self>> {
        let mut now = snapshot()?;
        if now == *self {
            return Ok(None);
        }
        loop {
            thread::sleep(POLL);
            let next = snapshot()?;
            if next == now {
                return Ok(Some(now));
            }
            now = next;
        }
    }
}
