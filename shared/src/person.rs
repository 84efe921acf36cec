//! Who did it.

use crate::id::{AnonymousId, UserId};

/// Somebody in the host product.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Person {
    /// The vendor says who it is.
    User(UserId),
    /// A browser that nobody signed in to. Never counts for an account.
    Anonymous(AnonymousId),
}

impl Person {
    /// The user, if it is one.
    #[must_use]
    pub const fn user(&self) -> Option<&UserId> {
        match self {
            Self::User(user) => Some(user),
            Self::Anonymous(_) => None,
        }
    }
}
