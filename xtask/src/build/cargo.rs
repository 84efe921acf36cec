//! Compiling our crates to Wasm.

use std::path::{Path, PathBuf};

use crate::{error::Result, paths, process};

const TARGET: &str = "wasm32-unknown-unknown";

/// A library that is an `rlib` as well gets no link-time optimisation from Cargo. Asking
/// for the Wasm alone makes the widget a third smaller.
pub(super) const CDYLIB: [&str; 3] = ["--lib", "--crate-type", "cdylib"];

/// For the browser, where a panic has nobody to talk to: no unwinding, no message,
/// and a standard library built to the same rule. It saves a tenth of the download.
/// The flags are not stable yet, hence `RUSTC_BOOTSTRAP`. Never for the edge: without
/// its panic hook the Worker could not recover.
const SMALL_STD: [&str; 4] =
    ["-Z", "build-std=std,panic_abort", "-Z", "build-std-features=optimize_for_size"];
const SMALL_STD_RUSTFLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort";

/// Compiles for the browser and returns the module `wasm`.
///
/// In a target folder of its own: other flags in the same one would make Cargo
/// compile everything again at each turn.
pub(super) fn browser(args: &[&str], wasm: &str) -> Result<PathBuf> {
    let target = paths::target().join("browser");
    process::run(
        process::cargo()
            .args(["rustc", "--profile", "widget", "--target", TARGET])
            .args(args)
            .args(SMALL_STD)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", SMALL_STD_RUSTFLAGS)
            .env("CARGO_TARGET_DIR", &target),
    )?;
    Ok(target.join(TARGET).join("widget").join(wasm))
}

/// Compiles the Worker with `env` set and returns its module.
pub(super) fn worker(profile: &str, args: &[&str], env: &[(&str, &Path)]) -> Result<PathBuf> {
    process::run(
        process::cargo()
            .args([
                "rustc",
                "--quiet",
                "--package",
                "edge",
                "--profile",
                profile,
                "--target",
                TARGET,
            ])
            .args(CDYLIB)
            .args(args)
            .envs(env.iter().copied()),
    )?;
    Ok(paths::target().join(TARGET).join(profile).join("edge.wasm"))
}
