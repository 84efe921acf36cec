//! What a command may fail with. The text is the one line its user sees.

use std::{io, path::PathBuf, process::ExitStatus};

use thiserror::Error;

pub(crate) type Result<T> = std::result::Result<T, Error>;

/// Why a command stopped.
#[derive(Debug, Error)]
pub(crate) enum Error {
    /// The command line makes no sense.
    #[error("{0}; `cargo xtask help` lists the commands")]
    Usage(String),
    /// Something must be installed by hand. The text says what.
    #[error("{0}")]
    Install(String),
    /// A program that we need is not there.
    #[error("cannot start `{program}`: {source}")]
    Start {
        /// Its name.
        program: String,
        /// What the system said.
        source: io::Error,
    },
    /// A program ended badly. It has said why itself.
    #[error("`{command}` failed ({status})")]
    Failed {
        /// What was run.
        command: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// A file cannot be read or written.
    #[error("{}: {source}", .path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is there and makes no sense.
    #[error("{}: {detail}", .path.display())]
    Content {
        /// Which.
        path: PathBuf,
        /// What is wrong with it, and where in it.
        detail: String,
    },
    /// wasm-bindgen refused a module.
    #[error("wasm-bindgen on {}: {detail}", .path.display())]
    Bindgen {
        /// The module.
        path: PathBuf,
        /// What it said.
        detail: String,
    },
    /// The runner of workerd did not come up, or went away.
    #[error("{0}")]
    Runner(String),
    /// A check of ours found something. It has been printed.
    #[error("{0}")]
    Check(String),
}
