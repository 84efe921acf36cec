//! [`Condition`]: what must be true of a person.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    Device, EventTest, Facts, PagePattern,
    value::{Values, first_unmet},
};

/// What must be true of a person, their account, and where they are.
///
/// In a content file, for example
/// `{"all": [{"user": {"role": {"is": "admin"}}}, {"not": {"page": "/checkout/**"}}]}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Every one of these.
    All(Vec<Self>),
    /// At least one of these.
    Any(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
    /// Traits of the user, by name.
    User(Values),
    /// Traits of the account, by name.
    Account(Values),
    /// Something happened, often enough.
    Event(EventTest),
    /// The account is in one of these stages.
    Stage(Vec<String>),
    /// The page.
    Page(PagePattern),
    /// The reader's language is one of these: `es`, or more narrowly `pt-br`.
    Language(Vec<String>),
    /// What they look at.
    Device(Device),
    /// A share of all people, 0 to 100. Who is in it is drawn once for each content and
    /// person, and stays; a larger share has all of a smaller one.
    Percent(Percent),
}

/// A share in percent, 0 to 100.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Percent(f64);

/// A number that is no share in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a percentage is from 0 to 100")]
pub struct InvalidPercent;

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Percent {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Percent".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "number", "minimum": 0, "maximum": 100 })
    }
}

/// The part of a condition that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmet {
    /// Where in the condition, as in its file: `all[1].user.role`.
    pub path: String,
    /// What it asks for, in words. Never what is true of the person.
    pub wants: String,
}

impl Percent {
    /// Whether `user` is in the share of `content`.
    fn has(self, content: &str, user: &str) -> bool {
        let parts = 10_000;
        let place = fnv(content, user) % parts;
        // Whole and small, so nothing is lost.
        #[expect(clippy::cast_precision_loss, reason = "below 10,000")]
        let place = place as f64;
        place < self.0 * 100.0
    }
}

impl TryFrom<f64> for Percent {
    type Error = InvalidPercent;

    fn try_from(share: f64) -> Result<Self, InvalidPercent> {
        if (0.0..=100.0).contains(&share) { Ok(Self(share)) } else { Err(InvalidPercent) }
    }
}

impl From<Percent> for f64 {
    fn from(percent: Percent) -> Self {
        percent.0
    }
}

/// FNV-1a over 64 bits, mixed once more: its low bits alone are poor.
fn fnv(content: &str, user: &str) -> u64 {
    let bytes = content.bytes().chain([0]).chain(user.bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20
}

impl Condition {
    /// Whether it asks on which page somebody is.
    pub fn asks_for_page(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::asks_for_page),
            Self::Not(part) => part.asks_for_page(),
            Self::Page(_) => true,
            _ => false,
        }
    }

    /// Checks it for `facts`; `content` is what it belongs to.
    ///
    /// # Errors
    /// The first part that does not hold.
    pub fn check(&self, content: &str, facts: &Facts) -> Result<(), Unmet> {
        let unless = |holds: bool, path: &str, wants: String| {
            if holds { Ok(()) } else { Err(Unmet { path: path.to_owned(), wants }) }
        };
        match self {
            Self::All(parts) => parts.iter().enumerate().try_for_each(|(n, part)| {
                part.check(content, facts).map_err(|unmet| unmet.within(&format!("all[{n}]")))
            }),
            Self::Any(parts) => {
                let holds = parts.iter().any(|part| part.check(content, facts).is_ok());
                unless(holds, "any", "at least one of these".to_owned())
            }
            Self::Not(part) => {
                let holds = part.check(content, facts).is_err();
                unless(holds, "not", "that this is not so".to_owned())
            }
            Self::User(tests) => match first_unmet(tests, &facts.user_traits, facts.now) {
                None => Ok(()),
                Some(name) => Err(trait_of("user", name)),
            },
            Self::Account(tests) => match first_unmet(tests, &facts.account_traits, facts.now) {
                None => Ok(()),
                Some(name) => Err(trait_of("account", name)),
            },
            Self::Event(test) => {
                unless(facts.has_happened(test), "event", describe_event(test, facts))
            }
            Self::Stage(stages) => {
                let stage = facts.account_traits.get("stage").and_then(|stage| stage.as_str());
                let holds = stage.is_some_and(|stage| stages.iter().any(|other| other == stage));
                unless(holds, "stage", format!("an account in stage {}", stages.join(" or ")))
            }
            Self::Page(pattern) => {
                let holds = facts.page.as_ref().is_some_and(|url| pattern.fits(url));
                unless(holds, "page", format!("a page like {}", pattern.as_str()))
            }
            Self::Language(tags) => {
                let locale = &facts.locale;
                let is_tag = |tag: &String| {
                    let tag = tag.to_ascii_lowercase();
                    tag == locale.as_str() || tag == locale.language()
                };
                let wants = format!("a reader of {}", tags.join(" or "));
                unless(tags.iter().any(is_tag), "language", wants)
            }
            Self::Device(device) => {
                unless(facts.device == *device, "device", format!("a {}", device.as_str()))
            }
            Self::Percent(share) => {
                let holds = share.has(content, facts.user.as_str());
                unless(holds, "percent", format!("one of {} % of all people", share.0))
            }
        }
    }

    /// Calls `visit` with every test of events in it.
    pub fn for_each_event<'a>(&'a self, visit: &mut dyn FnMut(&'a EventTest)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.for_each_event(visit);
                }
            }
            Self::Not(part) => part.for_each_event(visit),
            Self::Event(test) => visit(test),
            Self::User(_)
            | Self::Account(_)
            | Self::Stage(_)
            | Self::Page(_)
            | Self::Language(_)
            | Self::Device(_)
            | Self::Percent(_) => {}
        }
    }
}

impl Unmet {
    fn within(self, outer: &str) -> Self {
        Self { path: format!("{outer}.{}", self.path), ..self }
    }
}

fn trait_of(whose: &str, name: &str) -> Unmet {
    let wants = format!("another value of the {whose}'s trait `{name}`");
    Unmet { path: format!("{whose}.{name}"), wants }
}

fn describe_event(test: &EventTest, facts: &Facts) -> String {
    let EventTest { name, at_least, within_days, .. } = test;
    let n = facts.counts.of(test, facts.now);
    let days = within_days.map(|days| format!(" in {days} days")).unwrap_or_default();
    format!("`{name}` {at_least} times{days}; so far {n}")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{id::UserId, text::Locale, time::UnixMillis};

    fn facts() -> Facts {
        let user = UserId::try_from("ana").unwrap();
        let mut facts = Facts::of(user, Locale::from("es-AR".to_owned()), UnixMillis(0));
        facts.user_traits = json!({"role": "admin"}).as_object().unwrap().clone();
        facts.account_traits =
            json!({"plan": "pro", "stage": "onboard"}).as_object().unwrap().clone();
        facts.page = Some("https://app.example/team".to_owned());
        facts.counts.learn(EventTest::named("Run").window(UnixMillis(0)), 2);
        facts
    }

    /// `""`: it holds.
    #[track_caller]
    fn check(condition: Value, want: &str) {
        let condition: Condition = serde_json::from_value(condition).unwrap();
        let path = condition.check("nps", &facts()).err().map(|unmet| unmet.path);
        assert_eq!(path.unwrap_or_default(), want);
    }

    #[test]
    fn names_the_part_that_does_not_hold() {
        check(json!({"user": {"role": {"is": "admin"}}}), "");
        check(json!({"user": {"level": {"exists": true}}}), "user.level");
        check(json!({"account": {"plan": {"in": ["free"]}}}), "account.plan");
        check(json!({"event": "Run"}), "");
        check(json!({"event": {"name": "Run", "at_least": 3}}), "event");
        check(json!({"stage": ["land", "onboard"]}), "");
        check(json!({"stage": ["adopt"]}), "stage");
        check(json!({"page": "/team"}), "");
        check(json!({"page": "/bills"}), "page");
        check(json!({"language": ["pt", "ES"]}), "");
        check(json!({"language": ["es-mx"]}), "language");
        check(json!({"device": "desktop"}), "");
        check(json!({"device": "phone"}), "device");
        check(json!({"percent": 100}), "");
        check(json!({"percent": 0}), "percent");
    }

    #[test]
    fn combines() {
        let (yes, no) = (json!({"percent": 100}), json!({"percent": 0}));
        check(json!({"all": []}), "");
        check(json!({"any": []}), "any");
        check(json!({"any": [no, yes]}), "");
        check(json!({"not": no}), "");
        check(json!({"all": [yes, {"all": [yes, no]}]}), "all[1].all[1].percent");
        check(json!({"not": {"all": [yes]}}), "not");
    }

    #[test]
    fn a_share_is_stable_nested_and_about_right() {
        let n_in = |share: f64, content: &str| {
            let share = Percent::try_from(share).unwrap();
            (0..10_000).filter(|n| share.has(content, &format!("user-{n}"))).count()
        };
        for (share, want) in [(10.0, 1_000_usize), (50.0, 5_000), (0.5, 50)] {
            let n = n_in(share, "nps");
            assert!(n.abs_diff(want) < 50 + want / 20, "{n} of {want}");
        }
        let (small, large) = (Percent(20.0), Percent(40.0));
        for n in 0..1_000 {
            let user = format!("user-{n}");
            assert!(!small.has("nps", &user) || large.has("nps", &user));
        }
        // Each content draws for itself.
        let both = |n: &usize| {
            let user = format!("user-{n}");
            Percent(50.0).has("nps", &user) && Percent(50.0).has("exit", &user)
        };
        let n_both = (0..10_000).filter(both).count();
        assert!(n_both.abs_diff(2_500) < 200, "{n_both}");
        assert!(serde_json::from_value::<Condition>(json!({"percent": 101})).is_err());
    }
}
