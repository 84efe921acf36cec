//! The process that runs workerd: `www/dev/serve.mjs`.
//!
//! We write lines to its input and it answers with lines of JSON. When its input closes,
//! it stops: so it never outlives us, whatever ends us.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdin, Stdio},
    sync::mpsc::Sender,
    thread,
};

use serde::Deserialize;

use super::Happening;
use crate::{
    error::{Error, Result},
    process,
};

/// One line of its output.
#[derive(Debug, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum Line {
    Ready { url: String },
    Reloaded,
    Error { message: String },
}

/// The running process.
#[derive(Debug)]
pub(super) struct Runner {
    child: Child,
    input: Option<ChildStdin>,
}

impl Runner {
    /// Starts it on `port`, with its state in `state`. What happens goes to `sender`.
    pub(super) fn start(port: u16, state: &Path, sender: Sender<Happening>) -> Result<Self> {
        let mut command = process::command("node");
        command
            .arg("www/dev/serve.mjs")
            .args(["--port", &port.to_string(), "--state"])
            .arg(state)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn().map_err(process::start(&command))?;
        let input = child.stdin.take();
        let output = child.stdout.take().expect("its output is piped");
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(std::result::Result::ok) {
                let happening = match serde_json::from_str(&line) {
                    Ok(Line::Ready { url }) => Happening::Ready(url),
                    Ok(Line::Reloaded) => Happening::Reloaded,
                    Ok(Line::Error { message }) => Happening::Refused(message),
                    // What the Worker logs.
                    Err(_) => {
                        println!("  {line}");
                        continue;
                    }
                };
                if sender.send(happening).is_err() {
                    return;
                }
            }
            // If nobody listens any more, we have stopped it ourselves.
            let _ = sender.send(Happening::Ended);
        });
        Ok(Self { child, input })
    }

    /// Makes it serve what is in `dist/` now.
    pub(super) fn reload(&mut self) -> Result<()> {
        let write = |mut input: &ChildStdin| input.write_all(b"reload\n");
        self.input
            .as_ref()
            .map_or(Ok(()), write)
            .map_err(|error| Error::Runner(format!("the server has ended: {error}")))
    }

    /// Ends it and waits until it has.
    pub(super) fn stop(mut self) {
        drop(self.input.take());
        if let Err(error) = self.child.wait() {
            eprintln!("error: the server does not stop: {error}");
        }
    }
}
