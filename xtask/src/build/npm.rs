//! The package for hosts that are bundled, as `npm pack` takes it.

use super::{dist::Dist, esbuild};
use crate::{error::Result, paths};

/// Builds what is under `npm/`.
pub(super) fn build() -> Result<Dist> {
    let root = paths::root();
    let folder = root.join("www/package");
    let mut dist = Dist::default();
    dist.add("index.js", esbuild::library(&folder.join("src/index.ts"))?);
    for name in ["package.json", "README.md", "index.d.ts"] {
        dist.add(name, paths::read(&folder.join(name))?);
    }
    dist.add("rumbo.d.ts", paths::read(&root.join("www/loader/rumbo.d.ts"))?);
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        dist.add(name, paths::read(&root.join(name))?);
    }
    Ok(dist)
}
