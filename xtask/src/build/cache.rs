//! Results of slow steps, kept while their inputs stay the same.

use std::{fs, path::Path};

use crate::{error::Result, hash::sha256_hex, paths};

/// Lets `make` fill `folder`, unless it did so before from the same `inputs`. The source file of the
/// step belongs to these: it says how the rest is made into what.
///
/// The stamp is written last: a step that was interrupted is done again.
pub(super) fn unless_same(
    folder: &Path,
    inputs: &[&[u8]],
    make: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let stamp = folder.join("stamp");
    let digests: Vec<String> = inputs.iter().map(|input| sha256_hex(input)).collect();
    let want = digests.join("\n");
    if fs::read_to_string(&stamp).is_ok_and(|have| have == want) {
        return Ok(());
    }
    paths::remove(folder)?;
    fs::create_dir_all(folder).map_err(paths::file(folder))?;
    make()?;
    paths::write(&stamp, want.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_runs_again_only_when_an_input_changed() {
        let folder = std::env::temp_dir().join(format!("rumbo-cache-{}", std::process::id()));
        let runs = std::cell::Cell::new(0);
        let make = |input: &[u8]| {
            unless_same(&folder, &[input], || {
                runs.set(runs.get() + 1);
                Ok(())
            })
        };
        for input in [b"a", b"a", b"b"] {
            make(input).unwrap();
        }
        assert_eq!(runs.get(), 2);
        paths::remove(&folder).unwrap();
    }
}
