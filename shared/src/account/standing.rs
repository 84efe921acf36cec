//! Traits of an account that decide about money or standing.

use serde_json::{Map, Value};
use thiserror::Error;

use crate::{id::UserId, time::UnixMillis};

/// A trait that decides about money or standing. It is taken from a server key or a verified
/// identity only, checked, and its history is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StandingTrait {
    /// `mrr`: monthly recurring revenue, in units of the currency. A number from 0 on.
    Mrr,
    /// `currency`: ISO 4217.
    Currency,
    /// `seats`: seats sold. A whole number from 0 on.
    Seats,
    /// `plan`: what the vendor calls it.
    Plan,
    /// `stage`: where in its life the account is.
    Stage,
    /// `renewalAt`: when the contract renews. An instant, or a date for its first moment in UTC.
    RenewalAt,
    /// `championUserId`: the user who stands up for the product.
    ChampionUserId,
}

/// Why a trait is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("must be {expected}, or null to clear it")]
pub struct InvalidTrait {
    /// The trait.
    pub name: &'static str,
    /// What it must be.
    pub expected: &'static str,
}

/// The most characters the name of a plan may have.
const MAX_PLAN_CHARS: usize = 200;
/// The stages of an account's life, in order.
const STAGES: [&str; 6] = ["land", "onboard", "adopt", "seasoned", "offboard", "former"];

impl StandingTrait {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Mrr,
        Self::Currency,
        Self::Seats,
        Self::Plan,
        Self::Stage,
        Self::RenewalAt,
        Self::ChampionUserId,
    ];

    /// Its name in `traits`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mrr => "mrr",
            Self::Currency => "currency",
            Self::Seats => "seats",
            Self::Plan => "plan",
            Self::Stage => "stage",
            Self::RenewalAt => "renewalAt",
            Self::ChampionUserId => "championUserId",
        }
    }

    /// Those among `traits`, each in its one form; null clears the trait.
    ///
    /// # Errors
    /// [`InvalidTrait`], for the first that is wrong.
    pub fn read(traits: &Map<String, Value>) -> Result<Vec<(Self, Value)>, InvalidTrait> {
        let named =
            Self::ALL.into_iter().filter_map(|name| Some((name, traits.get(name.as_str())?)));
        named.map(|(name, value)| Ok((name, name.normalize(value)?))).collect()
    }

    /// The value in its one form; null clears the trait.
    ///
    /// # Errors
    /// [`InvalidTrait`].
    pub fn normalize(self, value: &Value) -> Result<Value, InvalidTrait> {
        if value.is_null() {
            return Ok(Value::Null);
        }
        let text = value.as_str().map(str::trim).filter(|text| !text.is_empty());
        let normalized = match self {
            Self::Mrr => value.as_f64().filter(|mrr| *mrr >= 0.0).map(|_| value.clone()),
            Self::Seats => whole(value).map(Value::from),
            Self::Currency => text
                .filter(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic()))
                .map(|code| code.to_ascii_uppercase().into()),
            Self::Plan => {
                text.filter(|plan| plan.chars().count() <= MAX_PLAN_CHARS).map(Value::from)
            }
            Self::Stage => text.filter(|stage| STAGES.contains(stage)).map(Value::from),
            Self::RenewalAt => text.and_then(instant).map(|at| at.to_rfc3339().into()),
            Self::ChampionUserId => {
                text.and_then(|id| UserId::try_from(id).ok()).map(|id| id.as_str().into())
            }
        };
        normalized.ok_or(InvalidTrait { name: self.as_str(), expected: self.expected() })
    }

    const fn expected(self) -> &'static str {
        match self {
            Self::Mrr => "a number from 0 on",
            Self::Currency => "a currency of ISO 4217 such as EUR",
            Self::Seats => "a whole number from 0 on",
            Self::Plan => "a text of at most 200 characters",
            Self::Stage => "one of land, onboard, adopt, seasoned, offboard, former",
            Self::RenewalAt => "an instant as in RFC 3339, or a date such as 2026-11-21",
            Self::ChampionUserId => "a user id",
        }
    }
}

/// A whole number however JSON writes it: some clients send `10.0`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked before")]
fn whole(value: &Value) -> Option<u64> {
    let number = value.as_f64()?;
    (number >= 0.0 && number.fract() == 0.0 && number <= f64::from(u32::MAX))
        .then_some(number as u64)
}

fn instant(text: &str) -> Option<UnixMillis> {
    UnixMillis::parse_rfc3339(text)
        .or_else(|| UnixMillis::parse_rfc3339(&format!("{text}T00:00:00Z")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(name: StandingTrait, value: Value, want: Option<Value>) {
        assert_eq!(name.normalize(&value).ok(), want, "{value}");
    }

    #[test]
    fn values_have_one_form() {
        check(StandingTrait::Mrr, json!(99.5), Some(json!(99.5)));
        check(StandingTrait::Mrr, json!("99"), None);
        check(StandingTrait::Mrr, json!(-1), None);
        check(StandingTrait::Currency, json!("eur"), Some(json!("EUR")));
        check(StandingTrait::Currency, json!("euro"), None);
        check(StandingTrait::Seats, json!(10.0), Some(json!(10)));
        check(StandingTrait::Seats, json!(1.5), None);
        check(StandingTrait::Plan, json!(" pro "), Some(json!("pro")));
        check(StandingTrait::Plan, json!(""), None);
        check(StandingTrait::Stage, json!("adopt"), Some(json!("adopt")));
        check(StandingTrait::Stage, json!("Adopt"), None);
        let first_moment = json!("2026-11-21T00:00:00.000Z");
        check(StandingTrait::RenewalAt, json!("2026-11-21"), Some(first_moment));
        check(StandingTrait::RenewalAt, json!("soon"), None);
        check(StandingTrait::ChampionUserId, json!("ana"), Some(json!("ana")));
        check(StandingTrait::ChampionUserId, json!(7), None);
    }

    #[test]
    fn null_clears() {
        for name in StandingTrait::ALL {
            check(name, Value::Null, Some(Value::Null));
        }
    }

    #[test]
    fn a_fault_names_trait_and_form() {
        let fault = StandingTrait::Seats.normalize(&json!("ten")).unwrap_err();
        assert_eq!(fault.name, "seats");
        assert_eq!(fault.to_string(), "must be a whole number from 0 on, or null to clear it");
    }
}
