//! Takes in what `cargo xtask build` made of the widget: its hashed names and its style sheets.
//!
//! Without them, as in plain `cargo test`, the Worker draws the same HTML and offers no Wasm.

use std::{env, fs, path::PathBuf};

fn main() {
    for name in ["RUMBO_WIDGET_JS", "RUMBO_WIDGET_WASM"] {
        println!("cargo::rerun-if-env-changed={name}");
        println!("cargo::rustc-env={name}={}", env::var(name).unwrap_or_default());
    }
    println!("cargo::rerun-if-env-changed=RUMBO_WIDGET_CSS");
    let folder = env::var("RUMBO_WIDGET_CSS")
        .ok()
        .filter(|path| !path.is_empty())
        .unwrap_or_else(|| "../widget/src".to_owned());
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    for name in ["widget.css", "checklist.css", "survey.css"] {
        let css = PathBuf::from(&folder).join(name);
        println!("cargo::rerun-if-changed={}", css.display());
        fs::copy(&css, out.join(name))
            .unwrap_or_else(|error| panic!("cannot read {}: {error}", css.display()));
    }
}
