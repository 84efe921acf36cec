//! JSON as text: laid out for people, and where in it something stands.

/// `json`, which must be valid, with a line for each field and item, in the order it has.
pub(crate) fn pretty(json: &str) -> String {
    let (mut text, mut depth, mut is_string, mut is_escaped) = (String::new(), 0, false, false);
    let mut characters = json.chars().peekable();
    while let Some(character) = characters.next() {
        if is_string {
            text.push(character);
            is_string = character != '"' || is_escaped;
            is_escaped = character == '\\' && !is_escaped;
            continue;
        }
        match character {
            '"' => {
                is_string = true;
                text.push(character);
            }
            '{' | '[' => {
                text.push(character);
                while characters.next_if(char::is_ascii_whitespace).is_some() {}
                if let Some(close) = characters.next_if(|next| matches!(next, '}' | ']')) {
                    text.push(close);
                } else {
                    depth += 1;
                    break_line(&mut text, depth);
                }
            }
            '}' | ']' => {
                depth -= 1;
                break_line(&mut text, depth);
                text.push(character);
            }
            ',' => {
                text.push(character);
                break_line(&mut text, depth);
            }
            ':' => text.push_str(": "),
            _ if character.is_ascii_whitespace() => {}
            _ => text.push(character),
        }
    }
    text
}

fn break_line(text: &mut String, depth: usize) {
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
}

/// A place in a text; both count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    /// Its line.
    pub(crate) line: usize,
    /// Its column.
    pub(crate) column: usize,
    /// How many UTF-16 units come before it: what browsers count by.
    pub(crate) at: usize,
}

impl Position {
    /// Of what stands at byte `at` of `text`.
    fn of(text: &str, at: usize) -> Self {
        let before = &text[..at];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            at: before.encode_utf16().count(),
        }
    }

    /// As a reader of JSON tells where it stopped: `… at line 3 column 5`. Its columns are bytes,
    /// and it stands behind what it could not read.
    pub(crate) fn in_words(text: &str, words: &str) -> Option<Self> {
        let (_, place) = words.rsplit_once("line ")?;
        let (line, column) = place.split_once(" column ")?;
        let column: String = column.chars().take_while(char::is_ascii_digit).collect();
        let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
        let start: usize =
            text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
        let at = (start + column.saturating_sub(1)).min(text.len());
        Some(Self::of(text, text.floor_char_boundary(at)))
    }
}

/// Where in `json` the value stands that the JSON pointer names. What is missing stands where
/// what should hold it does; `None` where `json` is none as far as that.
pub(crate) fn place_of(json: &str, pointer: &str) -> Option<Position> {
    let wanted: Vec<String> = pointer
        .split('/')
        .skip(1)
        .map(|token| token.replace("~1", "/").replace("~0", "~"))
        .collect();
    let mut cursor = Cursor { text: json, at: 0 };
    cursor.skip_space();
    let mut found = cursor.at;
    for token in &wanted {
        if !cursor.enter(token)? {
            break;
        }
        found = cursor.at;
    }
    Some(Position::of(json, found))
}

/// `json`, an object, under another id; `None` where it has none to replace.
pub(crate) fn with_id(json: &str, id: &str) -> Option<String> {
    let mut cursor = Cursor { text: json, at: 0 };
    cursor.skip_space();
    if !cursor.enter("id")? {
        return None;
    }
    let start = cursor.at;
    cursor.skip_string()?;
    let id = serde_json::to_string(id).ok()?;
    Some(format!("{}{id}{}", &json[..start], &json[cursor.at..]))
}

/// Walks over JSON, from value to value.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    /// Goes to the value that `token` names in the one at hand; whether there is one.
    fn enter(&mut self, token: &str) -> Option<bool> {
        let is_object = match self.peek()? {
            b'{' => true,
            b'[' => false,
            _ => return Some(false),
        };
        self.at += 1;
        for index in 0_usize.. {
            self.skip_space();
            if matches!(self.peek()?, b'}' | b']') {
                return Some(false);
            }
            let is_wanted = if is_object {
                let start = self.at;
                self.skip_string()?;
                let name: String = serde_json::from_str(&self.text[start..self.at]).ok()?;
                self.skip_space();
                (self.peek()? == b':').then_some(())?;
                self.at += 1;
                self.skip_space();
                name == token
            } else {
                index.to_string() == token
            };
            if is_wanted {
                return Some(true);
            }
            self.skip_value()?;
            self.skip_space();
            if self.peek()? == b',' {
                self.at += 1;
            }
        }
        Some(false)
    }

    fn skip_string(&mut self) -> Option<()> {
        (self.peek()? == b'"').then_some(())?;
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Some(())
    }

    fn skip_value(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => self.skip_string()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                _ => self.at += 1,
            }
            if depth == 0 && matches!(self.peek()?, b',' | b'}' | b']') {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_and_item_has_a_line() {
        let json = r#"{"a":{"en":"x: {\"y\"}, \\"},"b":[1, 2.50,null],"c":[],"d":{ }}"#;
        let want = "{\n  \"a\": {\n    \"en\": \"x: {\\\"y\\\"}, \\\\\"\n  },\n  \"b\": [\n    1,\n    \
                    2.50,\n    null\n  ],\n  \"c\": [],\n  \"d\": {}\n}";
        assert_eq!(pretty(json), want);
        assert_eq!(pretty(want), want);
    }

    #[track_caller]
    fn check(pointer: &str, want: Option<(usize, usize)>) {
        let json =
            "{\n  \"a\": [1, {\"b\": \"ñ\", \"c/d\": true}],\n  \"é}\": \"x,\\\"y\", \"z\": 1\n}";
        let got = place_of(json, pointer).map(|Position { line, column, .. }| (line, column));
        assert_eq!(got, want, "{pointer}");
    }

    #[test]
    fn what_a_pointer_names_is_found() {
        check("", Some((1, 1)));
        check("/a", Some((2, 8)));
        check("/a/0", Some((2, 9)));
        check("/a/1/b", Some((2, 18)));
        check("/a/1/c~1d", Some((2, 30)));
        check("/z", Some((3, 23)));
    }

    #[test]
    fn an_id_is_replaced_where_it_stands() {
        let json = r#"{"a":{"id":"x"},"id": "o\"ld","b":["id"]}"#;
        let want = r#"{"a":{"id":"x"},"id": "new","b":["id"]}"#;
        assert_eq!(with_id(json, "new").as_deref(), Some(want));
        assert_eq!(with_id(r#"{"a":1}"#, "new"), None);
        assert_eq!(with_id(r#"{"id":1}"#, "new"), None);
    }

    #[test]
    fn a_place_in_words_is_found() {
        let found = |words| Position::in_words("{\n\"ñ\": x}", words);
        let want = Position { line: 2, column: 6, at: 7 };
        assert_eq!(found("expected value at line 2 column 7"), Some(want));
        assert_eq!(found("invalid type: at line 2 column 99 (really)").unwrap().column, 8);
        assert_eq!(found("missing"), None);
    }

    #[test]
    fn what_is_missing_stands_where_it_should_be() {
        check("/a/1/x", Some((2, 12)));
        check("/a/0/x/y", Some((2, 9)));
        check("/nothing", Some((1, 1)));
        assert_eq!(place_of("{\"a\"", "/b"), None);
        assert_eq!(place_of("[1,", "/5"), None);
    }
}
