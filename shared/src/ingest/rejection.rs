//! Why an item is not stored.

use thiserror::Error;

use super::{MAX_EVENT_NAME_CHARS, MAX_ITEM_BYTES, Unreadable};
use crate::{account::InvalidTrait, id::InvalidId, identity::IdentityRefusal};

/// Why an item is not stored.
///
/// `code()` is a public promise: clients match on it, so a code is never renamed or
/// reused. The text is for people and may change.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rejection {
    /// Larger than an item may be.
    #[error("the item has {0} bytes; the most is {MAX_ITEM_BYTES}")]
    TooLarge(usize),
    /// Not a JSON object.
    #[error("the item must be an object")]
    NotAnObject,
    /// JSON, and nobody could read it again.
    #[error("{source}")]
    Unreadable {
        /// The field of the item that the fault is in; `None` if it is a name of a field.
        field: Option<String>,
        /// What is wrong with it.
        source: Unreadable,
    },
    /// A field that we look at stands there more than once.
    #[error("must stand there once")]
    RepeatedField(&'static str),
    /// A field is not of its type.
    #[error("must be {expected}")]
    WrongType {
        /// The field.
        field: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// `type` is absent or none that we take.
    #[error("`type` must be one of identify, group, track, page, screen, alias")]
    UnknownType,
    /// Neither `userId` nor `anonymousId`.
    #[error("one of `userId` and `anonymousId` is required")]
    MissingPerson,
    /// A field names something by an id that is none.
    #[error("{source}")]
    InvalidId {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        source: InvalidId,
    },
    /// A `track` without the name of its event, or with one that is too long.
    #[error("`event` is required, with at most {MAX_EVENT_NAME_CHARS} characters")]
    InvalidEventName,
    /// A `group` without its account.
    #[error("`groupId` is required")]
    MissingGroup,
    /// A `group` by somebody nobody signed in.
    #[error("an anonymous person cannot join an account; send `userId`")]
    AnonymousGroup,
    /// An `alias` without the id that the person had before.
    #[error("`previousId` is required, and must differ from `userId`")]
    InvalidPreviousId,
    /// An `alias` to somebody nobody signed in.
    #[error("an alias says who somebody is; send `userId`")]
    AnonymousAlias,
    /// A trait that decides about money or standing, from a page that proved nothing.
    #[error(
        "the trait `{0}` is taken from a server key or a verified identity only; a page can be \
         made to say anything"
    )]
    UntrustedTrait(&'static str),
    /// A trait that decides about money or standing, with a value it cannot have.
    #[error(transparent)]
    InvalidTrait(#[from] InvalidTrait),
    /// The workspace asks for proof of each user.
    #[error(transparent)]
    Identity(#[from] IdentityRefusal),
    /// `timestamp` or `sentAt` is no instant.
    #[error("must be an instant as in RFC 3339, such as 2026-11-21T10:00:00Z")]
    InvalidInstant(&'static str),
}

impl Rejection {
    /// The stable machine-readable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge(_) => "item_too_large",
            Self::NotAnObject => "not_an_object",
            Self::Unreadable { source, .. } => source.code(),
            Self::RepeatedField(_) => "repeated_field",
            Self::WrongType { .. } => "wrong_type",
            Self::UnknownType => "unknown_type",
            Self::MissingPerson => "missing_person",
            Self::InvalidId { .. } => "invalid_id",
            Self::InvalidEventName => "invalid_event_name",
            Self::MissingGroup => "missing_group",
            Self::AnonymousGroup => "anonymous_group",
            Self::InvalidPreviousId => "invalid_previous_id",
            Self::AnonymousAlias => "anonymous_alias",
            Self::UntrustedTrait(_) => "trait_needs_server_key",
            Self::InvalidTrait(_) => "invalid_trait",
            Self::Identity(refusal) => refusal.code(),
            Self::InvalidInstant(_) => "invalid_instant",
        }
    }

    /// JSON pointer of the fault within the item; empty for the item as a whole.
    #[must_use]
    pub fn pointer(&self) -> String {
        let field = match self {
            Self::TooLarge(_) | Self::NotAnObject | Self::Unreadable { field: None, .. } => {
                return String::new();
            }
            Self::Unreadable { field: Some(name), .. } => {
                return format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            }
            Self::UntrustedTrait(name) | Self::InvalidTrait(InvalidTrait { name, .. }) => {
                return format!("/traits/{name}");
            }
            Self::RepeatedField(field)
            | Self::WrongType { field, .. }
            | Self::InvalidId { field, .. }
            | Self::InvalidInstant(field) => field,
            Self::UnknownType => "type",
            Self::MissingPerson | Self::AnonymousAlias | Self::Identity(_) => "userId",
            Self::InvalidPreviousId => "previousId",
            Self::InvalidEventName => "event",
            Self::MissingGroup | Self::AnonymousGroup => "groupId",
        };
        format!("/{field}")
    }
}
