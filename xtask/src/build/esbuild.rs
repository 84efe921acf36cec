//! esbuild: bundles and minifies what is TypeScript, JavaScript or CSS.

use std::path::Path;

use crate::{
    error::{Error, Result},
    paths, process,
};

/// Bundles `source` and everything it imports.
///
/// # Errors
/// [`Error::Content`] if `source` is not there; otherwise esbuild has said it.
pub(super) fn bundle(source: &Path, args: &[&str]) -> Result<Vec<u8>> {
    if !source.is_file() {
        let detail = "this source file is missing".to_owned();
        return Err(Error::Content { path: source.to_owned(), detail });
    }
    run(source, &[&["--minify", "--legal-comments=none"], args].concat())
}

/// Bundles `source` as an ES module that others bundle and minify.
pub(super) fn library(source: &Path) -> Result<Vec<u8>> {
    run(source, &["--format=esm", "--target=es2022"])
}

fn run(source: &Path, args: &[&str]) -> Result<Vec<u8>> {
    let text = process::output(
        process::command(paths::npm_bin("esbuild"))
            .arg(source)
            .args(["--bundle", "--log-level=warning"])
            .args(args),
    )?;
    Ok(text.into_bytes())
}

/// Bundles the style sheet `source` for the browsers that we support.
pub(super) fn css(source: &Path) -> Result<Vec<u8>> {
    bundle(source, &["--target=es2022,chrome100,firefox101,safari16.4"])
}

/// Bundles `source` as an ES module.
pub(super) fn module(source: &Path) -> Result<Vec<u8>> {
    bundle(source, &["--format=esm", "--target=es2022"])
}

/// Bundles `source` as a classic script, with each of `constants` (`NAME="value"`) put in
/// where the source names it.
pub(super) fn script(source: &Path, constants: &[String]) -> Result<Vec<u8>> {
    let define: Vec<_> = constants.iter().map(|pair| format!("--define:{pair}")).collect();
    // The compiler has held the source to strict mode; saying so again costs bytes.
    let sloppy = r#"--tsconfig-raw={"compilerOptions":{"alwaysStrict":false}}"#;
    let mut args = vec!["--format=iife", "--target=es2022", sloppy];
    args.extend(define.iter().map(String::as_str));
    bundle(source, &args)
}
