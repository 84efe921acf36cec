//! Names of things: each its own type, each with its bound.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum InvalidId {
    /// Nothing but white space.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// Longer than its bound.
    #[error("{what} is longer than {max} characters")]
    TooLong {
        /// What the id names.
        what: &'static str,
        /// The most characters it may have.
        max: usize,
    },
    /// Has a character that it may not have.
    #[error("{0} may only have the characters a-z, 0-9, - and _")]
    NotASlug(&'static str),
    /// Has a control character.
    #[error("{0} has a control character")]
    Control(&'static str),
    /// `.` or `..`, which every client takes out of a URL.
    #[error("{0} may not be `.` or `..`, which no URL can name")]
    Dots(&'static str),
}

/// Which characters an id may have.
#[derive(Clone, Copy)]
enum Alphabet {
    /// What an integrator's own database holds: anything printable.
    Printable,
    /// What we and authors of content name: `a-z 0-9 - _`.
    Slug,
}

fn check(text: &str, what: &'static str, max: usize, alphabet: Alphabet) -> Result<(), InvalidId> {
    if matches!(text, "." | "..") {
        return Err(InvalidId::Dots(what));
    }
    // Nearly every id is one of these, and needs no look at its characters.
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain && (1..=max).contains(&text.len()) && matches!(alphabet, Alphabet::Printable) {
        return Ok(());
    }
    if text.trim().is_empty() {
        return Err(InvalidId::Empty(what));
    }
    if text.chars().count() > max {
        return Err(InvalidId::TooLong { what, max });
    }
    match alphabet {
        Alphabet::Printable if text.chars().any(char::is_control) => Err(InvalidId::Control(what)),
        Alphabet::Slug
            if !text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_')) =>
        {
            Err(InvalidId::NotASlug(what))
        }
        _ => Ok(()),
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:literal, $alphabet:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The most characters it may have.
            pub const MAX_CHARS: usize = $max;

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                check(&text, $what, $max, Alphabet::$alphabet)?;
                Ok(Self(text))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = InvalidId;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let pattern = match Alphabet::$alphabet {
                    Alphabet::Printable => r"^[^\p{Cc}]*\S[^\p{Cc}]*$",
                    Alphabet::Slug => "^[a-z0-9_-]+$",
                };
                schemars::json_schema!({
                    "type": "string",
                    "maxLength": $max,
                    "pattern": pattern,
                })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A vendor's environment. Ours to name; a slug of at most 64 characters.
    WorkspaceId, "the workspace id", 64, Slug
);
id!(
    /// A customer company, as the vendor names it. Printable, at most 255 characters.
    AccountId, "the account id", 255, Printable
);
id!(
    /// A person in the host product, as the vendor names them. Printable, at most 255 characters.
    UserId, "the user id", 255, Printable
);
id!(
    /// A browser that nobody signed in to, `anon-<uuid>`. Printable, at most 255 characters.
    AnonymousId, "the anonymous id", 255, Printable
);
id!(
    /// A checklist, survey or other content, as its author names it. A slug of at most 64 characters.
    ContentId, "the content id", 64, Slug
);
id!(
    /// An item of a checklist, unique in it. A slug of at most 64 characters.
    ItemId, "the item id", 64, Slug
);
id!(
    /// What makes a message or command idempotent. Printable, at most 100 characters.
    MessageId, "the message id", 100, Printable
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_in_characters_not_bytes() {
        assert!(MessageId::try_from("é".repeat(100)).is_ok());
        assert_eq!(
            MessageId::try_from("é".repeat(101)),
            Err(InvalidId::TooLong { what: "the message id", max: 100 })
        );
    }

    #[test]
    fn refuses_blank_control_and_foreign_characters() {
        assert_eq!(UserId::try_from("  "), Err(InvalidId::Empty("the user id")));
        assert_eq!(UserId::try_from("a\u{0}"), Err(InvalidId::Control("the user id")));
        assert_eq!(ItemId::try_from("Item 1"), Err(InvalidId::NotASlug("the item id")));
        assert!(UserId::try_from("José 1").is_ok());
        assert_eq!(AccountId::try_from(".."), Err(InvalidId::Dots("the account id")));
        assert_eq!(UserId::try_from("."), Err(InvalidId::Dots("the user id")));
        assert!(AccountId::try_from("...").is_ok());
    }

    #[test]
    fn json_cannot_smuggle_in_a_bad_id() {
        assert!(serde_json::from_str::<ItemId>(r#""invite""#).is_ok());
        assert!(serde_json::from_str::<ItemId>(r#""""#).is_err());
    }
}
