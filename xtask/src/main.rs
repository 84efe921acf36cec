//! Every developer action is one command: `cargo xtask <command>`.
//!
//! One file (or folder) for each command; what they share is in `error`, `paths`,
//! `process`, `progress` and `hash`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks through them"
)]

mod bench;
mod build;
mod cli;
mod content;
mod dev;
mod error;
mod fuzz;
mod hash;
mod lint;
mod openapi;
mod paths;
mod process;
mod progress;
mod schema;
mod seed;
mod setup;
mod size;
mod test;
mod tidy;

use std::process::ExitCode;

use cli::Command;
use error::Result;

fn main() -> ExitCode {
    match cli::parse(std::env::args().skip(1)).and_then(|command| run(&command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> Result<()> {
    match command {
        Command::Help => {
            print!("{}", cli::HELP);
            Ok(())
        }
        Command::Setup => setup::run(setup::Need::Everything),
        Command::Build(profile) => build::run(*profile),
        Command::Seed => seed::run(),
        Command::Schema => schema::run(),
        Command::Content(options) => content::run(options),
        Command::Dev(options) => dev::run(options),
        Command::Test { name } => test::run(name.as_deref()),
        Command::Bench(options) => bench::run(options),
        Command::Fuzz { seconds } => fuzz::run(*seconds),
        Command::Lint => lint::run(),
        Command::Size => size::run(),
    }
}
