//! Optimises Wasm that wasm-bindgen has made.

use std::path::Path;

use crate::{error::Result, paths, process};

/// Every feature by name. `--all-features` made modules that browsers refuse.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-multivalue",
];

/// What makes a module for browsers as small as it gets.
const SMALL: [&str; 2] = [
    "-Oz",
    // The linker puts the stack at the bottom: only an overflow would come so low.
    "--low-memory-unused",
];

/// What makes the Worker fast: its calls into JavaScript are each wrapped by wasm-bindgen, after
/// the compiler has looked at them.
const FAST: [&str; 2] = [
    "-O2",
    // The wrappers catch what JavaScript throws.
    "--enable-exception-handling",
];

/// What a module is made for.
#[derive(Debug, Clone, Copy)]
pub(super) enum For {
    /// Somebody's first visit.
    Browser,
    /// Every request.
    Worker,
}

impl For {
    /// The options of the tool.
    pub(super) fn options(self) -> Vec<&'static str> {
        let own = match self {
            Self::Browser => SMALL,
            Self::Worker => FAST,
        };
        own.into_iter().chain(FEATURES).collect()
    }
}

/// Puts in the place of the module `wasm` one that does the same.
pub(super) fn run(wasm: &Path, what: For) -> Result<()> {
    process::run(
        process::command(paths::npm_bin("wasm-opt"))
            .args(what.options())
            .arg(wasm)
            .arg("--output")
            .arg(wasm),
    )
}
