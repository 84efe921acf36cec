//! What files and workspace had in common last: `.rumbo.json` in the folder of the files.
//!
//! It tells an edit on one side from edits on both, and is this machine's own. Where there is
//! none, as in CI, history has to do: what this operator wrote there last is what the files said.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::client::Client;
use crate::{
    error::{Error, Result},
    hash::sha256_hex,
    paths,
};

/// What both sides had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Common {
    /// A digest of what it said.
    pub(super) digest: String,
}

/// By workspace, then by name of the content.
type All = BTreeMap<String, BTreeMap<String, Common>>;

/// What the files and one workspace had in common.
pub(super) struct Record {
    path: PathBuf,
    all: All,
    workspace: String,
}

impl Record {
    /// Of the files in `folder` and the workspace that `client` reaches.
    pub(super) fn load(folder: &Path, client: &Client) -> Result<Self> {
        let path = folder.join(".rumbo.json");
        let all = if path.is_file() {
            serde_json::from_slice(&paths::read(&path)?).map_err(|error| {
                let (path, detail) = (path.clone(), error.to_string());
                Error::Content { path, detail }
            })?
        } else {
            All::new()
        };
        Ok(Self { path, all, workspace: format!("{} {}", client.url, client.session.workspace.id) })
    }

    /// What both had of the content `name`.
    pub(super) fn find(&self, name: &str) -> Option<&Common> {
        self.all.get(&self.workspace)?.get(name)
    }

    /// Both have `body` now.
    pub(super) fn note(&mut self, name: &str, body: &str) {
        let common = Common { digest: digest(body) };
        self.all.entry(self.workspace.clone()).or_default().insert(name.to_owned(), common);
    }

    /// Writes it down.
    pub(super) fn store(&self) -> Result<()> {
        let text = serde_json::to_vec_pretty(&self.all).expect("a record is plain JSON");
        paths::write(&self.path, &text)
    }
}

/// Tells bodies apart by what they say: the order of fields says nothing.
pub(super) fn digest(body: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    sha256_hex(value.to_string().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_fields_makes_no_difference() {
        assert_eq!(digest(r#"{"a":1,"b":2}"#), digest(r#"{ "b": 2, "a": 1 }"#));
        assert_ne!(digest(r#"{"a":1}"#), digest(r#"{"a":2}"#));
    }
}
