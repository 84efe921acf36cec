//! Content files as JSON Schema, for the editors of their authors.
//!
//! Drawn from the Rust types, so that what an editor completes is what the edge reads. Not in
//! anything that is deployed: feature `schema`.

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Value, json};

use super::{ContentKind, SCHEMA_FIELD};
use crate::{checklist::Checklist, survey::Survey, training::Course};

/// The schema (draft 2020-12) of a file of `kind`: descriptions from the documentation of the
/// types, and no field beside theirs but `$schema`.
#[must_use]
pub fn schema(kind: ContentKind) -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let root = match kind {
        ContentKind::Checklist => root::<Checklist>(generator),
        ContentKind::Survey => root::<Survey>(generator),
        ContentKind::Course => root::<Course>(generator),
    };
    let mut schema = root.to_value();
    tidy(&mut schema);
    if kind == ContentKind::Survey {
        survey(&mut schema);
    }
    schema["title"] = kind.as_str().into();
    schema["properties"][SCHEMA_FIELD] = json!({
        "type": "string",
        "description": "Where this schema is. For your editor; it is not stored.",
    });
    schema
}

/// What the type of a survey's file cannot say: it has questions, in one way or the other, and
/// thanks for the answers.
fn survey(schema: &mut Value) {
    schema["properties"]["thanks"]["minItems"] = 1.into();
    schema["anyOf"] = json!([
        {
            "required": ["question"],
            "properties": { "question": { "type": "object" }, "questions": { "maxItems": 0 } },
        },
        {
            "required": ["questions"],
            "properties": { "question": { "type": "null" }, "questions": { "minItems": 1 } },
        },
    ]);
}

fn root<T: schemars::JsonSchema>(generator: SchemaGenerator) -> Schema {
    generator.into_root_schema_for::<T>()
}

/// Closes objects against misspelt fields, and leaves of each description what an author reads:
/// the first paragraph, without links into our code.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if fields.contains_key("properties") && !fields.contains_key("additionalProperties") {
                fields.insert("additionalProperties".to_owned(), false.into());
            }
            if let Some(Value::String(text)) = fields.get_mut("description") {
                let first = text.split("\n\n").next().unwrap_or_default();
                *text = first.replace('\n', " ").replace("[`", "`").replace("`]", "`");
            }
            fields.values_mut().for_each(tidy);
        }
        Value::Array(items) => items.iter_mut().for_each(tidy),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_closed_schema_with_words_for_people() {
        for kind in ContentKind::ALL {
            let schema = schema(kind);
            assert_eq!(schema["additionalProperties"], false);
            assert!(schema["properties"][SCHEMA_FIELD].is_object());
            for (name, field) in schema["properties"].as_object().unwrap() {
                let text = field["description"].as_str();
                assert!(text.is_some_and(|text| !text.contains("[`")), "{name}: {field}");
            }
        }
    }
}
