//! [`Node`]: what a file says, in the order in which it says it, and where.

use shared::content::SCHEMA_FIELD;

/// A place in a file, both counted from 1; columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Mark {
    /// Where a file begins.
    pub(super) const START: Self = Self { line: 1, column: 1 };
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) mark: Mark,
    pub(super) value: Value,
}

/// What JSON can say, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// `null`, `true`, `false` or a number, as JSON writes it.
    Plain(String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// An object.
    Fields(Vec<Field>),
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    /// Where its name stands.
    pub(super) mark: Mark,
    pub(super) node: Node,
}

impl Node {
    /// Where the value at `path` stands, as the check names paths: `items[2].link.href`. What
    /// is not there stands where it should be: in the last part of the path that is there.
    pub(super) fn find(&self, path: &str) -> Mark {
        let mut found = self.mark;
        self.seek(path, "", &mut found);
        found
    }

    fn seek(&self, path: &str, here: &str, found: &mut Mark) {
        let mut visit = |child: &Self, name: String, mark| {
            let below = path.strip_prefix(name.as_str());
            if below.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '['])) {
                *found = mark;
                child.seek(path, &name, found);
            }
        };
        match &self.value {
            Value::List(nodes) => {
                for (index, node) in nodes.iter().enumerate() {
                    visit(node, format!("{here}[{index}]"), node.mark);
                }
            }
            Value::Fields(fields) => {
                for field in fields {
                    let dot = if here.is_empty() { "" } else { "." };
                    visit(&field.node, format!("{here}{dot}{}", field.name), field.mark);
                }
            }
            Value::Plain(_) | Value::Text(_) => {}
        }
    }

    /// The text of the field `name`, if there is such a field and it is a text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let Value::Fields(fields) = &self.value else { return None };
        let field = fields.iter().find(|field| field.name == name)?;
        if let Value::Text(text) = &field.node.value { Some(text) } else { None }
    }

    /// The same with `$schema` as its first field, or without one.
    pub(super) fn with_schema(mut self, schema: Option<&str>) -> Self {
        if let Value::Fields(fields) = &mut self.value {
            fields.retain(|field| field.name != SCHEMA_FIELD);
            if let Some(schema) = schema {
                let (mark, value) = (Mark::START, Value::Text(schema.to_owned()));
                let name = SCHEMA_FIELD.to_owned();
                fields.insert(0, Field { name, mark, node: Self { mark, value } });
            }
        }
        self
    }
}
