//! Who a page says its user is, and what the proof is worth.
//!
//! The host's server signs a token for its user; the page hands it on. Whether the signature
//! is good is found out elsewhere; what a good one proves is decided here.

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use thiserror::Error;

use crate::{
    id::{AccountId, UserId},
    ingest::any_id,
    time::UnixMillis,
};

/// The most characters a token may have.
pub const MAX_TOKEN_CHARS: usize = 4_096;
/// How far the clocks of host and edge may be apart.
pub const LEEWAY_MS: i64 = 30_000;
/// The most secrets of a workspace that are good at one time: the old and the new one.
pub const MAX_ACTIVE_SECRETS: usize = 2;

/// What a token says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Claims {
    /// The user; as in items, an integer is its digits.
    #[serde(deserialize_with = "id")]
    pub sub: UserId,
    /// The account they may speak for; any, if it names none.
    #[serde(default, rename = "companyId", deserialize_with = "optional_id")]
    pub company_id: Option<AccountId>,
    /// Not good from this instant on, in seconds since 1970.
    pub exp: Option<f64>,
    /// Not good before this instant, likewise.
    pub nbf: Option<f64>,
}

fn id<'de, D: Deserializer<'de>>(claim: D) -> Result<UserId, D::Error> {
    let id = any_id(claim)?.ok_or_else(|| D::Error::custom("null is no user"))?;
    UserId::try_from(id).map_err(D::Error::custom)
}

/// An empty text is no account, and not as good as none: none means any.
fn optional_id<'de, D: Deserializer<'de>>(claim: D) -> Result<Option<AccountId>, D::Error> {
    any_id(claim)?.map(AccountId::try_from).transpose().map_err(D::Error::custom)
}

/// Why a token proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TokenFault {
    /// More characters than a token may have.
    #[error("it has more than {MAX_TOKEN_CHARS} characters")]
    TooLong,
    /// No JWT, or one without `sub`.
    #[error("it is not a JWT with the claim `sub`")]
    Malformed,
    /// Signed by another algorithm, or by none.
    #[error("its algorithm is not HS256")]
    WrongAlgorithm,
    /// Its header has `crit`: it asks of its reader what we do not know.
    #[error("its header has `crit`, and no extension is known here")]
    UnknownExtension,
    /// Signed with none of the workspace's secrets.
    #[error("it is not signed with an active secret of this workspace")]
    WrongSignature,
    /// Past its `exp`.
    #[error("it has expired")]
    Expired,
    /// Before its `nbf`.
    #[error("it is not valid yet")]
    NotYetValid,
    /// Its `sub` is somebody else.
    #[error("its `sub` is another user")]
    WrongUser,
    /// Its `companyId` is another account.
    #[error("its `companyId` is another account")]
    WrongAccount,
}

/// What a page brought as proof.
#[derive(Debug, Clone, PartialEq)]
pub enum Proof {
    /// Nothing.
    Missing,
    /// A token that proves nothing.
    Refused(TokenFault),
    /// A token that was signed by the host and is in time.
    Signed(Claims),
}

/// How much a workspace asks of a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Enforcement {
    /// Nothing.
    #[default]
    Off,
    /// Nothing, but it is counted who could prove what.
    Report,
    /// Proof of each user.
    Required,
}

/// What a proof is worth for one user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// It is them.
    Verified,
    /// It may be anybody.
    Unverified(TokenFault),
    /// Nobody tried to prove it.
    Missing,
}

/// Why somebody is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IdentityRefusal {
    /// The workspace asks for proof of each user, and there is none.
    #[error("this workspace asks for proof of each user: send a signed `token`")]
    Required,
    /// The workspace asks for proof of each user, and this is none.
    #[error("the `token` does not prove who this is: {0}")]
    Unverified(TokenFault),
}

impl IdentityRefusal {
    /// The stable machine-readable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Required => "identity_required",
            Self::Unverified(_) => "identity_unverified",
        }
    }
}

impl Claims {
    /// Whether the token is in time at `now`, as far as two clocks can agree.
    ///
    /// # Errors
    /// [`TokenFault::Expired`], [`TokenFault::NotYetValid`].
    #[expect(clippy::cast_precision_loss, reason = "instants are far below 2^53")]
    pub fn check_time(&self, now: UnixMillis) -> Result<(), TokenFault> {
        let at = |instant: i64| instant as f64 / 1000.0;
        if self.exp.is_some_and(|exp| at(now.plus(-LEEWAY_MS).0) >= exp) {
            return Err(TokenFault::Expired);
        }
        if self.nbf.is_some_and(|nbf| at(now.plus(LEEWAY_MS).0) < nbf) {
            return Err(TokenFault::NotYetValid);
        }
        Ok(())
    }
}

impl Proof {
    /// The account that it proves `user` to be in.
    #[must_use]
    pub fn account_of(&self, user: &UserId) -> Option<&AccountId> {
        match self {
            Self::Signed(claims) if claims.sub == *user => claims.company_id.as_ref(),
            _ => None,
        }
    }

    /// What it is worth for `user` in `account`.
    #[must_use]
    pub fn verify(&self, user: &UserId, account: Option<&AccountId>) -> Verification {
        match self {
            Self::Missing => Verification::Missing,
            Self::Refused(fault) => Verification::Unverified(*fault),
            Self::Signed(claims) if claims.sub != *user => {
                Verification::Unverified(TokenFault::WrongUser)
            }
            Self::Signed(Claims { company_id: Some(company), .. })
                if account.is_some_and(|account| account != company) =>
            {
                Verification::Unverified(TokenFault::WrongAccount)
            }
            Self::Signed(_) => Verification::Verified,
        }
    }
}

impl Enforcement {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Off, Self::Report, Self::Required];

    /// Whether it is counted who could prove what.
    #[must_use]
    pub const fn counts(self) -> bool {
        matches!(self, Self::Report | Self::Required)
    }

    /// Whether somebody with this verification is let in.
    ///
    /// # Errors
    /// [`IdentityRefusal`].
    pub const fn admit(self, verification: Verification) -> Result<(), IdentityRefusal> {
        match (self, verification) {
            (Self::Off | Self::Report, _) | (_, Verification::Verified) => Ok(()),
            (Self::Required, Verification::Missing) => Err(IdentityRefusal::Required),
            (Self::Required, Verification::Unverified(fault)) => {
                Err(IdentityRefusal::Unverified(fault))
            }
        }
    }

    /// The word on the wire and in SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Report => "report",
            Self::Required => "required",
        }
    }

    /// The one that `word` names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|enforcement| enforcement.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(id: &str) -> UserId {
        UserId::try_from(id).unwrap()
    }

    fn account(id: &str) -> AccountId {
        AccountId::try_from(id).unwrap()
    }

    fn claims(json: &str) -> Claims {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn a_token_speaks_for_its_user_and_account_only() {
        let proof = Proof::Signed(claims(r#"{"sub":"ana","companyId":"acme"}"#));
        let verify =
            |name, company: Option<&str>| proof.verify(&user(name), company.map(account).as_ref());
        assert_eq!(verify("ana", Some("acme")), Verification::Verified);
        assert_eq!(verify("ana", None), Verification::Verified);
        assert_eq!(verify("bob", None), Verification::Unverified(TokenFault::WrongUser));
        assert_eq!(
            verify("ana", Some("other")),
            Verification::Unverified(TokenFault::WrongAccount)
        );
        let anywhere = Proof::Signed(claims(r#"{"sub":"ana"}"#));
        assert_eq!(anywhere.verify(&user("ana"), Some(&account("acme"))), Verification::Verified);
        assert_eq!(Proof::Missing.verify(&user("ana"), None), Verification::Missing);
    }

    #[test]
    fn a_token_says_where_its_user_is() {
        let proof = Proof::Signed(claims(r#"{"sub":"ana","companyId":"acme"}"#));
        assert_eq!(proof.account_of(&user("ana")), Some(&account("acme")));
        assert_eq!(proof.account_of(&user("bob")), None);
        assert_eq!(Proof::Signed(claims(r#"{"sub":"ana"}"#)).account_of(&user("ana")), None);
    }

    #[test]
    fn two_clocks_may_be_half_a_minute_apart() {
        let claims = claims(r#"{"sub":"ana","exp":100,"nbf":50}"#);
        assert_eq!(claims.check_time(UnixMillis(129_999)), Ok(()));
        assert_eq!(claims.check_time(UnixMillis(130_000)), Err(TokenFault::Expired));
        assert_eq!(claims.check_time(UnixMillis(20_000)), Ok(()));
        assert_eq!(claims.check_time(UnixMillis(19_999)), Err(TokenFault::NotYetValid));
    }

    #[test]
    fn an_id_may_be_the_integer_that_it_is_in_the_host_and_never_empty() {
        let seven = claims(r#"{"sub":7,"companyId":42}"#);
        assert_eq!((seven.sub.as_str(), seven.company_id.unwrap().as_str()), ("7", "42"));
        assert_eq!(claims(r#"{"sub":"ana","companyId":null}"#).company_id, None);
        for json in [r#"{"sub":"ana","companyId":""}"#, r#"{"sub":null}"#, r#"{"sub":1.5}"#] {
            assert!(serde_json::from_str::<Claims>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_token_without_a_user_is_none() {
        assert!(serde_json::from_str::<Claims>(r#"{"companyId":"acme"}"#).is_err());
        assert!(serde_json::from_str::<Claims>(r#"{"sub":" "}"#).is_err());
    }

    #[test]
    fn only_required_refuses() {
        let expired = Verification::Unverified(TokenFault::Expired);
        for lenient in [Enforcement::Off, Enforcement::Report] {
            assert_eq!(lenient.admit(Verification::Missing), Ok(()));
            assert_eq!(lenient.admit(expired), Ok(()));
        }
        let strict = |verification| Enforcement::Required.admit(verification);
        assert_eq!(strict(Verification::Verified), Ok(()));
        assert_eq!(strict(Verification::Missing), Err(IdentityRefusal::Required));
        let refusal = IdentityRefusal::Unverified(TokenFault::Expired);
        assert_eq!(strict(expired), Err(refusal));
    }
}
