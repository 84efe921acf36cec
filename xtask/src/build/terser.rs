//! terser: makes the scripts smaller that every page of a host loads, after esbuild.

use crate::{error::Result, paths, process};

/// Packs a classic script of which a page calls nearly all at once: a browser that understands the
/// comment compiles it whole, and off the main thread if it comes by a URL. Functions that it meets one
/// by one it reads twice, while the person waits.
pub(super) fn script(text: &[u8]) -> Result<Vec<u8>> {
    pack(text, &["--format", r#"preamble="//# allFunctionsCalledOnLoad""#])
}

/// Packs an ES module.
pub(super) fn module(text: &[u8]) -> Result<Vec<u8>> {
    pack(text, &["--module"])
}

/// A function that is used once is put in its place, which esbuild leaves to others.
fn pack(text: &[u8], args: &[&str]) -> Result<Vec<u8>> {
    let mut terser = process::command(paths::npm_bin("terser"));
    terser.args(["--ecma", "2020", "--compress", "passes=3,hoist_funs", "--mangle"]).args(args);
    process::filter(&mut terser, text)
}
