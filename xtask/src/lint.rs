//! `cargo xtask lint`: format, clippy, documentation, house rules. Warnings are errors.

use crate::{
    error::Result,
    paths, process,
    progress::step,
    setup::{self, Need},
    tidy,
};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

/// Runs every check, the quick ones first.
pub(crate) fn run() -> Result<()> {
    setup::run(Need::Build)?;
    step("tidy", tidy::run)?;
    step("rustfmt", || {
        process::run(process::cargo().args(["fmt", "--all", "--check"]))?;
        // In a workspace of its own.
        let manifest = ["--manifest-path", "fuzz/Cargo.toml"];
        process::run(process::cargo().arg("fmt").args(manifest).arg("--check"))
    })?;
    step("prettier", || {
        process::run(process::command(paths::npm_bin("prettier")).args(["--check", "."]))
    })?;
    step("clippy: everything, natively", || clippy(&["--workspace", "--all-targets"], false))?;
    step("clippy: the Worker", || clippy(&["--package", "edge"], true))?;
    step("clippy: the Worker with its development routes", || {
        clippy(&["--package", "edge", "--features", "dev"], true)
    })?;
    step("clippy: the widget in the browser", || {
        clippy(&["--package", "widget", "--no-default-features", "--features", "hydrate"], true)
    })?;
    step("clippy: the console and the example", || {
        clippy(&["--package", "console", "--package", "example-yew"], true)
    })?;
    step("rustdoc", || {
        process::run(
            process::cargo()
                .args(["doc", "--workspace", "--no-deps", "--document-private-items"])
                .env("RUSTDOCFLAGS", "-D warnings"),
        )
    })
}

fn clippy(args: &[&str], wasm: bool) -> Result<()> {
    let mut command = process::cargo();
    command.args(["clippy"]).args(args);
    if wasm {
        command.args(WASM);
    }
    process::run(command.args(["--", "-D", "warnings"]))
}
