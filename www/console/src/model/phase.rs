//! How far a request is.

use crate::api::ApiError;

/// What is under way.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Phase {
    /// Nothing: the last request succeeded.
    Idle,
    /// A request.
    Loading,
    /// Nothing: the last request failed.
    Failed(ApiError),
}

impl Phase {
    /// Whether a request is under way.
    pub(crate) fn is_loading(&self) -> bool {
        *self == Self::Loading
    }

    /// Why the last request failed, if it did.
    pub(crate) fn error(&self) -> Option<&ApiError> {
        match self {
            Self::Failed(error) => Some(error),
            Self::Idle | Self::Loading => None,
        }
    }

    /// Whether the last request failed because the token no longer stands.
    pub(crate) fn is_refused(&self) -> bool {
        self.error() == Some(&ApiError::Unauthorized)
    }
}
