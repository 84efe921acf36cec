//! The event API's parser: whatever comes in, it answers an item or a rejection.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::{Value, value::RawValue};
use shared::{
    id::{AccountId, AnonymousId, MessageId, UserId},
    identity::Proof,
    ingest::{Envelope, Item, MAX_BATCH_ITEMS, MAX_EVENT_NAME_CHARS, Sender, Verb, VerbName, mend},
    person::Person,
    time::UnixMillis,
};

const NOW: UnixMillis = UnixMillis(1_795_000_000_000);

/// Batches name the verb in the item, single calls in the path.
const PATH_VERBS: [Option<VerbName>; 7] = [
    None,
    Some(VerbName::Identify),
    Some(VerbName::Group),
    Some(VerbName::Track),
    Some(VerbName::Page),
    Some(VerbName::Screen),
    Some(VerbName::Alias),
];

fuzz_target!(|bytes: &[u8]| {
    let Ok(body) = std::str::from_utf8(bytes) else { return };
    check_body(body);
    let mended = mend(body);
    let is_json = |text: &str| serde_json::from_str::<&RawValue>(text).is_ok();
    assert_eq!(is_json(body), is_json(&mended));
    if mended != body {
        check_body(&mended);
    }
});

fn check_body(body: &str) {
    for envelope in [Envelope::of_batch(body), Envelope::of_single(body)] {
        match envelope {
            Ok(envelope) => {
                assert!(envelope.items.len() <= MAX_BATCH_ITEMS);
                for raw in &envelope.items {
                    check(raw, envelope.sent_at);
                }
            }
            Err(refusal) => assert!(!refusal.to_string().is_empty()),
        }
    }
}

fn check(raw: &RawValue, sent_at: Option<UnixMillis>) {
    for path_verb in PATH_VERBS {
        let parse = |sender| Item::parse(raw, path_verb, &sender, sent_at, NOW);
        let [page, server] = [Sender::Page(Proof::Missing), Sender::Server].map(parse);
        // A server may say all that a page may.
        assert!(page.is_err() || server.is_ok());
        for parsed in [page, server] {
            match parsed {
                Ok(item) => check_item(&item, path_verb),
                Err(rejection) => {
                    assert!(!rejection.code().is_empty());
                    assert!(!rejection.to_string().is_empty());
                    let pointer = rejection.pointer();
                    assert!(pointer.is_empty() || pointer.starts_with('/'), "{pointer}");
                }
            }
        }
    }
}

/// What is accepted is stored: its ids must be within their bounds, and it must be read again.
fn check_item(item: &Item<'_>, path_verb: Option<VerbName>) {
    let Ok(Value::Object(fields)) = serde_json::from_str(&item.text) else {
        panic!("what is stored is an object")
    };
    let is_absent = |name| fields.get(name).is_none_or(Value::is_null);
    assert!(is_absent("writeKey") && is_absent("token"));
    match &item.person {
        Person::User(user) => check_id(user.as_str(), UserId::MAX_CHARS),
        Person::Anonymous(anonymous) => {
            assert!(item.account.is_none(), "an anonymous person never counts for an account");
            check_id(anonymous.as_str(), AnonymousId::MAX_CHARS);
        }
    }
    if let Some(account) = &item.account {
        check_id(account.as_str(), AccountId::MAX_CHARS);
    }
    if let Some(message_id) = &item.message_id {
        check_id(message_id.as_str(), MessageId::MAX_CHARS);
    }
    if let Verb::Track { event } = &item.verb {
        assert!(!event.trim().is_empty() && event.chars().count() <= MAX_EVENT_NAME_CHARS);
    }
    assert!(path_verb.is_none_or(|verb| verb == item.verb.name()));
}

fn check_id(id: &str, max: usize) {
    assert!(!id.trim().is_empty() && id.chars().count() <= max && !id.contains(char::is_control));
}
