//! Whatever comes in, the event API's parser answers: an item or a rejection, never a panic.

use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Map, Value, json, value::RawValue};
use shared::{
    command::{Field, PlacedCommand},
    identity::Proof,
    ingest::{Envelope, Item, Sender, VerbName},
    time::UnixMillis,
};

const PAGE: &Sender = &Sender::Page(Proof::Missing);
const NOW: UnixMillis = UnixMillis(1_795_000_000_000);

/// Every field that the parser looks at.
const FIELDS: [&str; 16] = [
    "type",
    "messageId",
    "userId",
    "anonymousId",
    "groupId",
    "previousId",
    "event",
    "name",
    "traits",
    "properties",
    "timestamp",
    "originalTimestamp",
    "sentAt",
    "context",
    "writeKey",
    "token",
];

/// Any JSON, a few levels deep.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
        select(vec![
            "track",
            "group",
            "identify",
            "page",
            "screen",
            "alias",
            "2026-11-21T10:00:00Z",
            "9999"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            vec((select(FIELDS.to_vec()), inner), 0..6)
                .prop_map(|pairs| pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect()),
        ]
    })
}

/// A good item with some of its fields replaced by anything, or left out.
fn damaged_item() -> impl Strategy<Value = Value> {
    let damage = vec((select(FIELDS.to_vec()), proptest::option::of(any_json())), 0..4);
    damage.prop_map(|damage| {
        let mut item: Map<String, Value> = serde_json::from_value(json!({
            "type": "track", "event": "Process Created", "userId": "u1", "messageId": "m1",
            "context": {"groupId": "acme"}, "properties": {}, "timestamp": "2026-11-21T10:00:00Z",
        }))
        .unwrap_or_default();
        for (field, value) in damage {
            match value {
                Some(value) => item.insert(field.to_owned(), value),
                None => item.remove(field),
            };
        }
        Value::from(item)
    })
}

fn check(item: &Value, sender: &Sender) -> Result<(), TestCaseError> {
    let raw = RawValue::from_string(item.to_string()).expect("a value has a JSON form");
    for path_verb in [None, Some(VerbName::Track), Some(VerbName::Group), Some(VerbName::Alias)] {
        match Item::parse(&raw, path_verb, sender, Some(NOW), NOW) {
            Ok(read) => {
                // As it is read: the last digit of a float may differ from what was written.
                let item: Value = serde_json::from_str(raw.get())?;
                let stored: Value = serde_json::from_str(&read.text)?;
                for field in FIELDS {
                    let is_secret = matches!(field, "writeKey" | "token") && !item[field].is_null();
                    let is_overruled = field == "type"
                        && path_verb
                            .is_some_and(|verb| item[field].as_str() != Some(verb.as_str()))
                        && !item[field].is_null();
                    let want = (!is_secret && !is_overruled).then(|| item.get(field)).flatten();
                    prop_assert_eq!(stored.get(field), want);
                }
                // An anonymous person never counts for an account.
                prop_assert!(read.person.user().is_some() || read.account.is_none());
                prop_assert_eq!(path_verb.unwrap_or(read.verb.name()), read.verb.name());
            }
            Err(rejection) => {
                prop_assert!(!rejection.code().is_empty());
                prop_assert!(!rejection.to_string().is_empty());
                let pointer = rejection.pointer();
                prop_assert!(pointer.is_empty() || pointer.starts_with('/'), "{}", pointer);
            }
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_json_is_an_item_or_a_rejection(item in any_json()) {
        check(&item, PAGE)?;
    }

    #[test]
    fn a_damaged_item_is_an_item_or_a_rejection(item in damaged_item()) {
        check(&item, PAGE)?;
        check(&item, &Sender::Server)?;
    }

    #[test]
    fn what_a_page_may_send_a_server_may_send(item in damaged_item()) {
        let raw = RawValue::from_string(item.to_string()).expect("a value has a JSON form");
        if let Ok(read) = Item::parse(&raw, None, PAGE, None, NOW) {
            prop_assert!(!read.is_trusted);
            let read = Item::parse(&raw, None, &Sender::Server, None, NOW);
            prop_assert!(read.is_ok_and(|read| read.is_trusted));
        }
    }

    #[test]
    fn any_text_is_an_envelope_or_refused(text in ".*", items in vec(any_json(), 0..5)) {
        let _ = Envelope::of_batch(&text);
        let _ = Envelope::of_single(&text);
        let body = json!({ "batch": items }).to_string();
        let envelope = Envelope::of_batch(&body).expect("a batch of anything is a batch");
        prop_assert_eq!(envelope.items.len(), items.len());
    }

    #[test]
    fn any_record_is_a_command_or_refused_with_its_field(
        fields in vec((select(vec!["type", "placement", "item", "rating", "comment", "x"]), ".{0,12}"), 0..7)
    ) {
        let fields: Vec<Field> =
            fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        if let Err(invalid) = PlacedCommand::from_fields(&fields) {
            prop_assert!(!invalid.code().is_empty() && !invalid.field().is_empty());
        }
    }
}
