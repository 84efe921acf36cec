//! `cargo xtask setup`: installs what is missing, or says in one line what to install.
//!
//! Every command calls it for what it needs. When nothing is missing it takes no time.

use std::{env, path::PathBuf};

use crate::{
    error::{Error, Result},
    hash::sha256_hex,
    paths, process,
    progress::step,
};

/// The oldest Node that our tools run on.
const NODE_MAJOR: u32 = 20;

/// What a command is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Compile and bundle.
    Build,
    /// That, and run the tests in a browser.
    Everything,
}

/// Installs what `need` needs and this machine lacks.
pub(crate) fn run(need: Need) -> Result<()> {
    rust()?;
    node()?;
    npm()?;
    if need == Need::Everything {
        chromium()?;
    }
    Ok(())
}

/// The Wasm target, and the sources of the standard library for the browser's build.
fn rust() -> Result<()> {
    let sysroot = process::output(process::command("rustc").args(["--print", "sysroot"]))?;
    let rustlib = PathBuf::from(sysroot.trim()).join("lib/rustlib");
    if !rustlib.join("wasm32-unknown-unknown/lib").is_dir() {
        step("rustup target add wasm32-unknown-unknown", || {
            rustup(&["target", "add", "wasm32-unknown-unknown"])
        })?;
    }
    if !rustlib.join("src/rust/library/std").is_dir() {
        step("rustup component add rust-src", || rustup(&["component", "add", "rust-src"]))?;
    }
    Ok(())
}

fn rustup(args: &[&str]) -> Result<()> {
    process::run(process::command("rustup").args(args)).map_err(|error| match error {
        Error::Start { .. } => {
            Error::Install("install Rust through rustup: it is not here".to_owned())
        }
        error => error,
    })
}

fn node() -> Result<()> {
    let version = process::output(process::command("node").arg("--version")).unwrap_or_default();
    match node_major(&version) {
        Some(major) if major >= NODE_MAJOR => Ok(()),
        _ => Err(Error::Install(format!("install Node {NODE_MAJOR} or newer, with npm"))),
    }
}

/// `v20.1.0` → 20.
fn node_major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// The npm packages, exactly as `package-lock.json` has them.
fn npm() -> Result<()> {
    let stamp = paths::root().join("node_modules/.rumbo-lock");
    let want = sha256_hex(&paths::read(&paths::root().join("package-lock.json"))?);
    if paths::read_text(&stamp).is_ok_and(|have| have == want) {
        return Ok(());
    }
    step("npm ci", || {
        process::run(process::command("npm").args([
            "ci",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]))
    })?;
    paths::write(&stamp, want.as_bytes())
}

/// A browser for the tests. `CHROMIUM` names another one.
fn chromium() -> Result<()> {
    if find_chromium().is_some() {
        return Ok(());
    }
    let root = process::output(process::command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !root || !PathBuf::from("/usr/bin/apt-get").exists() {
        let text =
            "install Chromium (on Debian: apt-get install chromium), or set CHROMIUM to its path";
        return Err(Error::Install(text.to_owned()));
    }
    step("apt-get install chromium", || {
        process::run(process::command("apt-get").args(["update", "-qq"]))?;
        process::run(
            process::command("apt-get")
                .args(["install", "-y", "-qq", "--no-install-recommends", "chromium"])
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
    })
}

/// The Chromium to test with: `CHROMIUM`, or the first one in `PATH`.
pub(crate) fn find_chromium() -> Option<PathBuf> {
    if let Some(path) = env::var_os("CHROMIUM") {
        return Some(path.into());
    }
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|program| program.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_version_of_node() {
        assert_eq!(node_major("v20.20.2\n"), Some(20));
        assert_eq!(node_major("command not found"), None);
    }
}
