//! The demo workspace's secrets, made at first use and kept in `.rumbo/secrets.json`.

use std::{env, fs, io::Write as _, path::Path};

use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    hash::hex,
    paths,
};

/// The demo workspace's write key. It is public: it stands in the demo page.
pub(crate) const WRITE_KEY: &str = "wk_demo";

/// What must not be in the repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Secrets {
    /// `sk_…`, for the host's servers. `RUMBO_SERVER_KEY` overrides it.
    pub(crate) server_key: String,
    /// `op_…`, an operator with the role `admin`. `RUMBO_OPERATOR_TOKEN` overrides it.
    pub(crate) operator_token: String,
    /// Signs who a user is. `RUMBO_DEMO_SECRET` overrides it.
    pub(crate) identity_secret: String,
}

/// Reads the secrets, or makes them; what the environment sets wins.
pub(crate) fn load() -> Result<Secrets> {
    let path = paths::state().join("secrets.json");
    let stored = if path.is_file() {
        serde_json::from_slice(&paths::read(&path)?)
            .map_err(|error| Error::Content { path: path.clone(), detail: error.to_string() })?
    } else {
        let made = generate();
        store(&path, &made)?;
        made
    };
    let or = |name: &str, stored: String| {
        env::var(name).ok().filter(|v| !v.is_empty()).unwrap_or(stored)
    };
    Ok(Secrets {
        server_key: or("RUMBO_SERVER_KEY", stored.server_key),
        operator_token: or("RUMBO_OPERATOR_TOKEN", stored.operator_token),
        identity_secret: or("RUMBO_DEMO_SECRET", stored.identity_secret),
    })
}

fn generate() -> Secrets {
    Secrets {
        server_key: format!("sk_{}", random()),
        operator_token: format!("op_{}", random()),
        identity_secret: random(),
    }
}

/// 256 random bits as 64 hexadecimal digits.
fn random() -> String {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    hex(&bytes)
}

/// Writes them so that nobody else on this machine can read them.
fn store(path: &Path, secrets: &Secrets) -> Result<()> {
    fs::create_dir_all(paths::state()).map_err(paths::file(path))?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let text = serde_json::to_vec_pretty(secrets).expect("secrets are plain JSON");
    options.open(path).and_then(|mut file| file.write_all(&text)).map_err(paths::file(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_secrets_are_the_same() {
        let made = generate();
        assert_eq!(made.server_key.len(), "sk_".len() + 64);
        assert_ne!(made, generate());
    }
}
