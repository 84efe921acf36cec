//! Running other programs.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use crate::{
    error::{Error, Result},
    paths,
};

/// `program`, to be run in the project's root and never to ask its user anything.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(paths::root()).stdin(Stdio::null());
    command
}

/// The Cargo that runs us.
pub(crate) fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs `command`; what it says goes to our own output.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(start(command))?;
    if status.success() { Ok(()) } else { Err(Error::Failed { command: line(command), status }) }
}

/// Runs `command` and returns what it printed. Its errors go to our own output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(start(command))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Error::Failed { command: line(command), status: output.status })
    }
}

/// Runs `command` on `input` and returns what it printed. Its errors go to our own output.
pub(crate) fn filter(command: &mut Command, input: &[u8]) -> Result<Vec<u8>> {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().map_err(start(command))?;
    // Dropped once written, for that is the end of the input.
    let written = child.stdin.take().expect("its input is piped").write_all(input);
    let output = child.wait_with_output().map_err(start(command))?;
    if output.status.success() {
        written.map_err(start(command))?;
        Ok(output.stdout)
    } else {
        Err(Error::Failed { command: line(command), status: output.status })
    }
}

/// Names the program in the error.
pub(crate) fn start(command: &Command) -> impl FnOnce(std::io::Error) -> Error + use<> {
    let program = command.get_program().to_string_lossy().into_owned();
    move |source| Error::Start { program, source }
}

/// The command as a person would type it.
pub(crate) fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    std::iter::once(program.file_name().unwrap_or(program.as_os_str()))
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}
