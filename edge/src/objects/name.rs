//! How objects are named. Names are for ever: another name is another, empty, database.

use std::fmt;

use shared::{
    id::{AccountId, AnonymousId, UserId, WorkspaceId},
    person::Person,
};

/// Whose database it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ObjectName {
    /// An account's, with everybody in it.
    Account(WorkspaceId, AccountId),
    /// That of a user who is in no account yet.
    User(WorkspaceId, UserId),
    /// That of a browser nobody signed in to.
    Anonymous(WorkspaceId, AnonymousId),
}

impl ObjectName {
    /// The object that what `person` does in `account` belongs to.
    pub(crate) fn of(
        workspace: &WorkspaceId,
        person: &Person,
        account: Option<&AccountId>,
    ) -> Self {
        let workspace = workspace.clone();
        match (person, account) {
            (Person::User(_), Some(account)) => Self::Account(workspace, account.clone()),
            (Person::User(user), None) => Self::User(workspace, user.clone()),
            (Person::Anonymous(anonymous), _) => Self::Anonymous(workspace, anonymous.clone()),
        }
    }

    /// The account, if it is an account's.
    pub(crate) const fn account(&self) -> Option<&AccountId> {
        match self {
            Self::Account(_, account) => Some(account),
            _ => None,
        }
    }
}

impl ObjectName {
    /// The user, if it is their own.
    pub(crate) const fn user(&self) -> Option<&UserId> {
        match self {
            Self::User(_, user) => Some(user),
            _ => None,
        }
    }
}

impl fmt::Display for ObjectName {
    /// A workspace id is a slug, so the first two slashes are ours whatever an id holds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Account(workspace, account) => write!(f, "{workspace}/account/{account}"),
            Self::User(workspace, user) => write!(f, "{workspace}/user/{user}"),
            Self::Anonymous(workspace, anonymous) => write!(f, "{workspace}/anonymous/{anonymous}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pins the names under which data lies.
    #[test]
    fn object_name_format_unchanged() {
        let workspace = WorkspaceId::try_from("demo").unwrap();
        let user = Person::User(UserId::try_from("u/1").unwrap());
        let account = AccountId::try_from("acme").unwrap();
        let name = |account| ObjectName::of(&workspace, &user, account).to_string();
        assert_eq!(name(Some(&account)), "demo/account/acme");
        assert_eq!(name(None), "demo/user/u/1");
        let anonymous = Person::Anonymous(AnonymousId::try_from("anon-1").unwrap());
        let name = ObjectName::of(&workspace, &anonymous, Some(&account)).to_string();
        assert_eq!(name, "demo/anonymous/anon-1");
    }
}
