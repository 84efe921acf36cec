//! Operations, from their short form:
//!
//! - `access`: who may call, as the route table says it: `anyone`, `event_key`, `server_key`, or
//!   the least role of an operator;
//! - `parameters`: names of shared ones, or whole ones;
//! - `body`: `{json, example, optional}`, and `answers`: by status, `{description, json, example}`,
//!   `{description, page}` with a schema for each row, `export: true` where rows also come as
//!   files, or `media` for what is no JSON; `headers` by name;
//! - `problems`: by status, the codes that are this operation's own; `problem_groups` for those
//!   that it shares; `problem_with`: what an answer of some status has besides;
//! - `same_as`: the operation that it is another path of.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use super::Object;

type Result<T> = std::result::Result<T, String>;
/// Codes by status.
type Codes = BTreeMap<String, BTreeSet<String>>;

/// What `problems.yaml` says.
#[derive(Deserialize)]
pub(super) struct Problems {
    /// What each code means.
    codes: BTreeMap<String, String>,
    /// Codes that several operations share: by access, by having a body, or by name.
    groups: BTreeMap<String, Codes>,
    /// Headers by status.
    headers: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Short {
    #[serde(rename = "operationId")]
    id: String,
    summary: String,
    description: Option<String>,
    tags: Vec<String>,
    access: String,
    #[serde(default)]
    parameters: Vec<Value>,
    body: Option<Body>,
    answers: BTreeMap<String, Answer>,
    /// Of every answer.
    #[serde(default)]
    headers: Vec<String>,
    #[serde(default)]
    problems: Codes,
    #[serde(default)]
    problem_groups: Vec<String>,
    #[serde(default)]
    problem_with: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    json: Value,
    example: Option<Value>,
    #[serde(default)]
    optional: bool,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    description: String,
    json: Option<Value>,
    page: Option<Value>,
    #[serde(default)]
    export: bool,
    #[serde(default)]
    media: Vec<String>,
    #[serde(default)]
    headers: Vec<String>,
    example: Option<Value>,
}

impl Problems {
    pub(super) fn read(file: Value) -> Result<Self> {
        serde_json::from_value(file).map_err(|error| error.to_string())
    }

    /// Every problem that `short` may answer.
    fn of(&self, short: &Short) -> Result<Codes> {
        let mut codes = short.problems.clone();
        let of_body = short.body.is_some().then_some("body");
        let shared = [Some("every"), Some(&*short.access), of_body].into_iter().flatten();
        for name in shared.chain(short.problem_groups.iter().map(String::as_str)) {
            let group = self.groups.get(name).ok_or(format!("no group `{name}` of problems"))?;
            for (status, more) in group {
                codes.entry(status.clone()).or_default().extend(more.iter().cloned());
            }
        }
        Ok(codes)
    }

    /// The answer of `status` with one of `codes`.
    fn answer(
        &self,
        status: &str,
        codes: &BTreeSet<String>,
        with: Option<&Value>,
    ) -> Result<(Value, &[String])> {
        let meaning = |code: &String| {
            let text = self.codes.get(code).ok_or(format!("`{code}` is not in the catalogue"))?;
            Ok(format!("- `{code}`: {text}"))
        };
        let lines = codes.iter().map(meaning).collect::<Result<Vec<_>>>()?;
        let number: u16 = status.parse().map_err(|_| format!("`{status}` is no status"))?;
        let problem = json!({ "$ref": "Problem" });
        let parts: Vec<_> = [problem].into_iter().chain(with.map(named)).collect();
        let schema = json!({
            "allOf": parts,
            "properties": { "status": { "const": number }, "code": { "enum": codes } },
            "unevaluatedProperties": false,
        });
        let media = json!({ PROBLEM: { "schema": schema } });
        let headers = self.headers.get(status).map_or(&[][..], Vec::as_slice);
        Ok((json!({ "description": lines.join("\n"), "content": media }), headers))
    }
}

/// Writes out every operation of `document`.
pub(super) fn expand(document: &mut Object, problems: &Problems) -> Result<()> {
    let Some(Value::Object(paths)) = document.get_mut("paths") else { return Ok(()) };
    let written: BTreeMap<String, Object> = operations(paths)
        .filter_map(|operation| {
            Some((operation.get("operationId")?.as_str()?.to_owned(), operation.clone()))
        })
        .collect();
    for operation in operations(paths) {
        if let Some(other) = operation.remove("same_as") {
            let same = other.as_str().and_then(|id| written.get(id));
            let same = same.ok_or_else(|| format!("no operation {other}"))?.clone();
            let own = std::mem::replace(operation, same);
            operation.extend(own);
        }
        let id = operation.get("operationId").cloned().unwrap_or_default();
        let short = serde_json::from_value(Value::Object(operation.clone()));
        let short = short.map_err(|error| format!("{id}: {error}"))?;
        *operation = write(short, problems).map_err(|wrong| format!("{id}: {wrong}"))?;
    }
    let shared = share(paths);
    document.entry("components").or_insert_with(|| json!({}))["responses"] = shared.into();
    Ok(())
}

/// Takes out the problems that several operations answer alike, and returns them by name.
fn share(paths: &mut Object) -> Object {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for (_, problem) in operations(paths).flat_map(problems_of) {
        *counts.entry(problem.to_string()).or_default() += 1;
    }
    let mut shared = Object::new();
    for (status, problem) in operations(paths).flat_map(problems_of) {
        if counts[&problem.to_string()] > 1 {
            let name = name_of(&status, problem);
            let known = shared.entry(&name).or_insert_with(|| problem.clone());
            // Of two with one name the second stays where it is.
            if known == problem {
                *problem = json!({ "$ref": format!("#/components/responses/{name}") });
            }
        }
    }
    shared
}

const PROBLEM: &str = "application/problem+json";

/// The problems that an operation answers, by status.
fn problems_of(operation: &mut Object) -> impl Iterator<Item = (String, &mut Value)> {
    let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
    responses
        .into_iter()
        .flatten()
        .filter(|(_, answer)| answer["content"].get(PROBLEM).is_some())
        .map(|(status, answer)| (status.clone(), answer))
}

/// The name of a problem: its status and its codes, as far as they are few.
fn name_of(status: &str, problem: &Value) -> String {
    let codes = &problem["content"][PROBLEM]["schema"]["properties"]["code"]["enum"];
    let codes: Vec<_> = codes.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    match codes.as_slice() {
        [first, _, _, _, ..] => format!("{status}-{first}-and-others"),
        few => format!("{status}-{}", few.join("-")),
    }
}

fn operations(paths: &mut Object) -> impl Iterator<Item = &mut Object> {
    paths
        .values_mut()
        .filter_map(Value::as_object_mut)
        .flat_map(Object::values_mut)
        .filter_map(Value::as_object_mut)
}

fn write(short: Short, problems: &Problems) -> Result<Object> {
    let mut responses = Object::new();
    for (status, answer) in &short.answers {
        responses.insert(status.clone(), with_headers(content_of(answer), &answer.headers));
    }
    for (status, codes) in problems.of(&short)? {
        let with = short.problem_with.get(&status);
        let (answer, headers) = problems.answer(&status, &codes, with)?;
        responses.insert(status, with_headers(answer, headers));
    }
    let responses: Object = responses
        .into_iter()
        .map(|(status, answer)| (status, with_headers(answer, &short.headers)))
        .collect();
    let parameters: Vec<_> = short.parameters.iter().map(parameter).collect();
    let mut operation = Object::new();
    let mut put = |name: &str, value: Value| drop(operation.insert(name.to_owned(), value));
    put("security", security(&short.access));
    put("operationId", short.id.into());
    put("summary", short.summary.into());
    put("tags", short.tags.into());
    put("responses", responses.into());
    if let Some(description) = short.description {
        put("description", description.into());
    }
    if !parameters.is_empty() {
        put("parameters", parameters.into());
    }
    if let Some(Body { json, example, optional }) = short.body {
        let content = json!({ "application/json": media(&named(&json), example.as_ref()) });
        put("requestBody", json!({ "required": !optional, "content": content }));
    }
    Ok(operation)
}

/// Who may call. A key may stand in the body too, which no security scheme can say.
fn security(access: &str) -> Value {
    match access {
        "anyone" => json!([]),
        "event_key" => json!([{ "EventKey": [] }, {}]),
        "server_key" => json!([{ "ServerKey": [] }]),
        role => json!([{ "OperatorToken": [role] }]),
    }
}

fn content_of(answer: &Answer) -> Value {
    let mut content = Object::new();
    let example = answer.example.as_ref();
    if let Some(schema) = &answer.json {
        // What an answer has beyond its schema would be news.
        let mut schema = named(schema);
        schema["unevaluatedProperties"] = false.into();
        content.insert("application/json".to_owned(), media(&schema, example));
    }
    if let Some(row) = &answer.page {
        let row = named(row);
        let page = json!({
            "type": "object",
            "required": ["results", "next"],
            "properties": { "results": { "type": "array", "items": row }, "next": { "$ref": "Cursor" } },
            "additionalProperties": false,
        });
        content.insert("application/json".to_owned(), media(&page, example));
        if answer.export {
            let csv = json!({ "type": "string", "description": "All rows, after RFC 4180." });
            let lines = json!({
                "type": "string",
                "description": "All rows, each as in a page, a line each.",
                "contentMediaType": "application/json",
                "contentSchema": row,
            });
            content.insert("text/csv".to_owned(), json!({ "schema": csv }));
            content.insert("application/x-ndjson".to_owned(), json!({ "schema": lines }));
        }
    }
    for name in &answer.media {
        content.insert(name.clone(), json!({ "schema": { "type": "string" } }));
    }
    let mut written = json!({ "description": answer.description });
    if !content.is_empty() {
        written["content"] = content.into();
    }
    written
}

fn media(schema: &Value, example: Option<&Value>) -> Value {
    let mut media = json!({ "schema": schema });
    if let Some(example) = example {
        media["example"] = example.clone();
    }
    media
}

fn with_headers(mut answer: Value, names: &[String]) -> Value {
    for name in names {
        answer["headers"][name] = json!({ "$ref": format!("#/components/headers/{name}") });
    }
    answer
}

/// The schema of this name, or the schema itself.
fn named(schema: &Value) -> Value {
    schema.as_str().map_or_else(|| schema.clone(), |name| json!({ "$ref": name }))
}

fn parameter(parameter: &Value) -> Value {
    let reference = |name| json!({ "$ref": format!("#/components/parameters/{name}") });
    parameter.as_str().map_or_else(|| parameter.clone(), reference)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems() -> Problems {
        let file = json!({
            "codes": { "a": "A.", "b": "B.", "gone": "Gone." },
            "groups": { "every": {}, "csm": { "403": ["a"] }, "body": { "400": ["b"] } },
            "headers": { "403": ["WWW"] },
        });
        Problems::read(file).unwrap()
    }

    /// The document of one operation, `edit`, and of another path of it.
    fn expanded(edit: Value) -> Result<Value> {
        let again = json!({ "operationId": "again", "summary": "Again.", "same_as": "edit" });
        let paths = json!({ "/a": { "put": edit }, "/b": { "put": again } });
        let mut document = Object::from_iter([("paths".to_owned(), paths)]);
        expand(&mut document, &problems())?;
        Ok(Value::Object(document))
    }

    fn short() -> Value {
        json!({
            "operationId": "edit",
            "summary": "Edits.",
            "tags": ["t"],
            "access": "csm",
            "parameters": ["limit"],
            "body": { "json": "Draft" },
            "answers": { "200": { "description": "Done.", "json": "Row" } },
            "problems": { "404": ["gone"] },
        })
    }

    #[test]
    fn an_operation_has_what_it_says_and_what_it_shares() {
        let document = expanded(short()).unwrap();
        let edit = &document["paths"]["/a"]["put"];
        assert_eq!(edit["security"], json!([{ "OperatorToken": ["csm"] }]));
        assert_eq!(edit["parameters"], json!([{ "$ref": "#/components/parameters/limit" }]));
        assert_eq!(edit["requestBody"]["required"], true);
        let closed = json!({ "$ref": "Row", "unevaluatedProperties": false });
        assert_eq!(edit["responses"]["200"]["content"]["application/json"]["schema"], closed);
        let again = &document["paths"]["/b"]["put"];
        assert_eq!(again["summary"], "Again.");
        for (status, name) in [("400", "400-b"), ("403", "403-a"), ("404", "404-gone")] {
            let shared = json!({ "$ref": format!("#/components/responses/{name}") });
            assert_eq!(
                (&edit["responses"][status], &again["responses"][status]),
                (&shared, &shared)
            );
            assert!(document["components"]["responses"][name].is_object());
        }
    }

    #[test]
    fn a_word_that_means_nothing_is_refused() {
        let with = |name: &str, value: Value| {
            let mut operation = short();
            operation[name] = value;
            expanded(operation).unwrap_err()
        };
        assert!(with("acess", "csm".into()).contains("acess"));
        assert!(with("access", "boss".into()).contains("`boss`"));
        assert!(with("problems", json!({ "404": ["odd"] })).contains("`odd`"));
        assert!(with("same_as", "nothing".into()).contains("nothing"));
    }
}
