//! terser: makes the scripts smaller that every page of a host loads, after esbuild.

use crate::{error::Result, paths, process};

/// Packs a classic script of which a page calls nearly all at once: a browser that understands the
/// comment compiles it whole, and off the main thread. Functions that it meets one by one it reads
/// twice, while the person waits.
pub(super) fn script(text: &[u8]) -> Result<Vec<u8>> {
    pack(text, &["--format", r#"preamble="//# allFunctionsCalledOnLoad""#])
}

/// Packs a script that hosts put into their pages, as one line: where a page's lines are joined,
/// all that comes after such a comment would be part of it.
pub(super) fn inline(text: &[u8]) -> Result<Vec<u8>> {
    pack(text, &[])
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
