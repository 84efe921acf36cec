//! Schemas: those of content files, from the types of `shared`, and what all have in common.

use serde_json::{Value, json};
use shared::content::{ContentKind, schema::schema};

use super::Object;

/// Where schemas stand in the document.
const SCHEMAS: &str = "#/components/schemas/";
/// Where they stand in a schema by itself.
const DEFINITIONS: &str = "#/$defs/";

/// The schemas of content files and of what is in them, by the names of their types.
pub(super) fn of_content() -> Object {
    let mut schemas = Object::new();
    for kind in ContentKind::ALL {
        let Value::Object(mut root) = schema(kind) else { unreachable!("files are objects") };
        // The document says which dialect it is.
        root.remove("$schema");
        if let Some(Value::Object(definitions)) = root.remove("$defs") {
            for (name, definition) in definitions {
                let before = schemas.insert(name.clone(), definition.clone());
                assert!(before.is_none_or(|it| it == definition), "two types are called {name}");
            }
        }
        let title = root.insert("title".to_owned(), name_of(kind).into());
        debug_assert!(title.is_some(), "editors show it");
        schemas.insert(name_of(kind).to_owned(), Value::Object(root));
    }
    schemas
}

const fn name_of(kind: ContentKind) -> &'static str {
    match kind {
        ContentKind::Checklist => "Checklist",
        ContentKind::Survey => "Survey",
        ContentKind::Course => "Course",
    }
}

/// Writes out what is said in short: where references lead, and `required: all`.
pub(super) fn write_out(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(name)) = fields.get_mut("$ref") {
                if let Some(definition) = name.strip_prefix(DEFINITIONS) {
                    *name = format!("{SCHEMAS}{definition}");
                } else if !name.contains('/') {
                    *name = format!("{SCHEMAS}{name}");
                }
            }
            if fields.get("required") == Some(&json!("all"))
                && let Some(Value::Object(properties)) = fields.get("properties")
            {
                let names: Vec<_> = properties.keys().cloned().collect();
                fields.insert("required".to_owned(), names.into());
            }
            fields.values_mut().for_each(write_out);
        }
        Value::Array(values) => values.iter_mut().for_each(write_out),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_in_short_is_written_out() {
        let mut schema = json!({
            "required": "all",
            "properties": { "a": { "$ref": "Id" }, "b": { "$ref": "#/$defs/Text" } },
        });
        write_out(&mut schema);
        let want = json!({
            "required": ["a", "b"],
            "properties": {
                "a": { "$ref": "#/components/schemas/Id" },
                "b": { "$ref": "#/components/schemas/Text" },
            },
        });
        assert_eq!(schema, want);
    }
}
