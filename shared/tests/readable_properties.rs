//! What the event API takes, every reader can read again; what they can read, it takes.

use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Value, value::RawValue};
use shared::{
    identity::Proof,
    ingest::{Item, MAX_DEPTH, Sender, mend},
    time::UnixMillis,
};

/// A number as somebody may write it, within the range of an `f64` and beyond.
fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>()
            .prop_filter("JSON has no other", |n| n.is_finite())
            .prop_map(|n| n.to_string()),
        "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,20})?[eE][+-]?[0-9]{1,4}",
        "-?[1-9][0-9]{290,330}(\\.[0-9]{1,5})?",
        "-?0\\.[0-9]{290,330}([eE]30[0-9])?",
        "-?1\\.79769313486231[0-9]{1,5}e\\+?30[78]",
    ]
}

/// A string of what is easy to get wrong: escapes, halves of characters, quotes, brackets.
fn string() -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "é",
        "😀",
        "[",
        "{",
        "1e999",
        r"\\",
        r#"\""#,
        r"\n",
        r"\u0000",
        r"\u00e9",
        r"\ud83d",
        r"\ude00",
        r"\uD83D\uDE00",
        r"\udfff",
        r"\udbff",
    ];
    vec(select(pieces.to_vec()), 0..6).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

/// A JSON text; some are deep.
fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        select(vec!["null", "true", "[]", "{}"]).prop_map(str::to_owned),
        number(),
        string(),
    ];
    let tree = leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|items| format!("[ {} ]", items.join(", "))),
            vec((string(), inner), 0..4).prop_map(|fields| {
                let fields: Vec<_> = fields.iter().map(|(k, v)| format!("{k}:{v}")).collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    });
    let levels = prop_oneof![3 => Just(0), 1 => 80..140_usize, 1 => 1_000..1_200_usize];
    (tree, levels, any::<bool>()).prop_map(|(tree, levels, is_array)| {
        let (open, close) = if is_array { ("[", "]") } else { (r#"{"a":"#, "}") };
        format!("{}{tree}{}", open.repeat(levels), close.repeat(levels))
    })
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// What is stored of an item with these properties, or the code of why it is not.
fn stored(properties: &str) -> Result<String, &'static str> {
    let text = format!(r#"{{"type":"page","userId":"u","properties":{properties}}}"#);
    let raw = RawValue::from_string(text).expect("the texts are JSON");
    Item::parse(&raw, None, &Sender::Page(Proof::Missing), None, UnixMillis(0))
        .map(|item| item.text.into_owned())
        .map_err(|rejection| rejection.code())
}

proptest! {
    #[test]
    fn what_is_taken_can_be_read_within_other_documents(properties in json()) {
        if let Ok(text) = stored(&properties) {
            let page = format!(r#"{{"a":{{"b":{{"c":[[[[{text}]]]]}}}}}}"#);
            let read: Value = serde_json::from_str(&page)?;
            // And what is written of it, too.
            prop_assert!(serde_json::from_str::<Value>(&read.to_string()).is_ok());
        }
    }

    #[test]
    fn what_can_be_read_and_is_no_deeper_than_it_may_is_taken(properties in json()) {
        if let Ok(read) = serde_json::from_str::<Value>(&properties) {
            let want = if depth(&read) < MAX_DEPTH { None } else { Some("too_deep") };
            prop_assert_eq!(stored(&properties).err(), want);
        }
    }

    #[test]
    fn mended_texts_have_whole_characters_and_change_no_more(properties in json()) {
        let mended = mend(&properties);
        prop_assert_ne!(stored(&mended), Err("lone_surrogate"));
        prop_assert_eq!(&mend(&mended), &mended);
        if serde_json::from_str::<Value>(&properties).is_ok() {
            prop_assert_eq!(&mended, &properties);
        }
    }
}
