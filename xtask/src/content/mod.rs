//! `cargo xtask content`: an author's files, checked, and carried to a workspace and back.
//!
//! One reader gives JSON and YAML with the place of everything in them, `shared` checks, and what
//! is wrong is said with its line and column, all of it at once.

mod client;
mod decide;
mod diff;
mod file;
mod folder;
mod node;
mod pull;
mod push;
mod read;
mod record;
mod write;

use std::{
    env,
    path::{Path, PathBuf},
};

pub(crate) use folder::load;

use crate::{
    error::{Error, Result},
    paths, seed,
};

/// What to do with the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// Say what is wrong with them.
    Check,
    /// Carry them to a workspace.
    Push,
    /// Bring a workspace's here.
    Pull,
}

/// `cargo xtask content`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    /// What to do.
    pub(crate) action: Action,
    /// Where the files are.
    pub(crate) folder: PathBuf,
    /// Where the workspace is.
    pub(crate) url: String,
    /// An operator's token, if it stands on the command line.
    pub(crate) token: Option<String>,
    /// Also publish.
    pub(crate) publish: bool,
    /// Only say what would be done.
    pub(crate) dry_run: bool,
    /// Overwrite what was edited on both sides.
    pub(crate) force: bool,
}

/// Where `cargo xtask dev` serves.
const LOCAL: &str = "http://127.0.0.1:8787";

/// The demo workspace's files.
pub(crate) fn folder() -> PathBuf {
    paths::root().join("content")
}

impl Options {
    /// With nothing else said.
    pub(crate) fn new(action: Action) -> Self {
        let (folder, url) = (folder(), LOCAL.to_owned());
        Self { action, folder, url, token: None, publish: false, dry_run: false, force: false }
    }

    /// The token on the command line, or in `RUMBO_OPERATOR_TOKEN`; on this machine, the demo's.
    fn token(&self) -> Result<String> {
        let set = |name| env::var(name).ok().filter(|value| !value.is_empty());
        if let Some(token) = self.token.clone().or_else(|| set("RUMBO_OPERATOR_TOKEN")) {
            return Ok(token);
        }
        if ["http://127.0.0.1", "http://localhost"].iter().any(|it| self.url.starts_with(it)) {
            return Ok(seed::load()?.operator_token);
        }
        Err(Error::Usage("set RUMBO_OPERATOR_TOKEN to an operator's token (csm or admin)".into()))
    }
}

/// What a file of JSON or YAML says, for other files than those of content.
pub(crate) fn value(path: &Path) -> Result<serde_json::Value> {
    let refused = |detail| Error::Content { path: path.to_owned(), detail };
    let format = file::format_of(path).ok_or_else(|| refused("is neither JSON nor YAML".into()))?;
    let document = read::read(&paths::read_text(path)?, format).map_err(|unreadable| {
        let node::Mark { line, column } = unreadable.mark;
        refused(format!("{line}:{column}: {}", unreadable.message))
    })?;
    serde_json::from_str(&write::compact(&document.root))
        .map_err(|error| refused(error.to_string()))
}

/// Does it.
pub(crate) fn run(options: &Options) -> Result<()> {
    match options.action {
        Action::Check => {
            let n = load(&options.folder)?.len();
            println!("{n} files without fault");
            Ok(())
        }
        Action::Push => push::run(options),
        Action::Pull => pull::run(options),
    }
}
