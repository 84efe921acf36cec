//! Writes what a file says: JSON on one line or with two spaces, or YAML.

use super::node::{Node, Value};

/// JSON on one line.
pub(super) fn compact(node: &Node) -> String {
    let parts = |parts: Vec<String>| parts.join(",");
    match &node.value {
        Value::Plain(plain) => plain.clone(),
        Value::Text(text) => quoted(text),
        Value::List(nodes) => format!("[{}]", parts(nodes.iter().map(compact).collect())),
        Value::Fields(fields) => {
            let field =
                |it: &super::node::Field| format!("{}:{}", quoted(&it.name), compact(&it.node));
            format!("{{{}}}", parts(fields.iter().map(field).collect()))
        }
    }
}

/// JSON as people read it: two spaces, a line for each part.
pub(super) fn json(node: &Node) -> String {
    let mut text = String::new();
    json_at(&mut text, node, 0);
    text + "\n"
}

fn json_at(text: &mut String, node: &Node, depth: usize) {
    let indent = |text: &mut String, depth| text.extend(["\n", &"  ".repeat(depth)]);
    match &node.value {
        Value::List(nodes) if !nodes.is_empty() => {
            text.push('[');
            for (index, node) in nodes.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                indent(text, depth + 1);
                json_at(text, node, depth + 1);
            }
            indent(text, depth);
            text.push(']');
        }
        Value::Fields(fields) if !fields.is_empty() => {
            text.push('{');
            for (index, field) in fields.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                indent(text, depth + 1);
                text.extend([quoted(&field.name).as_str(), ": "]);
                json_at(text, &field.node, depth + 1);
            }
            indent(text, depth);
            text.push('}');
        }
        _ => text.push_str(&compact(node)),
    }
}

/// YAML in blocks.
pub(super) fn yaml(node: &Node) -> String {
    let mut text = String::new();
    yaml_at(&mut text, node, 0);
    text.trim_start_matches('\n').to_owned() + "\n"
}

/// Writes `node` after a name or a dash: what is one word on the same line, the rest below.
fn yaml_at(text: &mut String, node: &Node, depth: usize) {
    let indent = "  ".repeat(depth);
    match &node.value {
        Value::List(nodes) if !nodes.is_empty() => {
            for node in nodes {
                let mut item = String::new();
                yaml_at(&mut item, node, depth + 1);
                // What goes in blocks begins beside the dash.
                let item = item.trim_start();
                text.extend(["\n", &indent, "- ", item]);
            }
        }
        Value::Fields(fields) if !fields.is_empty() => {
            for field in fields {
                text.extend(["\n", &indent, &word(&field.name), ":"]);
                yaml_at(text, &field.node, depth + 1);
            }
        }
        Value::Text(it) => text.extend([" ", &word(it)]),
        _ => text.extend([" ", &compact(node)]),
    }
}

/// A text without quotes where that is safe beyond doubt.
fn word(text: &str) -> String {
    let is_safe = text.chars().next().is_some_and(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(|c| c.is_alphanumeric() || " -_/.,'?!()$%".contains(c))
        && !is_special(text);
    if is_safe { text.to_owned() } else { quoted(text) }
}

/// Words that some reader of YAML takes for something else than a text.
fn is_special(text: &str) -> bool {
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    words.contains(&text.to_ascii_lowercase().as_str())
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::read::{Format, read};

    const JSON: &str = r#"{"id":"a","title":{"en":"Don't: stop","es":"¿Qué?"},"n":5,"off":"no","x":null,"list":[[1,"- a"],{"b":" c ","d":{"e":"on"}},"f\ng",{},[]],"":""}"#;

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let root = read(JSON, Format::Json).unwrap().root;
        assert_eq!(compact(&root), JSON);
        for (text, format) in [(json(&root), Format::Json), (yaml(&root), Format::Yaml)] {
            let again = read(&text, format).unwrap_or_else(|it| panic!("{}\n{text}", it.message));
            assert_eq!(compact(&again.root), JSON, "{text}");
        }
    }

    #[test]
    fn is_written_as_people_write_it() {
        let root = read(r#"{"a":{"en":"x y"},"b":[{"c":1,"d":[]},2]}"#, Format::Json).unwrap().root;
        let pretty = "{\n  \"a\": {\n    \"en\": \"x y\"\n  },\n  \"b\": [\n    {\n      \"c\": 1,\n      \"d\": []\n    },\n    2\n  ]\n}\n";
        assert_eq!(json(&root), pretty);
        assert_eq!(yaml(&root), "a:\n  en: x y\nb:\n  - c: 1\n    d: []\n  - 2\n");
    }
}
