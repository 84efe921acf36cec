//! `cargo xtask dev`: builds, serves on workerd, and builds again on change.

mod runner;
mod watch;

use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::Duration,
};

use runner::Runner;

use crate::{
    build::{self, Profile},
    error::{Error, Result},
    paths, process, seed,
};

/// How often the sources are looked at.
const POLL: Duration = Duration::from_millis(300);

/// What `dev` was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DevOptions {
    /// Where to serve.
    pub(crate) port: u16,
    /// Forget the stored state first.
    pub(crate) fresh: bool,
}

impl Default for DevOptions {
    fn default() -> Self {
        Self { port: 8787, fresh: false }
    }
}

/// What may happen while we serve.
#[derive(Debug)]
enum Happening {
    /// The runner serves at this address.
    Ready(String),
    /// The runner serves the newest build.
    Reloaded,
    /// The runner could not do what was asked. It goes on if it was serving.
    Refused(String),
    /// The runner has ended.
    Ended,
    /// The developer wants us to stop.
    Stop,
}

/// Serves until it is told to stop.
///
/// # Errors
/// [`Error::Runner`] if serving could not start, or ended by itself.
pub(crate) fn run(options: &DevOptions) -> Result<()> {
    let state = paths::state().join("state");
    if options.fresh {
        paths::remove(&state)?;
    }
    let sources = watch::snapshot()?;
    build::run(Profile::Dev)?;

    let (sender, happenings) = channel();
    stop_on_signal(sender.clone())?;
    let mut runner = Runner::start(options.port, &state, sender)?;
    let served = serve(&mut runner, &happenings, sources, options.fresh);
    runner.stop();
    served
}

/// Ctrl-C, a closed terminal and `kill` all end `dev` in the same way.
fn stop_on_signal(sender: Sender<Happening>) -> Result<()> {
    ctrlc::set_handler(move || {
        // If nobody listens any more, we are stopping already.
        let _ = sender.send(Happening::Stop);
    })
    .map_err(|error| Error::Runner(format!("cannot listen for Ctrl-C: {error}")))
}

fn serve(
    runner: &mut Runner,
    happenings: &Receiver<Happening>,
    mut sources: watch::Snapshot,
    with_samples: bool,
) -> Result<()> {
    let mut ready = false;
    loop {
        match happenings.recv_timeout(POLL) {
            Ok(Happening::Ready(url)) => {
                ready = true;
                if with_samples {
                    add_samples(&url)?;
                }
                greet(&url)?;
            }
            Ok(Happening::Refused(detail)) if !ready => return Err(Error::Runner(detail)),
            Ok(Happening::Reloaded) => println!("  serving the new build"),
            Ok(Happening::Refused(detail)) => eprintln!("error: {detail}"),
            Ok(Happening::Stop) => return Ok(()),
            Ok(Happening::Ended) | Err(RecvTimeoutError::Disconnected) => {
                return Err(Error::Runner("the server has ended".to_owned()));
            }
            Err(RecvTimeoutError::Timeout) => {
                if let Some(now) = sources.changed()? {
                    sources = now;
                    rebuild(runner)?;
                }
            }
        }
    }
}

/// Builds in a new process, since xtask itself (or the rules it shares) may have changed.
/// If that fails, what is being served stays.
fn rebuild(runner: &mut Runner) -> Result<()> {
    println!("\n  sources have changed");
    let mut build = process::cargo();
    match process::run(build.args(["run", "--quiet", "--package", "xtask", "--", "build"])) {
        Ok(()) => runner.reload(),
        Err(error) => {
            eprintln!("error: {error}; still serving the build before");
            Ok(())
        }
    }
}

fn add_samples(url: &str) -> Result<()> {
    let mut node = process::command("node");
    node.env("RUMBO_SERVER_KEY", seed::load()?.server_key);
    process::run(node.arg("www/dev/samples.mjs").arg(url))
}

fn greet(url: &str) -> Result<()> {
    let secrets = seed::load()?;
    println!(
        "
  Rumbo is running. Ctrl-C stops it.

    Demo            {url}/demo/
    Console         {url}/console/
    API             {url}/v1/

    Write key       {}
    Server key      {}
    Identity secret {}
    Operator token  {}
",
        seed::WRITE_KEY,
        secrets.server_key,
        secrets.identity_secret,
        secrets.operator_token,
    );
    Ok(())
}
