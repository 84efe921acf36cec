//! The command line.

use crate::{
    build::Profile,
    dev::DevOptions,
    error::{Error, Result},
};

/// What `cargo xtask help` prints.
pub(crate) const HELP: &str = "\
Usage: cargo xtask <command> [options]

Commands:
  dev [--port 8787] [--fresh]  build, serve everything on workerd, rebuild on change;
                               --fresh forgets the stored state first
  test [name]                  every test: native, workerd, browser (or those that have `name` in their name)
  build [--release]            write everything deployable to dist/
  lint                         format, clippy, documentation, house rules; warnings are errors
  size                         what a visitor and the platform must load, against the budgets
  seed                         write dist/seed.sql: the demo workspace, its keys and content
  setup                        install what is missing (every command does it when needed)
  help                         this text
";

/// A parsed command line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Print [`HELP`].
    Help,
    /// Install what is missing.
    Setup,
    /// Write `dist/`.
    Build(Profile),
    /// Write `dist/seed.sql`.
    Seed,
    /// Serve and rebuild.
    Dev(DevOptions),
    /// Run the tests.
    Test {
        /// Only tests with this in their name.
        name: Option<String>,
    },
    /// Check the sources.
    Lint,
    /// Check the sizes.
    Size,
}

/// Reads the arguments after `cargo xtask`.
///
/// # Errors
/// [`Error::Usage`] names the argument that is not understood.
pub(crate) fn parse(args: impl IntoIterator<Item = String>) -> Result<Command> {
    let mut args = args.into_iter();
    let command = match args.next().as_deref() {
        None | Some("help" | "--help" | "-h") => return Ok(Command::Help),
        Some("setup") => Command::Setup,
        Some("build") => Command::Build(Profile::Dev),
        Some("seed") => Command::Seed,
        Some("dev") => Command::Dev(DevOptions::default()),
        Some("test") => Command::Test { name: None },
        Some("lint") => Command::Lint,
        Some("size") => Command::Size,
        Some(other) => return Err(Error::Usage(format!("no command `{other}`"))),
    };
    args_of(command, args)
}

/// Applies the arguments that follow a command's name to it.
fn args_of(mut command: Command, mut args: impl Iterator<Item = String>) -> Result<Command> {
    while let Some(arg) = args.next() {
        match (&mut command, arg.as_str()) {
            (_, "--help" | "-h") => return Ok(Command::Help),
            (Command::Build(profile), "--release") => *profile = Profile::Release,
            (Command::Dev(options), "--fresh") => options.fresh = true,
            (Command::Dev(options), "--port") => {
                options.port = args
                    .next()
                    .and_then(|port| port.parse().ok())
                    .filter(|port| *port != 0)
                    .ok_or_else(|| Error::Usage("--port takes a number, 1 to 65535".to_owned()))?;
            }
            (Command::Test { name: name @ None }, _) if !arg.starts_with('-') => *name = Some(arg),
            _ => return Err(Error::Usage(format!("`{arg}` is not understood here"))),
        }
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, want: Option<Command>) {
        let got = parse(line.split_whitespace().map(str::to_owned));
        assert_eq!(got.ok(), want, "{line}");
    }

    #[test]
    fn options_belong_to_their_command() {
        check("build --release", Some(Command::Build(Profile::Release)));
        check(
            "dev --port 9000 --fresh",
            Some(Command::Dev(DevOptions { port: 9000, fresh: true })),
        );
        check("test nps", Some(Command::Test { name: Some("nps".to_owned()) }));
        check("lint --release", None);
    }

    #[test]
    fn refuses_what_it_does_not_understand() {
        check("deploy", None);
        check("dev --port", None);
        check("dev --port 99999", None);
        check("test a b", None);
    }

    #[test]
    fn help_is_everywhere() {
        check("", Some(Command::Help));
        check("build --help", Some(Command::Help));
    }
}
