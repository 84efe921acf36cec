//! The static assets: the loader, hashed files, pages.

use super::{
    compress,
    dist::Dist,
    esbuild, terser,
    web::{Console, HashedFile, Widget},
};
use crate::{
    error::{Error, Result},
    openapi, paths, schema,
};

/// Builds `rumbo.js`, also packed, everything under `w/`, the pages that name it, the schemas, and
/// the description of the API.
pub(super) fn build(widget: &Widget, console: &Console) -> Result<Dist> {
    let www = paths::root().join("www");
    let demo = [
        HashedFile::new("demo.js", esbuild::module(&www.join("demo/demo.js"))?),
        HashedFile::new("demo.css", esbuild::css(&www.join("demo/demo.css"))?),
    ];
    let console = [console.js.clone(), console.wasm.clone(), console.css.clone()];

    let outbox = esbuild::module(&www.join("loader/src/durable/index.ts"))?;
    let outbox = HashedFile::new("outbox.js", terser::module(&outbox)?);

    let mut dist = Dist::default();
    // The loader knows the name of its chunk, so that no answer has to carry it.
    let constants = [format!("OUTBOX=\"{}\"", outbox.url)];
    let loader = esbuild::script(&www.join("loader/src/index.ts"), &constants)?;
    let loader = terser::script(&loader)?;
    // What most browsers are sent: better packed than the runtime does it at each request.
    dist.add("rumbo.js.br", compress::brotli(&loader));
    dist.add("rumbo.js", loader);
    dist.add("_headers", paths::read(&www.join("_headers"))?);
    dist.extend("demo", page("demo", &demo)?);
    dist.extend("console", page("console", &console)?);
    for (name, bytes) in schema::files() {
        dist.add(format!("schema/{name}"), bytes);
    }
    dist.add("openapi.json", openapi::document()?);
    let hashed = [outbox, widget.js.clone(), widget.wasm.clone()];
    for file in hashed.into_iter().chain(demo).chain(console) {
        dist.add(file.url.trim_start_matches('/'), file.bytes);
    }
    Ok(dist)
}

/// The longer snippet, for hosts to paste: it starts the request beside the script.
pub(super) fn snippet() -> Result<Vec<u8>> {
    terser::inline(&esbuild::script(&paths::root().join("www/loader/src/snippet.ts"), &[])?)
}

/// `www/<name>/index.html` with the names of `files` filled in, and those files beside it
/// that it names by their own path, such as an icon.
fn page(name: &str, files: &[HashedFile]) -> Result<Dist> {
    let folder = paths::root().join("www").join(name);
    let path = folder.join("index.html");
    let html = fill(&paths::read_text(&path)?, files).map_err(|placeholder| {
        let detail = format!("no built file for `{placeholder}`");
        Error::Content { path, detail }
    })?;

    let mut dist = Dist::default();
    for path in paths::list(&folder)? {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        if html.contains(&format!("\"/{name}/{file}\"")) {
            dist.add(file, paths::read(&path)?);
        }
    }
    dist.add("index.html", html.into_bytes());
    Ok(dist)
}

/// Replaces each `{{/w/<name>}}` by the URL of the file of that name.
///
/// # Errors
/// The placeholder that names none of `files`.
fn fill(text: &str, files: &[HashedFile]) -> std::result::Result<String, String> {
    let filled = files.iter().fold(text.to_owned(), |text, file| {
        text.replace(&format!("{{{{/w/{}}}}}", file.name), &file.url)
    });
    match filled.split_once("{{") {
        None => Ok(filled),
        Some((_, rest)) => {
            Err(format!("{{{{{}", rest.split_inclusive("}}").next().unwrap_or(rest)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_files_by_their_digest() {
        let file = HashedFile::new("demo.js", b"1".to_vec());
        let filled = fill("<script src={{/w/demo.js}}>", &[file]);
        assert_eq!(filled.unwrap(), "<script src=/w/demo-6b86b273ff.js>");
    }

    #[test]
    fn refuses_a_placeholder_that_nothing_fills() {
        assert_eq!(fill("a {{/w/x.js}} b", &[]), Err("{{/w/x.js}}".to_owned()));
    }
}
