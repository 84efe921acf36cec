//! House rules that no other tool checks.

use std::path::Path;

use crate::{
    error::{Error, Result},
    paths,
};

/// A longer file is two ideas.
const MAX_LINES: usize = 600;

/// Folders that hold sources of ours.
const SOURCES: [&str; 7] = ["shared", "widget", "edge", "www", "tests", "xtask", "fuzz"];

/// What counts as a source.
const EXTENSIONS: [&str; 9] = ["rs", "ts", "tsx", "js", "mjs", "vue", "css", "html", "sql"];

/// Crates that would tie the rules to a platform.
const PLATFORM: [&str; 6] = ["worker", "web-sys", "js-sys", "gloo", "wasm-bindgen", "yew"];

/// Checks all rules and prints every breach.
pub(crate) fn run() -> Result<()> {
    let mut breaches = Vec::new();
    for folder in SOURCES {
        for path in paths::walk(&paths::root().join(folder))? {
            if is_source(&path) {
                breaches.extend(too_long(&path, &paths::read_text(&path)?));
            }
        }
    }
    let manifest = paths::read_text(&paths::root().join("shared/Cargo.toml"))?;
    breaches.extend(platform_crates(&manifest));

    for breach in &breaches {
        eprintln!("    {breach}");
    }
    if breaches.is_empty() {
        Ok(())
    } else {
        Err(Error::Check(format!("{} house rules broken", breaches.len())))
    }
}

fn is_source(path: &Path) -> bool {
    let installed = path.components().any(|part| part.as_os_str() == "node_modules");
    let extension = path.extension().and_then(|extension| extension.to_str());
    !installed && extension.is_some_and(|extension| EXTENSIONS.contains(&extension))
}

/// No source is longer than [`MAX_LINES`].
fn too_long(path: &Path, text: &str) -> Option<String> {
    let lines = text.lines().count();
    let name = path.strip_prefix(paths::root()).unwrap_or(path).display();
    (lines > MAX_LINES).then(|| format!("{name}: {lines} lines; split it, {MAX_LINES} is the most"))
}

/// `shared` depends on no platform: its rules run in the browser, at the edge and in tests.
fn platform_crates(manifest: &str) -> Vec<String> {
    manifest
        .lines()
        .filter_map(|line| line.split(['=', '.', ' ']).next())
        .filter(|name| PLATFORM.contains(&name.trim()))
        .map(|name| {
            format!(
                "shared/Cargo.toml: `{name}` is a platform crate; adapters use it, rules do not"
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_project_is_tidy() {
        run().unwrap();
    }

    #[test]
    fn a_source_has_at_most_600_lines() {
        let path = Path::new("shared/src/lib.rs");
        assert_eq!(too_long(path, &"x\n".repeat(MAX_LINES)), None);
        assert!(too_long(path, &"x\n".repeat(MAX_LINES + 1)).is_some());
    }

    #[test]
    fn installed_packages_and_data_are_no_sources_of_ours() {
        assert!(is_source(Path::new("www/loader/src/index.ts")));
        assert!(!is_source(Path::new("www/loader/node_modules/x/index.ts")));
        assert!(!is_source(Path::new("tests/fixtures/events.ndjson")));
    }

    #[test]
    fn rules_depend_on_no_platform() {
        let refused = platform_crates(
            "[dependencies]\nserde.workspace = true\nweb-sys = \"0.3\"\nyew.workspace = true\n",
        );
        assert_eq!(refused.len(), 2, "{refused:?}");
        assert!(platform_crates("serde_json = \"1\"\n").is_empty());
    }
}
