//! `dist/manifest.json`: what each file weighs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Profile, compress, dist::Dist};
use crate::{
    error::{Error, Result},
    hash::sha384,
    paths,
};

/// One file of `dist/`. Sizes are in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileSize {
    /// As it is.
    pub(crate) bytes: usize,
    /// Compressed by gzip at its best.
    pub(crate) gzip: usize,
    /// Compressed by brotli at its best (quality 11). Absent from the Worker's files in
    /// a development build: they never travel so, and measuring takes seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) brotli: Option<usize>,
    /// As `integrity` takes it.
    pub(crate) sha384: String,
}

/// By path in `dist/`.
type Manifest = BTreeMap<String, FileSize>;

/// The manifest of `dist`. A file that the last one lists, if there is one, need not be
/// measured again.
pub(super) fn json(dist: &Dist, profile: Profile) -> Vec<u8> {
    let known = sizes().unwrap_or_default();
    let manifest: Manifest = dist
        .iter()
        .map(|(path, bytes)| {
            let with_brotli = profile == Profile::Release || !path.starts_with("worker/");
            let digest = sha384(bytes);
            let size = known
                .get(path)
                .filter(|size| size.sha384 == digest && (size.brotli.is_some() || !with_brotli))
                .cloned()
                .unwrap_or_else(|| measure(bytes, digest, with_brotli));
            (path.to_owned(), size)
        })
        .collect();
    let mut text = serde_json::to_vec_pretty(&manifest).expect("a manifest is plain JSON");
    text.push(b'\n');
    text
}

/// The manifest of the last build.
pub(crate) fn sizes() -> Result<Manifest> {
    let path = paths::dist().join("manifest.json");
    let text = paths::read(&path)?;
    serde_json::from_slice(&text)
        .map_err(|error| Error::Content { path, detail: error.to_string() })
}

fn measure(bytes: &[u8], sha384: String, with_brotli: bool) -> FileSize {
    FileSize {
        bytes: bytes.len(),
        gzip: compress::gzip(bytes).len(),
        brotli: with_brotli.then(|| compress::brotli(bytes).len()),
        sha384,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pins what other tools read.
    #[test]
    fn manifest_json_shape() {
        let size = measure(b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "x".into(), true);
        assert!(size.gzip < 48 && size.brotli.unwrap() < 48, "{size:?}");
        let size = FileSize { bytes: 3, gzip: 2, brotli: Some(1), sha384: "sha384-x".into() };
        let json = r#"{"bytes":3,"gzip":2,"brotli":1,"sha384":"sha384-x"}"#;
        assert_eq!(serde_json::to_string(&size).unwrap(), json);
    }
}
