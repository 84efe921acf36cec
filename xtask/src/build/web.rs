//! The Wasm modules that run in a browser: the widget, the console, and the example in Yew.

use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use super::{cache, cargo, dist::Dist, esbuild, shorten};
use crate::{
    error::{Error, Result},
    hash::sha256_hex,
    paths, process,
};

/// Every feature by name. `--all-features` made modules that browsers refuse.
const WASM_OPT: [&str; 9] = [
    "-Oz",
    // The linker puts the stack at the bottom: only an overflow would come so low.
    "--low-memory-unused",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-multivalue",
];

/// A file whose name holds a digest of its bytes, so that it may be cached for ever.
#[derive(Debug, Clone)]
pub(super) struct HashedFile {
    /// What it is called without the digest, e.g. `widget.js`.
    pub(super) name: &'static str,
    /// Its path on the edge's origin, e.g. `/w/widget-0123456789.js`.
    pub(super) url: String,
    /// What is in it.
    pub(super) bytes: Vec<u8>,
}

impl HashedFile {
    /// Names `bytes`.
    pub(super) fn new(name: &'static str, bytes: Vec<u8>) -> Self {
        let (stem, extension) = name.split_once('.').expect("assets have an extension");
        let digest = &sha256_hex(&bytes)[..10];
        Self { name, url: format!("/w/{stem}-{digest}.{extension}"), bytes }
    }
}

/// The widget: its module, and its style sheets, which travel inside the edge.
#[derive(Debug)]
pub(super) struct Widget {
    /// The ES module that loads the Wasm.
    pub(super) js: HashedFile,
    /// The Wasm.
    pub(super) wasm: HashedFile,
    /// The folder with the minified style sheets: `widget.css` is all of it.
    pub(super) css: PathBuf,
}

/// The console: the page www/console/index.html names all three and starts it.
#[derive(Debug)]
pub(super) struct Console {
    /// The ES module that loads the Wasm.
    pub(super) js: HashedFile,
    /// The Wasm.
    pub(super) wasm: HashedFile,
    /// The style sheet.
    pub(super) css: HashedFile,
}

/// Builds the widget.
pub(super) fn widget() -> Result<Widget> {
    let features = ["--package", "widget", "--no-default-features", "--features", "hydrate"];
    let module =
        bind(&cargo::browser(&[&features[..], &cargo::CDYLIB].concat(), "widget.wasm")?, "widget")?;
    let css = paths::stage("css");
    for name in ["widget.css", "checklist.css", "survey.css"] {
        let source = paths::root().join("widget/src").join(name);
        paths::write(&css.join(name), &esbuild::css(&source)?)?;
    }
    Ok(Widget {
        js: HashedFile::new("widget.js", esbuild::module(&module.js)?),
        wasm: HashedFile::new("widget.wasm", paths::read(&module.wasm)?),
        css,
    })
}

/// Builds the console.
pub(super) fn console() -> Result<Console> {
    let module = bind(&cargo::browser(&["--package", "console"], "console.wasm")?, "console")?;
    let css = esbuild::css(&paths::root().join("www/console/console.css"))?;
    Ok(Console {
        js: HashedFile::new("console.js", esbuild::module(&module.js)?),
        wasm: HashedFile::new("console.wasm", paths::read(&module.wasm)?),
        css: HashedFile::new("console.css", css),
    })
}

/// Builds the example host that is written in Yew, for the tests to serve.
pub(super) fn example() -> Result<Dist> {
    let module =
        bind(&cargo::browser(&["--package", "example-yew"], "example-yew.wasm")?, "example-yew")?;
    let mut dist = Dist::default();
    dist.add("yew.js", esbuild::module(&module.js)?);
    dist.add("yew.wasm", paths::read(&module.wasm)?);
    Ok(dist)
}

/// What [`bind`] made.
struct Module {
    js: PathBuf,
    wasm: PathBuf,
}

/// Generates the JavaScript that loads `wasm`, and makes the Wasm smaller.
fn bind(wasm: &Path, name: &str) -> Result<Module> {
    let folder = paths::stage(name);
    let module = Module {
        js: folder.join(format!("{name}.js")),
        wasm: folder.join(format!("{name}_bg.wasm")),
    };
    let tools = paths::read(&paths::root().join("package-lock.json"))?;
    let inputs = [paths::read(wasm)?, tools, include_bytes!("web.rs").to_vec()];
    cache::unless_same(&folder, &inputs.each_ref().map(Vec::as_slice), || {
        Bindgen::new()
            .input_path(wasm)
            .out_name(name)
            .web(true)
            .map(|bindgen| {
                bindgen
                    .typescript(false)
                    .omit_default_module_path(true)
                    .remove_name_section(true)
                    .remove_producers_section(true)
            })
            .and_then(|bindgen| bindgen.generate(&folder))
            .map_err(bindgen_error(wasm))?;
        shorten::imports(&module.js, &module.wasm)?;
        process::run(
            process::command(paths::npm_bin("wasm-opt"))
                .args(WASM_OPT)
                .arg(&module.wasm)
                .arg("--output")
                .arg(&module.wasm),
        )
    })?;
    Ok(module)
}

/// Names the module in wasm-bindgen's error.
pub(super) fn bindgen_error<E: std::fmt::Display>(wasm: &Path) -> impl FnOnce(E) -> Error + use<E> {
    let path = wasm.to_owned();
    move |error| Error::Bindgen { path, detail: format!("{error:#}") }
}
