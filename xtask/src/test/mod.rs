//! `cargo xtask test`: the native ring, then workerd, then the browser.

mod tally;

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use tally::Tally;

use crate::{
    build::{self, Profile},
    error::{Error, Result},
    paths, process,
    setup::{self, Need},
};

/// Test files that run at the same time. Each starts a workerd of its own.
const CONCURRENCY: &str = "--test-concurrency=2";

/// A test file that hangs must not hold up CI until it is killed; the slowest takes two minutes.
const TIMEOUT: &str = "--test-timeout=600000";

/// Runs all tests, or those that have `name` in their name, and prints the total.
pub(crate) fn run(name: Option<&str>) -> Result<()> {
    setup::run(Need::Everything)?;
    let mut total = Tally::default();

    total += ring("native", name, || cargo_test(name))?;
    build::run(Profile::Dev)?;
    for project in ["www/loader", "www/package", "www/examples/react"] {
        process::run(process::command(paths::npm_bin("tsc")).args(["--noEmit", "-p", project]))?;
    }
    total += ring("workerd", name, || node_test("runtime", name))?;
    total += ring("browser", name, || node_test("browser", name))?;

    println!("\n{total}");
    match total {
        Tally { failed: 1.., .. } => Err(Error::Check("tests failed".to_owned())),
        Tally { passed: 0, .. } => Err(Error::Check("no test ran".to_owned())),
        Tally { .. } => Ok(()),
    }
}

/// Runs one ring. Without a `name`, a ring in which nothing ran is a failure.
fn ring(title: &str, name: Option<&str>, tests: impl FnOnce() -> Result<Tally>) -> Result<Tally> {
    println!("\n== {title}");
    let tally = tests()?;
    if name.is_none() && tally == Tally::default() {
        return Err(Error::Check(format!("the {title} ring ran no test")));
    }
    Ok(tally)
}

/// The product's crates, then xtask's own. Together they would unify their features, and
/// everything that xtask was just built from would be compiled again.
fn cargo_test(name: Option<&str>) -> Result<Tally> {
    let mut tally = Tally::default();
    for crates in [&["--workspace", "--exclude", "xtask"][..], &["--package", "xtask"]] {
        let mut command = process::cargo();
        command.args(["test", "--no-fail-fast"]).args(crates).args(name);
        tally += tee(&mut command, Tally::of_cargo)?;
    }
    Ok(tally)
}

/// Runs `tests/<folder>/*.test.mjs`.
fn node_test(folder: &str, name: Option<&str>) -> Result<Tally> {
    let files = paths::walk(&paths::root().join("tests").join(folder))?;
    let mut files: Vec<_> =
        files.into_iter().filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
    let mut command = process::command("node");
    command.args(["--test", CONCURRENCY, TIMEOUT, "--test-reporter=spec"]);
    // A name may be that of a file; otherwise it is looked for in the tests' own.
    if let Some(name) = name {
        let named = |path: &std::path::PathBuf| {
            path.file_name().is_some_and(|file| file.to_string_lossy().contains(name))
        };
        if files.iter().any(named) {
            files.retain(named);
        } else {
            command.arg(format!("--test-name-pattern={name}"));
        }
    }
    if files.is_empty() {
        return Ok(Tally::default());
    }
    tee(command.args(files), Tally::of_node)
}

/// Runs a test runner, passes on what it prints, and counts.
///
/// # Errors
/// [`Error::Failed`] if it failed without a failed test, for example because a test does
/// not compile.
fn tee(command: &mut Command, count: fn(&str) -> Tally) -> Result<Tally> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(process::start(command))?;
    let output = child.stdout.take().expect("its output is piped");
    let mut tally = Tally::default();
    for line in BufReader::new(output).lines().map_while(std::result::Result::ok) {
        println!("{line}");
        tally += count(&line);
    }
    let status = child.wait().map_err(process::start(command))?;
    if !status.success() && tally.failed == 0 {
        return Err(Error::Failed { command: process::line(command), status });
    }
    Ok(tally)
}
