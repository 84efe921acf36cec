//! The events of Segment's B2B SaaS specification.

/// An event that says something about an account or about somebody's place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum B2bEvent {
    /// `Account Created`.
    AccountCreated,
    /// `Account Deleted`.
    AccountDeleted,
    /// `Signed Up`.
    SignedUp,
    /// `Signed In`.
    SignedIn,
    /// `Signed Out`.
    SignedOut,
    /// `Invite Sent`.
    InviteSent,
    /// `Account Added User`.
    AccountAddedUser,
    /// `Account Removed User`.
    AccountRemovedUser,
    /// `Trial Started`.
    TrialStarted,
    /// `Trial Ended`.
    TrialEnded,
}

impl B2bEvent {
    const ALL: [Self; 10] = [
        Self::AccountCreated,
        Self::AccountDeleted,
        Self::SignedUp,
        Self::SignedIn,
        Self::SignedOut,
        Self::InviteSent,
        Self::AccountAddedUser,
        Self::AccountRemovedUser,
        Self::TrialStarted,
        Self::TrialEnded,
    ];

    /// The name in `event`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AccountCreated => "Account Created",
            Self::AccountDeleted => "Account Deleted",
            Self::SignedUp => "Signed Up",
            Self::SignedIn => "Signed In",
            Self::SignedOut => "Signed Out",
            Self::InviteSent => "Invite Sent",
            Self::AccountAddedUser => "Account Added User",
            Self::AccountRemovedUser => "Account Removed User",
            Self::TrialStarted => "Trial Started",
            Self::TrialEnded => "Trial Ended",
        }
    }

    /// The one that `name` is, letter by letter.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == name)
    }

    /// Whether it says how the account stands with the vendor. From somebody who cannot
    /// prove who they are, such an event is stored and changes nothing.
    #[must_use]
    pub const fn needs_trust(self) -> bool {
        matches!(
            self,
            Self::AccountCreated | Self::AccountDeleted | Self::TrialStarted | Self::TrialEnded
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_known_by_its_name_alone() {
        for event in B2bEvent::ALL {
            assert_eq!(B2bEvent::parse(event.as_str()), Some(event));
        }
        assert_eq!(B2bEvent::parse("signed in"), None);
    }
}
