//! The Worker: the edge's Wasm and the JavaScript around it.

use std::{fs, path::Path};

use wasm_bindgen_cli_support::Bindgen;

use super::{Profile, cache, cargo, dist::Dist, esbuild, web};
use crate::{
    error::{Error, Result},
    paths,
};

/// Builds `index.js`, the Worker's entry, and `index_bg.wasm`, which it imports.
pub(super) fn build(profile: Profile, widget: &web::Widget) -> Result<Dist> {
    let env = [
        ("RUMBO_WIDGET_JS", Path::new(&widget.js.url)),
        ("RUMBO_WIDGET_WASM", Path::new(&widget.wasm.url)),
        ("RUMBO_WIDGET_CSS", widget.css.as_path()),
    ];
    let wasm = match profile {
        Profile::Dev => cargo::worker("dev-edge", &["--features", "dev"], &env)?,
        Profile::Release => cargo::worker("release", &[], &env)?,
    };
    if matches!(profile, Profile::Release) {
        refuse_dev_routes(&paths::read(&wasm)?)?;
    }
    let folder = paths::stage("worker");
    let inputs: [&[u8]; 2] = [&paths::read(&wasm)?, include_bytes!("worker.rs")];
    cache::unless_same(&folder, &inputs, || bind(&wasm, &folder))?;

    let glue = format!("--alias:#edge={}", folder.join("index.js").display());
    let entry = paths::root().join("edge/entry/index.mjs");
    let args =
        ["--format=esm", "--target=es2022", "--external:*.wasm", "--external:cloudflare:*", &glue];
    let mut dist = Dist::default();
    dist.add("index.js", esbuild::bundle(&entry, &args)?);
    dist.add("index_bg.wasm", paths::read(&folder.join("index_bg.wasm"))?);
    Ok(dist)
}

/// Routes of development move the clock and make workspaces, for whoever asks.
///
/// # Errors
/// [`Error::Check`] if the Wasm serves any.
fn refuse_dev_routes(wasm: &[u8]) -> Result<()> {
    let path = b"/dev/";
    if wasm.windows(path.len()).any(|bytes| bytes == path) {
        return Err(Error::Check("the release serves routes of development".to_owned()));
    }
    Ok(())
}

/// Generates the JavaScript around `wasm`.
///
/// The reset function and the abort handler are what `edge/entry` recovers with after a
/// panic. workerd has no source phase imports: there a plain import of Wasm already
/// gives the compiled module.
fn bind(wasm: &Path, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(wasm)
        .out_name("index")
        .module(true)
        .map(|bindgen| {
            bindgen
                .typescript(false)
                .remove_name_section(true)
                .reset_state_function(true)
                .force_enable_abort_handler(true)
        })
        .and_then(|bindgen| bindgen.generate(folder))
        .map_err(web::bindgen_error(wasm))?;
    let glue = folder.join("index.js");
    let text = paths::read_text(&glue)?.replace("import source ", "import ");
    fs::write(&glue, text).map_err(paths::file(&glue))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_serves_no_routes_of_development() {
        assert!(refuse_dev_routes(b"\0asm /health/v1/batch").is_ok());
        assert!(refuse_dev_routes(b"\0asm /health/dev/clock").is_err());
    }
}
