//! Reads JSON and YAML with their places.
//!
//! One reader serves both, since YAML contains JSON; what claims to be JSON is held to that
//! first. Of YAML it takes what JSON can say: no anchors, one document, names that are texts.

use std::collections::BTreeSet;

use granit_parser::{Event, Marker, Parser, ScalarStyle, Span};
use serde::de::IgnoredAny;

use super::node::{Field, Mark, Node, Value};

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Yaml,
}

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    pub(super) root: Node,
    /// Whether it has comments, which nobody but its author could write again.
    pub(super) has_comments: bool,
}

/// Why a text cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unreadable {
    pub(super) mark: Mark,
    pub(super) message: String,
}

/// Reads `text`.
pub(super) fn read(text: &str, format: Format) -> Result<Document, Unreadable> {
    if format == Format::Json {
        serde_json::from_str::<IgnoredAny>(text).map_err(|error| {
            let mark = Mark { line: error.line().max(1), column: error.column().max(1) };
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default().to_owned();
            Unreadable { mark, message }
        })?;
    }
    let mut reader = Reader { events: Parser::new_from_str(text), has_comments: false };
    let root = reader.document()?;
    Ok(Document { root, has_comments: reader.has_comments })
}

struct Reader<'a> {
    events: Parser<'a, granit_parser::StrInput<'a>>,
    has_comments: bool,
}

type Result<T, E = Unreadable> = std::result::Result<T, E>;

impl<'a> Reader<'a> {
    /// The one document of the stream.
    fn document(&mut self) -> Result<Node> {
        loop {
            let (event, mark) = self.next()?;
            match event {
                Event::StreamStart | Event::DocumentStart(..) => {}
                Event::StreamEnd => return Err(refuse(mark, "is empty")),
                event => {
                    let root = self.node(event, mark)?;
                    let (_, _) = self.next()?;
                    return match self.next()? {
                        (Event::StreamEnd, _) => Ok(root),
                        (_, mark) => Err(refuse(mark, "is a second document; a file has one")),
                    };
                }
            }
        }
    }

    /// The next event that says something, and where.
    fn next(&mut self) -> Result<(Event<'a>, Mark)> {
        loop {
            match self.events.next_event() {
                Some(Ok((Event::Comment(..), _))) => self.has_comments = true,
                Some(Ok((event, Span { start, .. }))) => return Ok((event, mark_of(&start))),
                Some(Err(error)) => return Err(refuse(mark_of(error.marker()), &error.info())),
                None => return Err(refuse(Mark::START, "ends too early")),
            }
        }
    }

    fn node(&mut self, event: Event<'a>, mark: Mark) -> Result<Node> {
        let value = match event {
            Event::Scalar(text, style, _, tag) => {
                let is_text = tag.is_some_and(|tag| tag.core_suffix() == Some("str"));
                let is_plain = style == ScalarStyle::Plain && !is_text;
                plain(&text).filter(|_| is_plain).unwrap_or_else(|| Value::Text(text.into_owned()))
            }
            Event::SequenceStart(..) => {
                let mut nodes = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break Value::List(nodes),
                        (event, mark) => nodes.push(self.node(event, mark)?),
                    }
                }
            }
            Event::MappingStart(..) => self.fields()?,
            Event::Alias(_) => return Err(refuse(mark, "is an alias: write it out")),
            _ => return Err(refuse(mark, "cannot stand here")),
        };
        Ok(Node { mark, value })
    }

    fn fields(&mut self) -> Result<Value> {
        let mut fields = Vec::new();
        let mut names = BTreeSet::new();
        loop {
            let (event, mark) = self.next()?;
            let name = match event {
                Event::MappingEnd => return Ok(Value::Fields(fields)),
                Event::Scalar(name, ..) => name.into_owned(),
                _ => return Err(refuse(mark, "must be a name")),
            };
            if !names.insert(name.clone()) {
                return Err(refuse(mark, &format!("`{name}` stands twice")));
            }
            let (event, start) = self.next()?;
            let node = self.node(event, start)?;
            fields.push(Field { name, mark, node });
        }
    }
}

/// What a word without quotes says, if it is no text: the core schema of YAML 1.2, where `no`
/// is a text.
fn plain(word: &str) -> Option<Value> {
    let json = match word {
        "" | "~" | "null" | "Null" | "NULL" => "null",
        "true" | "True" | "TRUE" => "true",
        "false" | "False" | "FALSE" => "false",
        number if serde_json::from_str::<serde_json::Number>(number).is_ok() => number,
        _ => return None,
    };
    Some(Value::Plain(json.to_owned()))
}

fn mark_of(marker: &Marker) -> Mark {
    Mark { line: marker.line(), column: marker.col() + 1 }
}

fn refuse(mark: Mark, message: &str) -> Unreadable {
    Unreadable { mark, message: message.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::write;

    fn json(text: &str, format: Format) -> Result<String> {
        Ok(write::compact(&read(text, format)?.root))
    }

    #[test]
    fn reads_json_of_every_shape_as_json_does() {
        for text in [
            r#"{"a":[1,-2.5e3,true,null,""],"b":{"c":"\u00f1 \ud83d\ude00 \/ \" \\ \n\t"},"d":{},"e":[]}"#,
            "{\n\t\"a\":\t[\n\t\t1,\n\t\t2\n\t]\n}",
            r##"{"no":"yes","a: b":"# no comment","- x":"*y &z"}"##,
        ] {
            let want: serde_json::Value = serde_json::from_str(text).unwrap();
            let got = json(text, Format::Json).unwrap();
            assert_eq!(serde_json::from_str::<serde_json::Value>(&got).unwrap(), want, "{text}");
        }
    }

    #[test]
    fn reads_yaml_as_its_author_meant_it() {
        let text = "id: a\ntitle: { en: Yes, no: 'No' }\nn: 5\nlist:\n  - on # a comment\n  - ~\n\
                    more: >-\n  one\n  two\n";
        let want = r#"{"id":"a","title":{"en":"Yes","no":"No"},"n":5,"list":["on",null],"more":"one two"}"#;
        assert_eq!(json(text, Format::Yaml).unwrap(), want);
        assert!(read(text, Format::Yaml).unwrap().has_comments);
        assert!(!read("a: '#'", Format::Yaml).unwrap().has_comments);
    }

    #[track_caller]
    fn check_refusal(text: &str, format: Format, line: usize, column: usize, words: &str) {
        let Unreadable { mark, message } = json(text, format).unwrap_err();
        assert_eq!(mark, Mark { line, column }, "{message}");
        assert!(message.contains(words), "{message}");
    }

    #[test]
    fn says_where_a_text_goes_wrong() {
        check_refusal("{\n  \"a\": ,\n}", Format::Json, 2, 8, "expected value");
        check_refusal("{ a: 1 }", Format::Json, 1, 3, "key must be a string");
        check_refusal("{\n \"a\": 1,\n \"a\": 2 }", Format::Json, 3, 2, "stands twice");
        check_refusal("a: 1\nb: [\n", Format::Yaml, 2, 4, "unclosed");
        check_refusal("a: &x 1\nb: *x\n", Format::Yaml, 2, 4, "alias");
        check_refusal("a: 1\n---\nb: 1\n", Format::Yaml, 2, 1, "second document");
        check_refusal("", Format::Yaml, 1, 1, "is empty");
        check_refusal("? [a]\n: 1\n", Format::Yaml, 1, 3, "must be a name");
    }

    #[test]
    fn finds_a_path_where_it_stands_or_where_it_should() {
        let text = "id: a\nitems:\n  - id: x\n    link: { href: 'ñ', label: 1 }\n";
        let root = read(text, Format::Yaml).unwrap().root;
        let at = |path: &str| {
            let Mark { line, column } = root.find(path);
            (line, column)
        };
        assert_eq!(at("items"), (2, 1));
        assert_eq!(at("items[0]"), (3, 5));
        assert_eq!(at("items[0].link.label"), (4, 24));
        assert_eq!(at("items[0].title"), (3, 5));
        assert_eq!(at("."), (1, 1));
    }
}
