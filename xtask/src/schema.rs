//! `cargo xtask schema`: JSON Schema of content files, for the editors of their authors, and the
//! description of the API, for whoever calls it.

use serde_json::{Value, json};
use shared::content::{ContentKind, schema::schema};

use crate::{error::Result, openapi, paths};

/// Writes them where a build would, and says where.
pub(crate) fn run() -> Result<()> {
    let schemas = files().into_iter().map(|(name, bytes)| (format!("schema/{name}"), bytes));
    for (name, bytes) in schemas.chain([("openapi.json".to_owned(), openapi::document()?)]) {
        let path = paths::dist().join("assets").join(&name);
        paths::write(&path, &bytes)?;
        println!("{}", path.display());
    }
    Ok(())
}

/// `checklist.json` and so on, and `index.json`, which names them all.
pub(crate) fn files() -> Vec<(String, Vec<u8>)> {
    let name = |kind: ContentKind| format!("{}.json", kind.as_str());
    let index: Value = ContentKind::ALL
        .iter()
        .map(|kind| {
            let files = format!("{}/*", kind.folder());
            json!({ "kind": kind.as_str(), "schema": format!("/schema/{}", name(*kind)), "files": files })
        })
        .collect();
    let schemas = ContentKind::ALL.iter().map(|kind| (name(*kind), pretty(&schema(*kind))));
    schemas.chain([("index.json".to_owned(), pretty(&json!({ "results": index })))]).collect()
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).expect("a schema is plain JSON");
    text.push(b'\n');
    text
}

#[cfg(test)]
mod tests {
    use jsonschema::Validator;
    use shared::content::check;

    use super::*;
    use crate::content;

    fn validator(kind: ContentKind) -> Validator {
        jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .build(&schema(kind))
            .unwrap()
    }

    #[test]
    fn the_demo_content_is_what_the_schema_says() {
        for file in content::load(&content::folder()).unwrap() {
            let value: Value = serde_json::from_str(&file.body).unwrap();
            let faults: Vec<_> =
                validator(file.kind).iter_errors(&value).map(|it| it.to_string()).collect();
            assert!(faults.is_empty(), "{}: {faults:?}", file.id);
        }
    }

    /// Faults that are none of shape: what is written is as it should be, and means nothing.
    const OF_MEANING: [&str; 9] = [
        "says nothing",
        "names no ",
        "fits nobody",
        "is none of",
        "needs at least two",
        "is no option of",
        // Which options of a quiz are right is for its author to say.
        "several are right",
        "none of them is right",
        "nobody can pass",
    ];

    /// What the schema refuses, the check does too; and what the check refuses for its shape, the
    /// schema does too.
    #[test]
    fn the_check_and_the_schema_agree_on_shapes() {
        let files = content::load(&content::folder()).unwrap().into_iter();
        let files = files.map(|file| (file.kind, file.body));
        let samples = [
            (ContentKind::Checklist, include_str!("schema/samples/checklist.json").to_owned()),
            (ContentKind::Survey, include_str!("schema/samples/survey.json").to_owned()),
        ];
        let mut apart = Vec::new();
        for (kind, json) in files.chain(samples) {
            let base: Value = serde_json::from_str(&json).unwrap();
            assert_eq!(check(kind, &json).err(), None);
            let validator = validator(kind);
            for (what, broken) in mutants(&base) {
                let faults = check(kind, &broken.to_string()).err().unwrap_or_default();
                let by_schema = validator.is_valid(&broken);
                let means_nothing = |fault: &shared::content::Fault| {
                    OF_MEANING.iter().any(|words| fault.message.contains(words))
                };
                let agree = faults.is_empty() == by_schema
                    || (by_schema && faults.iter().all(means_nothing));
                if !agree {
                    apart.push(format!("{kind:?} {what}: schema {by_schema}, {faults:?}"));
                }
            }
        }
        assert!(apart.is_empty(), "{} apart:\n{}", apart.len(), apart.join("\n"));
    }

    /// The file with one thing in it replaced, removed or added, each in turn.
    fn mutants(base: &Value) -> Vec<(String, Value)> {
        let mut found = Vec::new();
        for pointer in pointers(base, String::new()) {
            let others = [json!(null), json!(5), json!("Ü -"), json!(""), json!([]), json!({})];
            for other in others {
                let mut mutant = base.clone();
                // A list is read as the fields of an object in their order: no harm, and no help.
                if other.is_array() && base.pointer(&pointer).is_some_and(Value::is_object) {
                    continue;
                }
                if pointer.is_empty() {
                    found.push((format!("all = {other}"), other));
                    continue;
                }
                *mutant.pointer_mut(&pointer).unwrap() = other.clone();
                found.push((format!("{pointer} = {other}"), mutant));
            }
            let mut mutant = base.clone();
            if let Some(Value::Object(fields)) = mutant.pointer_mut(&pointer) {
                fields.insert("colour".to_owned(), json!([]));
                found.push((format!("{pointer} + colour"), mutant));
            }
            let Some((parent, name)) = pointer.rsplit_once('/') else { continue };
            let mut mutant = base.clone();
            if let Some(Value::Object(fields)) = mutant.pointer_mut(parent) {
                fields.remove(name);
                found.push((format!("without {pointer}"), mutant));
            }
        }
        found
    }

    fn pointers(value: &Value, here: String) -> Vec<String> {
        let below: Vec<String> = match value {
            Value::Object(fields) => fields
                .iter()
                .flat_map(|(name, value)| pointers(value, format!("{here}/{name}")))
                .collect(),
            Value::Array(values) => values
                .iter()
                .enumerate()
                .flat_map(|(index, value)| pointers(value, format!("{here}/{index}")))
                .collect(),
            _ => vec![],
        };
        [vec![here], below].concat()
    }

    #[test]
    fn the_index_names_every_kind() {
        let files = files();
        let (_, index) = files.last().unwrap();
        let index: Value = serde_json::from_slice(index).unwrap();
        assert_eq!(index["results"].as_array().unwrap().len(), ContentKind::ALL.len());
        assert_eq!(index["results"][0]["schema"], "/schema/checklist.json");
    }
}
