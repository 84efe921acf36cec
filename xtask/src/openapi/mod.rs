//! `/openapi.json`: the API as an OpenAPI 3.1 document, put together from `edge/openapi/`.
//!
//! Each file there is a part of the document: for one resource, its paths and their schemas. They
//! are merged, and what is the same for many is written out here: `$ref: Key` is
//! `#/components/schemas/Key`, `required: all` names all properties, and operations have a short
//! form ([`operation`]). Schemas of content files come from the types of `shared`.

mod operation;
mod schemas;

use serde_json::{Map, Value, json};

use crate::{
    content,
    error::{Error, Result},
    paths,
};
use operation::Problems;

type Object = Map<String, Value>;

/// The file that is no part of the document: what operations have in common.
const PROBLEMS: &str = "problems.yaml";
/// How deep parts are merged: a method of a path, or a schema, stands in one file.
const MERGED_LEVELS: u8 = 3;

/// The document, as it is served.
pub(crate) fn document() -> Result<Vec<u8>> {
    let document = build()?;
    let mut text = serde_json::to_vec_pretty(&document).expect("a document is plain JSON");
    text.push(b'\n');
    Ok(text)
}

fn build() -> Result<Value> {
    let folder = paths::root().join("edge/openapi");
    let mut document = Object::new();
    for path in paths::list(&folder)? {
        if path.file_name().is_some_and(|name| name == PROBLEMS) {
            continue;
        }
        let Value::Object(part) = content::value(&path)? else {
            return Err(Error::Content { path, detail: "is no part of a document".to_owned() });
        };
        merge(&mut document, part, MERGED_LEVELS)
            .map_err(|name| Error::Content { path, detail: format!("`{name}` stands twice") })?;
    }
    let wrong = |detail| Error::Content { path: folder.clone(), detail };
    let problems = Problems::read(content::value(&folder.join(PROBLEMS))?).map_err(wrong)?;
    operation::expand(&mut document, &problems).map_err(wrong)?;
    let components = json!({ "components": { "schemas": schemas::of_content() } });
    let Value::Object(components) = components else { unreachable!("it is written as one") };
    merge(&mut document, components, MERGED_LEVELS)
        .map_err(|name| wrong(format!("`{name}` is a type of content")))?;
    let mut document = Value::Object(document);
    schemas::write_out(&mut document);
    Ok(document)
}

/// Adds `part` to `whole`.
///
/// # Errors
/// The name of what stands in both.
fn merge(whole: &mut Object, part: Object, levels: u8) -> std::result::Result<(), String> {
    for (name, value) in part {
        match (whole.get_mut(&name), value) {
            (None, value) => drop(whole.insert(name, value)),
            (Some(Value::Object(whole)), Value::Object(part)) if levels > 1 => {
                merge(whole, part, levels - 1)?;
            }
            (Some(_), _) => return Err(name),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn object(value: Value) -> Object {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn parts_make_one_document_and_nothing_stands_in_two() {
        let mut whole = object(json!({ "paths": { "/a": { "get": {} } } }));
        merge(&mut whole, object(json!({ "paths": { "/a": { "put": {} }, "/b": {} } })), 3)
            .unwrap();
        assert_eq!(
            Value::from(whole.clone()),
            json!({ "paths": { "/a": { "get": {}, "put": {} }, "/b": {} } })
        );
        let twice = object(json!({ "paths": { "/a": { "get": {} } } }));
        assert_eq!(merge(&mut whole, twice, 3), Err("get".to_owned()));
    }

    /// All names that `$ref`s of the document lead to.
    fn refs(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|value| refs(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| refs(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere_and_every_component_is_led_to() {
        let document = build().unwrap();
        let mut found = BTreeSet::new();
        refs(&document, &mut found);
        for name in &found {
            let pointer = name.strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{name}");
        }
        for section in ["schemas", "parameters", "headers", "responses"] {
            for name in document["components"][section].as_object().unwrap().keys() {
                let name = format!("#/components/{section}/{name}");
                assert!(found.contains(&name), "nothing leads to {name}");
            }
        }
    }

    #[test]
    fn every_code_of_the_catalogue_is_answered_by_something() {
        let path = paths::root().join("edge/openapi").join(PROBLEMS);
        let catalogue = content::value(&path).unwrap();
        let text = serde_json::to_string(&build().unwrap()).unwrap();
        for code in catalogue["codes"].as_object().unwrap().keys() {
            assert!(text.contains(&format!("\"{code}\"")), "nothing answers `{code}`");
        }
    }
}
