//! `cargo xtask bench <name>`: measures a release build. What is measured, and against
//! what, is in `tests/bench/`.

use crate::{
    build::{self, Profile},
    error::Result,
    paths, process,
    setup::{self, Need},
};

/// A benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bench {
    /// The event API against a plain JavaScript Worker.
    Ingest,
    /// An account with much stored against one with little.
    History,
    /// The first prompt in a browser against other products'.
    Visible,
}

/// A benchmark and what it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BenchOptions {
    /// Which one.
    pub(crate) bench: Bench,
    /// Options for its script, each followed by its value.
    args: Vec<String>,
}

impl Bench {
    /// The benchmark called `name`.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        [Self::Ingest, Self::History, Self::Visible].into_iter().find(|bench| bench.name() == name)
    }

    /// Whether it has this option.
    pub(crate) fn takes(self, option: &str) -> bool {
        match self {
            Self::Ingest => matches!(option, "--seconds" | "--rounds" | "--starts"),
            Self::History => matches!(option, "--events" | "--rounds"),
            Self::Visible => option == "--rounds",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Ingest => "ingest",
            Self::History => "history",
            Self::Visible => "visible",
        }
    }

    const fn script(self) -> &'static str {
        match self {
            Self::Ingest => "tests/bench/ingest/main.mjs",
            Self::History => "tests/bench/history.mjs",
            Self::Visible => "tests/bench/visible/main.mjs",
        }
    }
}

impl BenchOptions {
    /// `bench`, told nothing.
    pub(crate) const fn new(bench: Bench) -> Self {
        Self { bench, args: vec![] }
    }

    /// Sets an option that the benchmark takes.
    pub(crate) fn set(&mut self, option: &str, value: u32) {
        self.args.extend([option.to_owned(), value.to_string()]);
    }
}

/// Builds the release, measures it and prints a table; the figures go to
/// `target/bench/<name>.json` as well. A target that is missed is said, and is no failure.
pub(crate) fn run(options: &BenchOptions) -> Result<()> {
    if options.bench == Bench::Visible {
        setup::run(Need::Everything)?;
    }
    build::run(Profile::Release)?;
    let out = paths::target().join("bench").join(format!("{}.json", options.bench.name()));
    process::run(
        process::command("node")
            .arg(options.bench.script())
            .args(&options.args)
            .arg("--out")
            .arg(out),
    )
}
