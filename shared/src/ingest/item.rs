//! One item of the event API.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, value::RawValue};

use super::{MAX_EVENT_NAME_CHARS, MAX_ITEM_BYTES, Rejection, fields::Fields};
use crate::{
    account::StandingTrait,
    id::{AccountId, InvalidId, MessageId, UserId},
    identity::{Proof, Verification},
    person::Person,
    time::UnixMillis,
};

/// A verb of the event API, as it stands in `type` and in the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerbName {
    /// Who somebody is.
    Identify,
    /// Which account they are in.
    Group,
    /// What they did.
    Track,
    /// What they looked at.
    Page,
    /// The same in an app without pages.
    Screen,
    /// Who somebody was before.
    Alias,
}

/// What an item says.
#[derive(Debug, Clone)]
pub enum Verb<'a> {
    /// The person has these traits.
    Identify {
        /// A JSON object.
        traits: Option<&'a RawValue>,
    },
    /// The person is in this account, which has these traits.
    Group {
        /// The account.
        account: AccountId,
        /// A JSON object.
        traits: Option<&'a RawValue>,
    },
    /// The person did something.
    Track {
        /// Its name.
        event: Cow<'a, str>,
    },
    /// The person looked at a page.
    Page {
        /// Its name, where it has one.
        name: Option<Cow<'a, str>>,
    },
    /// The person looked at a screen.
    Screen {
        /// Its name, where it has one.
        name: Option<Cow<'a, str>>,
    },
    /// The person is whom this id meant before.
    Alias {
        /// That of a browser, or of a user.
        previous: String,
    },
}

/// Who sends an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Sender {
    /// A page, with what it brought to prove who its user is: whoever sits before it can
    /// send anything.
    Page(Proof),
    /// The vendor's own server.
    Server,
}

impl Sender {
    /// The account that `user` is proved to be in.
    #[must_use]
    pub fn account_of(&self, user: &UserId) -> Option<&AccountId> {
        match self {
            Self::Page(proof) => proof.account_of(user),
            Self::Server => None,
        }
    }
}

/// An item that may be stored.
#[derive(Debug, Clone)]
pub struct Item<'a> {
    /// The item as it is stored: all that the client sent, but for its key and its token. A JSON
    /// object that any reader can read again.
    pub text: Cow<'a, str>,
    /// What makes it idempotent; `None` where the client sent none.
    pub message_id: Option<MessageId>,
    /// Who did it.
    pub person: Person,
    /// The account it belongs to, where the item says so, or else its sender's proof.
    pub account: Option<AccountId>,
    /// What it says.
    pub verb: Verb<'a>,
    /// When it happened, by our clock.
    pub timestamp: UnixMillis,
    /// What a page proved of its user; `None` from a server, and where nobody is signed in.
    pub verification: Option<Verification>,
    /// Whether a server, or a verified identity, stands behind it.
    pub is_trusted: bool,
}

impl VerbName {
    /// The word in `type` and in the path.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identify => "identify",
            Self::Group => "group",
            Self::Track => "track",
            Self::Page => "page",
            Self::Screen => "screen",
            Self::Alias => "alias",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Identify, Self::Group, Self::Track, Self::Page, Self::Screen, Self::Alias]
            .into_iter()
            .find(|verb| verb.as_str() == word)
    }
}

impl Verb<'_> {
    /// Which verb it is.
    #[must_use]
    pub const fn name(&self) -> VerbName {
        match self {
            Self::Identify { .. } => VerbName::Identify,
            Self::Group { .. } => VerbName::Group,
            Self::Track { .. } => VerbName::Track,
            Self::Page { .. } => VerbName::Page,
            Self::Screen { .. } => VerbName::Screen,
            Self::Alias { .. } => VerbName::Alias,
        }
    }
}

impl<'a> Item<'a> {
    /// Reads an item.
    ///
    /// `path_verb` is the verb of a single call, whose body need not repeat it; `sent_at` the
    /// client's clock when it sent the batch, `received_at` ours when it came.
    ///
    /// # Errors
    /// [`Rejection`], for the first field that is wrong.
    pub fn parse(
        raw: &'a RawValue,
        path_verb: Option<VerbName>,
        sender: &Sender,
        sent_at: Option<UnixMillis>,
        received_at: UnixMillis,
    ) -> Result<Self, Rejection> {
        let fields = Fields::read(raw.get())?;
        let text = fields.stored(raw.get(), path_verb);
        if text.len() > MAX_ITEM_BYTES {
            return Err(Rejection::TooLarge(text.len()));
        }

        let verb_name = path_verb
            .or_else(|| fields.verb.as_deref().and_then(VerbName::parse))
            .ok_or(Rejection::UnknownType)?;
        let person = match (fields.user_id, fields.anonymous_id) {
            (Some(user), _) => Person::User(id("userId", user)?),
            (None, Some(anonymous)) => Person::Anonymous(id("anonymousId", anonymous)?),
            (None, None) => return Err(Rejection::MissingPerson),
        };
        let message_id = fields.message_id.map(|text| id("messageId", text)).transpose()?;
        let context_group: Option<AccountId> = fields
            .context
            .and_then(|context| context.group_id)
            .map(|text| id("context/groupId", text))
            .transpose()?;
        let traits = fields.traits.filter(|traits| traits.get() != "null");
        if traits.is_some_and(|traits| !traits.get().starts_with('{')) {
            return Err(Rejection::WrongType { field: "traits", expected: "an object" });
        }

        let group = match (verb_name, fields.group_id) {
            (VerbName::Group, None) => return Err(Rejection::MissingGroup),
            (VerbName::Group, Some(_)) if person.user().is_none() => {
                return Err(Rejection::AnonymousGroup);
            }
            (VerbName::Group, Some(group)) => Some(id("groupId", group)?),
            _ => None,
        };
        // An anonymous person never counts for an account, whatever the context says.
        let account: Option<AccountId> = person.user().and_then(|user| {
            let said = group.clone().or(context_group);
            // A proof holds for its account. What names none must not end in another one.
            said.or_else(|| sender.account_of(user).cloned())
        });
        let verification = match (sender, person.user()) {
            (Sender::Page(proof), Some(user)) => Some(proof.verify(user, account.as_ref())),
            _ => None,
        };
        let is_trusted = *sender == Sender::Server || verification == Some(Verification::Verified);

        let verb = match (verb_name, group) {
            (_, Some(account)) => {
                traits.map_or(Ok(()), |traits| check_standing(traits, is_trusted))?;
                Verb::Group { account, traits }
            }
            // A group without its account was refused above.
            (VerbName::Identify | VerbName::Group, None) => Verb::Identify { traits },
            (VerbName::Track, None) => {
                let event = fields.event.ok_or(Rejection::InvalidEventName)?;
                if event.trim().is_empty() || event.chars().count() > MAX_EVENT_NAME_CHARS {
                    return Err(Rejection::InvalidEventName);
                }
                Verb::Track { event }
            }
            (VerbName::Page, None) => Verb::Page { name: fields.name },
            (VerbName::Screen, None) => Verb::Screen { name: fields.name },
            (VerbName::Alias, None) => {
                let Some(user) = person.user() else { return Err(Rejection::AnonymousAlias) };
                let previous = fields.previous_id.ok_or(Rejection::InvalidPreviousId)?;
                let previous: UserId = id("previousId", previous)?;
                if previous == *user {
                    return Err(Rejection::InvalidPreviousId);
                }
                Verb::Alias { previous: previous.into() }
            }
        };
        let item_sent_at = instant("sentAt", fields.sent_at.as_deref())?.or(sent_at);
        // Some clients leave `timestamp` to the server, as Segment's own does.
        let original = match instant("timestamp", fields.timestamp.as_deref())? {
            None => instant("originalTimestamp", fields.original_timestamp.as_deref())?,
            given => given,
        };
        let timestamp = correct_skew(original, item_sent_at, received_at);
        Ok(Self { text, message_id, person, account, verb, timestamp, verification, is_trusted })
    }
}

/// Refuses traits that decide about money or standing, from somebody nobody vouches for or
/// with a value they cannot have.
fn check_standing(traits: &RawValue, is_trusted: bool) -> Result<(), Rejection> {
    let traits: Map<String, Value> =
        serde_json::from_str(traits.get()).map_err(|_| Rejection::NotAnObject)?;
    match StandingTrait::ALL.into_iter().find(|name| traits.contains_key(name.as_str())) {
        Some(name) if !is_trusted => Err(Rejection::UntrustedTrait(name.as_str())),
        _ => Ok(StandingTrait::read(&traits).map(drop)?),
    }
}

fn id<T: TryFrom<String, Error = InvalidId>>(
    field: &'static str,
    text: String,
) -> Result<T, Rejection> {
    T::try_from(text).map_err(|source| Rejection::InvalidId { field, source })
}

fn instant(field: &'static str, text: Option<&str>) -> Result<Option<UnixMillis>, Rejection> {
    text.map(|text| UnixMillis::parse_rfc3339(text).ok_or(Rejection::InvalidInstant(field)))
        .transpose()
}

/// `received_at − (sent_at − original)`: the client's clock may be wrong, its intervals are not.
///
/// What holds of the result, whatever a client says: it is never later than `received_at`, for
/// nothing is heard of before it happens. And it is before 1970 only if `original` is: a `sent_at`
/// that would take it there is of a clock that nobody has set, so `original` stands as it is.
fn correct_skew(
    original: Option<UnixMillis>,
    sent_at: Option<UnixMillis>,
    received_at: UnixMillis,
) -> UnixMillis {
    let Some(original) = original else { return received_at };
    let corrected =
        sent_at.map_or(original, |sent_at| received_at.plus(original.0.saturating_sub(sent_at.0)));
    let is_absurd = corrected < UnixMillis(0) && original >= UnixMillis(0);
    let likely = if is_absurd { original } else { corrected };
    likely.min(received_at)
}

#[cfg(test)]
mod tests {
    use super::{super::MAX_DEPTH, *};
    use crate::identity::{Claims, TokenFault};

    const PAGE: &Sender = &Sender::Page(Proof::Missing);
    const NOW: UnixMillis = UnixMillis(100_000);

    fn raw(text: &str) -> &RawValue {
        serde_json::from_str(text).unwrap()
    }

    fn parse(text: &str) -> Result<Item<'_>, Rejection> {
        Item::parse(raw(text), None, PAGE, None, NOW)
    }

    #[track_caller]
    fn check_rejection(text: &str, code: &str, pointer: &str) {
        let rejection = parse(text).unwrap_err();
        assert_eq!((rejection.code(), rejection.pointer().as_str()), (code, pointer));
    }

    #[test]
    fn reads_what_segments_clients_send() {
        let item = parse(
            r#"{"type":"track","event":"Process Created","userId":"u1","anonymousId":"anon-1",
                "messageId":"m1","context":{"groupId":"acme","ip":"::1"},"properties":{"n":1},
                "timestamp":"1970-01-01T00:00:01Z","integrations":{}}"#,
        )
        .unwrap();
        assert_eq!(item.person.user().map(UserId::as_str), Some("u1"));
        assert_eq!(item.account.unwrap().as_str(), "acme");
        assert_eq!(item.message_id.unwrap().as_str(), "m1");
        assert_eq!(item.timestamp, UnixMillis(1000));
        assert!(matches!(item.verb, Verb::Track { event } if event == "Process Created"));
    }

    #[test]
    fn the_path_stands_in_for_the_type() {
        let item = Item::parse(raw(r#"{"userId":"u"}"#), Some(VerbName::Identify), PAGE, None, NOW);
        assert_eq!(item.unwrap().verb.name(), VerbName::Identify);
    }

    #[test]
    fn nulls_are_as_good_as_absent() {
        let item = parse(
            r#"{"type":"page","userId":null,"anonymousId":"a","name":null,"traits":null,"context":null}"#,
        );
        assert!(matches!(item.unwrap().verb, Verb::Page { name: None }));
    }

    #[test]
    fn ids_may_be_integers_and_empty_ones_are_as_good_as_absent() {
        let item = parse(
            r#"{"type":"alias","userId":7,"previousId":8,"messageId":9,"context":{"groupId":10}}"#,
        )
        .unwrap();
        assert_eq!(item.person.user().map(UserId::as_str), Some("7"));
        assert_eq!(item.account.unwrap().as_str(), "10");
        assert_eq!(item.message_id.unwrap().as_str(), "9");
        assert!(matches!(item.verb, Verb::Alias { previous } if previous == "8"));
        let text = r#"{"type":"page","userId":"","anonymousId":"anon-1","context":{"groupId":""}}"#;
        let Person::Anonymous(anonymous) = parse(text).unwrap().person else { panic!("a user") };
        assert_eq!(anonymous.as_str(), "anon-1");
    }

    #[test]
    fn what_nobody_could_read_again_is_refused_where_it_stands() {
        let fault = |field: &str, value: &str, code, pointer| {
            let text = format!(r#"{{"type":"page","userId":"u","{field}":{value}}}"#);
            check_rejection(&text, code, pointer);
        };
        let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        fault("properties", &deep(MAX_DEPTH), "too_deep", "/properties");
        fault("traits", r#"{"a":1e400}"#, "number_out_of_range", "/traits");
        fault("a/b~", r#"["\ud83d"]"#, "lone_surrogate", "/a~1b~0");
        fault(r"\ud83d", "1", "lone_surrogate", "");
        fault("event", r#""\ud83d""#, "lone_surrogate", "/event");
        let good = deep(MAX_DEPTH - 1);
        assert!(
            parse(&format!(r#"{{"type":"page","userId":"u","context":{{}},"x":{good}}}"#)).is_ok()
        );
    }

    #[test]
    fn corrects_a_clock_that_is_wrong() {
        let text = r#"{"type":"page","userId":"u","timestamp":"1970-01-01T00:00:10Z"}"#;
        let item = Item::parse(raw(text), None, PAGE, Some(UnixMillis(12_000)), NOW).unwrap();
        assert_eq!(item.timestamp, UnixMillis(98_000));
    }

    #[test]
    fn an_event_is_never_later_than_its_receipt_nor_before_1970_by_our_doing() {
        let at = |timestamp: &str, sent_at: &str| {
            let text = format!(
                r#"{{"type":"page","userId":"u","timestamp":"{timestamp}","sentAt":"{sent_at}"}}"#
            );
            parse(&text).unwrap().timestamp
        };
        let (second_10, second_20) = ("1970-01-01T00:00:10Z", "1970-01-01T00:00:20Z");
        let (year_1, year_9999) = ("0001-01-01T00:00:00Z", "9999-01-01T00:00:00Z");
        assert_eq!(at(second_10, second_20), UnixMillis(90_000));
        assert_eq!(at(second_20, second_10), NOW);
        assert_eq!(at(second_10, year_1), NOW);
        assert_eq!(at(year_9999, year_1), NOW);
        assert_eq!(at(second_10, year_9999), UnixMillis(10_000));
        assert_eq!(at(year_9999, year_9999), NOW);
        // What is older than our calendar is so because its sender says it.
        assert!(at(year_1, second_10) < UnixMillis(0));
        let unsent = r#"{"type":"page","userId":"u","timestamp":"9999-01-01T00:00:00Z"}"#;
        assert_eq!(parse(unsent).unwrap().timestamp, NOW);
    }

    #[test]
    fn some_clients_call_it_the_original_timestamp() {
        let text = r#"{"type":"page","userId":"u","originalTimestamp":"1970-01-01T00:00:10Z"}"#;
        assert_eq!(parse(text).unwrap().timestamp, UnixMillis(10_000));
        let both = text.replacen('{', r#"{"timestamp":"1970-01-01T00:00:20Z","#, 1);
        assert_eq!(parse(&both).unwrap().timestamp, UnixMillis(20_000));
        check_rejection(&text.replace("1970", "x"), "invalid_instant", "/originalTimestamp");
    }

    #[test]
    fn an_anonymous_person_never_counts_for_an_account() {
        let item = parse(r#"{"type":"page","anonymousId":"a","context":{"groupId":"acme"}}"#);
        assert_eq!(item.unwrap().account, None);
        check_rejection(
            r#"{"type":"group","anonymousId":"a","groupId":"acme"}"#,
            "anonymous_group",
            "/groupId",
        );
    }

    #[test]
    fn what_decides_about_money_is_taken_from_servers_only() {
        let text =
            r#"{"type":"group","userId":"u","groupId":"acme","traits":{"name":"A","plan":"pro"}}"#;
        check_rejection(text, "trait_needs_server_key", "/traits/plan");
        assert!(Item::parse(raw(text), None, &Sender::Server, None, NOW).is_ok());
        assert!(parse(&text.replace("plan", "industry")).is_ok());
    }

    fn parse_from<'a>(text: &'a str, sender: &Sender) -> Result<Item<'a>, Rejection> {
        Item::parse(raw(text), None, sender, None, NOW)
    }

    fn signed(user: &str, account: Option<&str>) -> Proof {
        let sub = UserId::try_from(user).unwrap();
        let company_id = account.map(|account| AccountId::try_from(account).unwrap());
        Proof::Signed(Claims { sub, company_id, exp: None, nbf: None })
    }

    #[test]
    fn a_verified_identity_may_say_what_a_page_may_not() {
        let text = r#"{"type":"group","userId":"u","groupId":"acme","traits":{"seats":5.0}}"#;
        let item = parse_from(text, &Sender::Page(signed("u", Some("acme")))).unwrap();
        assert_eq!(item.verification, Some(Verification::Verified));
        assert!(item.is_trusted);
        for proof in [signed("other", None), signed("u", Some("other"))] {
            let refused = parse_from(text, &Sender::Page(proof)).unwrap_err();
            assert_eq!(refused.code(), "trait_needs_server_key");
        }
        let bad = text.replace("5.0", "\"five\"");
        let refused = parse_from(&bad, &Sender::Server).unwrap_err();
        assert_eq!(
            (refused.code(), refused.pointer().as_str()),
            ("invalid_trait", "/traits/seats")
        );
    }

    #[test]
    fn what_names_no_account_belongs_where_its_user_is_proved_to_be() {
        let account_of = |text, proof| {
            let item = parse_from(text, &Sender::Page(proof)).unwrap();
            item.account.map(String::from)
        };
        let text = r#"{"type":"page","userId":"u"}"#;
        assert_eq!(account_of(text, signed("u", Some("acme"))).as_deref(), Some("acme"));
        assert_eq!(account_of(text, signed("u", None)), None);
        assert_eq!(account_of(text, signed("v", Some("acme"))), None);
        let other = r#"{"type":"page","userId":"u","context":{"groupId":"other"}}"#;
        assert_eq!(account_of(other, signed("u", Some("acme"))).as_deref(), Some("other"));
        let anonymous = r#"{"type":"page","anonymousId":"u"}"#;
        assert_eq!(account_of(anonymous, signed("u", Some("acme"))), None);
    }

    #[test]
    fn says_what_was_proved_of_whom() {
        let check = |text, sender: &Sender, want| {
            let item = parse_from(text, sender).unwrap();
            assert_eq!((item.verification, item.is_trusted), want);
        };
        let user = r#"{"type":"page","userId":"u"}"#;
        check(user, PAGE, (Some(Verification::Missing), false));
        let other = Verification::Unverified(TokenFault::WrongUser);
        check(user, &Sender::Page(signed("v", None)), (Some(other), false));
        check(user, &Sender::Server, (None, true));
        check(r#"{"type":"page","anonymousId":"a"}"#, PAGE, (None, false));
    }

    #[test]
    fn names_code_and_pointer_of_each_fault() {
        check_rejection("7", "not_an_object", "");
        check_rejection(
            r#"["page",null,"u",null,null,null,null,null,null,null,null]"#,
            "not_an_object",
            "",
        );
        check_rejection(r#"{"userId":"u"}"#, "unknown_type", "/type");
        check_rejection(r#"{"type":"delete","userId":"u"}"#, "unknown_type", "/type");
        check_rejection(r#"{"type":"alias","userId":"u"}"#, "invalid_previous_id", "/previousId");
        check_rejection(
            r#"{"type":"alias","userId":"u","previousId":"u"}"#,
            "invalid_previous_id",
            "/previousId",
        );
        check_rejection(
            r#"{"type":"alias","anonymousId":"a","previousId":"b"}"#,
            "anonymous_alias",
            "/userId",
        );
        check_rejection(r#"{"type":"page"}"#, "missing_person", "/userId");
        check_rejection(r#"{"type":"page","userId":7.5}"#, "wrong_type", "/userId");
        check_rejection(
            r#"{"type":"page","userId":"","groupId":"g"}"#,
            "missing_person",
            "/userId",
        );
        check_rejection(r#"{"type":"page","userId":" "}"#, "invalid_id", "/userId");
        check_rejection(r#"{"type":"track","userId":"u"}"#, "invalid_event_name", "/event");
        check_rejection(r#"{"type":"group","userId":"u"}"#, "missing_group", "/groupId");
        check_rejection(
            r#"{"type":"group","userId":"u","groupId":""}"#,
            "missing_group",
            "/groupId",
        );
        check_rejection(r#"{"type":"identify","userId":"u","traits":[]}"#, "wrong_type", "/traits");
        check_rejection(
            r#"{"type":"page","userId":"u","context":{"groupId":[7]}}"#,
            "wrong_type",
            "/context/groupId",
        );
        check_rejection(
            r#"{"type":"page","userId":"u","context":["g"]}"#,
            "wrong_type",
            "/context",
        );
        check_rejection(
            r#"{"type":"page","userId":"u","x":1,"x":2,"userId":"v"}"#,
            "repeated_field",
            "/userId",
        );
        check_rejection(
            r#"{"type":"page","userId":"u","context":{"groupId":"a","groupId":"b"}}"#,
            "repeated_field",
            "/context/groupId",
        );
        check_rejection(
            r#"{"type":"page","userId":"u","timestamp":"soon"}"#,
            "invalid_instant",
            "/timestamp",
        );
        let large = format!(r#"{{"type":"page","userId":"u","name":"{}"}}"#, "x".repeat(32 * 1024));
        check_rejection(&large, "item_too_large", "");
    }
}
