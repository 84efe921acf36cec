//! Takes in what `cargo xtask build` made of the widget: its hashed names and its style sheet.
//!
//! Without them, as in plain `cargo test`, the Worker draws the same HTML and offers no Wasm.

use std::{env, fs, path::PathBuf};

fn main() {
    for name in ["RUMBO_WIDGET_JS", "RUMBO_WIDGET_WASM"] {
        println!("cargo::rerun-if-env-changed={name}");
        println!("cargo::rustc-env={name}={}", env::var(name).unwrap_or_default());
    }
    println!("cargo::rerun-if-env-changed=RUMBO_WIDGET_CSS");
    let css = env::var("RUMBO_WIDGET_CSS")
        .ok()
        .filter(|path| !path.is_empty())
        .unwrap_or_else(|| "../widget/src/widget.css".to_owned());
    println!("cargo::rerun-if-changed={css}");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::copy(&css, out.join("widget.css"))
        .unwrap_or_else(|error| panic!("cannot read the widget's style sheet {css}: {error}"));
}
