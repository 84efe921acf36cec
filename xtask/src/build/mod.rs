//! `cargo xtask build`: everything deployable, into `dist/`.
//!
//! The widget comes first, because its hashed names and its style sheet are compiled
//! into the edge. `dist/` is written last and in one go, so a build that fails leaves
//! what is being served alone.

mod assets;
mod cache;
mod cargo;
mod compress;
mod dist;
mod esbuild;
mod manifest;
mod npm;
mod shorten;
mod terser;
mod web;
mod worker;

use crate::{
    error::Result,
    paths,
    progress::step,
    seed,
    setup::{self, Need},
};

pub(crate) use manifest::{FileSize, sizes};

/// Which Worker to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to rebuild, with the routes that only development has.
    Dev,
    /// What is deployed.
    Release,
}

/// Builds and writes `dist/`.
pub(crate) fn run(profile: Profile) -> Result<()> {
    setup::run(Need::Build)?;

    let widget = step("widget (wasm, css)", web::widget)?;
    let console = step("console (wasm, css)", web::console)?;
    let example = step("example (wasm)", web::example)?;
    let assets = step("loader, demo, pages", || assets::build(&widget, &console))?;
    let worker = step("worker", || worker::build(profile, &widget))?;
    let seed = step("seed", seed::sql)?;

    step("dist", || {
        let mut dist = dist::Dist::default();
        dist.extend("assets", assets);
        dist.extend("worker", worker);
        dist.extend("npm", npm::build()?);
        dist.extend("examples", example);
        dist.add("snippet.js", assets::snippet()?);
        dist.add("widget.css", paths::read(&widget.css.join("widget.css"))?);
        dist.add("manifest.json", manifest::json(&dist, profile));
        dist.add("seed.sql", seed.into_bytes());
        dist.write(&paths::dist())
    })
}
