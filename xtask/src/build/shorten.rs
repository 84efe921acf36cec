//! Short names for what the Wasm imports from its glue: the generated ones have a digest each, which
//! no compression makes smaller. It takes 2.5 KB off the widget.

use std::{collections::BTreeMap, path::Path};

use crate::{
    error::{Error, Result},
    paths,
};

/// Renames the imports of the module `wasm`, and in its glue `js` likewise.
pub(super) fn imports(js: &Path, wasm: &Path) -> Result<()> {
    let unreadable = |error: &dyn std::fmt::Display| Error::Content {
        path: wasm.to_owned(),
        detail: error.to_string(),
    };
    let mut module = walrus::Module::from_file(wasm).map_err(|error| unreadable(&error))?;
    let mut names = BTreeMap::new();
    for (n, import) in module.imports.iter_mut().enumerate() {
        let long = std::mem::replace(&mut import.name, short(n));
        names.insert(long, short(n));
    }
    module.emit_wasm_file(wasm).map_err(|error| unreadable(&error))?;
    paths::write(js, rename(&paths::read_text(js)?, &names).as_bytes())
}

/// The `n`th of the shortest names.
fn short(n: usize) -> String {
    const LETTERS: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";
    let letter = char::from(LETTERS[n % LETTERS.len()]);
    match n / LETTERS.len() {
        0 => letter.to_string(),
        round => format!("{letter}{round}"),
    }
}

/// `code` with each whole word that has another name by that name.
fn rename(code: &str, names: &BTreeMap<String, String>) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut renamed = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = rest.find(is_part) {
        let (before, word) = rest.split_at(start);
        let (word, after) = word.split_at(word.find(|c| !is_part(c)).unwrap_or(word.len()));
        renamed.push_str(before);
        renamed.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    renamed + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renames_whole_words_only() {
        let names = BTreeMap::from([("__wbg_a_1".to_owned(), short(0))]);
        let code = "{__wbg_a_1: f(__wbg_a_12), 'x': $__wbg_a_1}";
        assert_eq!(rename(code, &names), "{a: f(__wbg_a_12), 'x': $__wbg_a_1}");
    }

    #[test]
    fn no_two_names_are_the_same() {
        let names: std::collections::BTreeSet<_> = (0..500).map(short).collect();
        assert_eq!((names.len(), short(0), short(27)), (500, "a".to_owned(), "b1".to_owned()));
    }
}
