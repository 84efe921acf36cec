//! Reads a content file strictly, and reads on after a fault.
//!
//! A reader by `serde` stops at the first thing that has the wrong shape. An author wants to
//! hear of all of them, so what is wrong is replaced by something right and read again.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment, Track};

use super::{Fault, check::fault};

/// The field by which an editor finds the schema of a file. It means nothing to us.
pub const SCHEMA_FIELD: &str = "$schema";
/// A file with more faults than this is something else altogether.
const MAX_REPAIRS: usize = 50;

/// Reads `json`; what has the wrong shape goes to `faults`, a misspelt field too.
///
/// The value is only good for finding more faults if there are any.
///
/// # Errors
/// All faults so far, where what is wrong cannot be replaced.
pub(super) fn read<T: DeserializeOwned>(
    json: &str,
    faults: &mut Vec<Fault>,
) -> Result<T, Vec<Fault>> {
    let whole = |error: serde_json::Error| vec![fault(".", error.to_string())];
    let mut value: Value = serde_json::from_str(json).map_err(whole)?;
    for _ in 0..MAX_REPAIRS {
        match attempt::<T>(&value) {
            Ok((read, unknown)) => {
                if faults.is_empty() && unknown.is_empty() {
                    // A field that stands twice shows in the text alone.
                    serde_json::from_str::<T>(json).map_err(whole)?;
                }
                faults.extend(unknown.into_iter().map(|path| fault(path, "is no field we know")));
                return Ok(read);
            }
            Err(wrong) => {
                let repaired = repair::<T>(&mut value, &wrong);
                faults.push(wrong.into_fault());
                if !repaired {
                    break;
                }
            }
        }
    }
    Err(std::mem::take(faults))
}

/// What has the wrong shape, and where.
struct Wrong {
    steps: Vec<Step>,
    message: String,
    /// What is absent is named by its own place, not by that of what it should be in.
    is_missing: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
}

impl Wrong {
    fn new(path: &Path, error: &serde_json::Error) -> Self {
        let step = |segment: &Segment| match segment {
            Segment::Seq { index } => Some(Step::Index(*index)),
            Segment::Map { key } => Some(Step::Key(key.clone())),
            Segment::Enum { variant } => Some(Step::Key(variant.clone())),
            Segment::Unknown => None,
        };
        let mut steps: Vec<Step> = path.iter().filter_map(step).collect();
        let message = error.to_string();
        let missing = message.strip_prefix("missing field `").and_then(|it| it.strip_suffix('`'));
        let is_missing = missing.is_some();
        steps.extend(missing.map(|field| Step::Key(field.to_owned())));
        Self { steps, message, is_missing }
    }

    fn into_fault(self) -> Fault {
        let message = if self.is_missing { "is missing".to_owned() } else { self.message };
        fault(text_of(&self.steps), message)
    }
}

/// `items[2].link.href`; `.` is the whole file.
fn text_of(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        match step {
            Step::Key(key) if text.is_empty() => text.push_str(key),
            Step::Key(key) => text.extend([".", key]),
            Step::Index(index) => text.extend(["[", &index.to_string(), "]"]),
        }
    }
    if text.is_empty() { ".".to_owned() } else { text }
}

/// Reads `value`; also the paths of all fields that are none of `T`.
fn attempt<T: DeserializeOwned>(value: &Value) -> Result<(T, Vec<String>), Wrong> {
    let mut track = Track::new();
    let mut unknown = Vec::new();
    let tracked = serde_path_to_error::Deserializer::new(value, &mut track);
    let read = serde_ignored::deserialize(tracked, |path| {
        let mut steps = Vec::new();
        steps_of(&path, &mut steps);
        if steps != [Step::Key(SCHEMA_FIELD.to_owned())] {
            unknown.push(text_of(&steps));
        }
    });
    read.map(|read| (read, unknown)).map_err(|error| Wrong::new(&track.path(), &error))
}

fn steps_of(path: &serde_ignored::Path<'_>, steps: &mut Vec<Step>) {
    use serde_ignored::Path;

    match path {
        Path::Root => {}
        Path::Seq { parent, index } => {
            steps_of(parent, steps);
            steps.push(Step::Index(*index));
        }
        Path::Map { parent, key } => {
            steps_of(parent, steps);
            steps.push(Step::Key(key.clone()));
        }
        Path::Some { parent }
        | Path::NewtypeStruct { parent }
        | Path::NewtypeVariant { parent } => steps_of(parent, steps),
    }
}

/// Puts something right in the place of what is wrong. Whether it could.
fn repair<T: DeserializeOwned>(value: &mut Value, wrong: &Wrong) -> bool {
    let before = value.clone();
    for candidate in candidates(&wrong.message) {
        if !put(value, &wrong.steps, candidate) {
            return false;
        }
        match attempt::<T>(value) {
            Err(next) if next.steps.starts_with(&wrong.steps) => value.clone_from(&before),
            _ => return true,
        }
    }
    false
}

/// Something of each shape that content has; first what leaves out, last the words that the
/// reader said it expects.
fn candidates(message: &str) -> impl Iterator<Item = Value> {
    use serde_json::json;

    let expected = message.split_once("expected").map_or("", |(_, expected)| expected);
    let words: Vec<Value> = expected.split('`').skip(1).step_by(2).map(Value::from).collect();
    [json!(null), json!("x"), json!({ "en": "x" }), json!(1), json!(false), json!([]), json!({})]
        .into_iter()
        .chain(words)
}

/// Puts `new` where `steps` lead. Whether they lead anywhere.
fn put(value: &mut Value, steps: &[Step], new: Value) -> bool {
    let Some((last, way)) = steps.split_last() else {
        return false;
    };
    let mut at = value;
    for step in way {
        let next = match step {
            Step::Key(key) => at.get_mut(key),
            Step::Index(index) => at.get_mut(index),
        };
        let Some(next) = next else { return false };
        at = next;
    }
    match (last, at) {
        (Step::Key(key), Value::Object(fields)) => {
            fields.insert(key.clone(), new);
        }
        (Step::Index(index), Value::Array(items)) if *index < items.len() => items[*index] = new,
        _ => return false,
    }
    true
}
