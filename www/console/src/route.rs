//! Which page the URL's fragment names.
//!
//! The fragment, not the path: one static `index.html` serves every page, and a fragment never
//! reaches the server or its logs. It never holds the token.

use std::fmt;

use form_urlencoded::Serializer;

use crate::{
    api::Place,
    model::{EnrollmentFilter, PersonFilter, ResponseFilter},
};

/// A page and what it shows. `Display` gives the link, `#/responses?account=acme`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Route {
    /// The responses that pass a filter.
    Responses(ResponseFilter),
    /// All accounts.
    Accounts,
    /// One account, by its id.
    Account(String),
    /// One person of an account.
    Person(PersonFilter),
    /// The enrollments that pass a filter.
    Training(EnrollmentFilter),
    /// All content, or that of one kind.
    Contents(Option<String>),
    /// One piece of content, by its kind and its id.
    Content(Place),
    /// How often people may be interrupted.
    ContactPolicy,
}

/// The pages that stand in the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// What users answered.
    Responses,
    /// Who the customers are.
    Accounts,
    /// Who is in which course.
    Training,
    /// What is shown to people.
    Content,
    /// How often.
    ContactPolicy,
}

impl Route {
    /// Reads `location.hash`, with or without its `#`.
    ///
    /// Total: an unknown page is the first page, an unknown or broken filter is left out.
    pub(crate) fn parse(hash: &str) -> Self {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let value = |wanted: &str| {
            form_urlencoded::parse(query.as_bytes())
                .find(|(name, value)| name == wanted && !value.is_empty())
                .map(|(_, value)| value.into_owned())
        };
        match path {
            "/responses" => Self::Responses(ResponseFilter::from_query(query)),
            "/accounts" => value("id").map_or(Self::Accounts, Self::Account),
            "/people" => PersonFilter::from_query(query).map_or(Self::Accounts, Self::Person),
            "/training" => Self::Training(EnrollmentFilter::from_query(query)),
            "/content" => match (value("kind"), value("id")) {
                (Some(kind), Some(id)) => Self::Content((kind, id)),
                (kind, _) => Self::Contents(kind),
            },
            "/contact-policy" => Self::ContactPolicy,
            _ => Self::Responses(ResponseFilter::default()),
        }
    }

    /// The page's name, as the window's title has it.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::Account(account) => account.clone(),
            Self::Person(PersonFilter { account, user, .. }) => format!("{user} in {account}"),
            Self::Content((_, id)) => id.clone(),
            _ => self.section().title().to_owned(),
        }
    }

    /// Where in the header it belongs.
    pub(crate) const fn section(&self) -> Section {
        match self {
            Self::Responses(_) => Section::Responses,
            Self::Accounts | Self::Account(_) | Self::Person(_) => Section::Accounts,
            Self::Training(_) => Section::Training,
            Self::Contents(_) | Self::Content(_) => Section::Content,
            Self::ContactPolicy => Section::ContactPolicy,
        }
    }

    /// Whether `other` is this page too, if with another filter: then it is not opened anew.
    pub(crate) fn is_same_page(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Responses(_), Self::Responses(_))
            | (Self::Training(_), Self::Training(_))
            | (Self::Contents(_), Self::Contents(_)) => true,
            (Self::Person(one), Self::Person(other)) => {
                (&one.account, &one.user) == (&other.account, &other.user)
            }
            _ => self == other,
        }
    }
}

impl Section {
    /// All of them, in the order of the header.
    pub(crate) const ALL: [Self; 5] =
        [Self::Responses, Self::Accounts, Self::Training, Self::Content, Self::ContactPolicy];

    /// Its name: its heading and its link.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Responses => "Responses",
            Self::Accounts => "Accounts",
            Self::Training => "Training",
            Self::Content => "Content",
            Self::ContactPolicy => "Contact policy",
        }
    }

    /// The page that its link opens.
    pub(crate) fn first(self) -> Route {
        match self {
            Self::Responses => Route::Responses(ResponseFilter::default()),
            Self::Accounts => Route::Accounts,
            Self::Training => Route::Training(EnrollmentFilter::default()),
            Self::Content => Route::Contents(None),
            Self::ContactPolicy => Route::ContactPolicy,
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs =
            |pairs: &[(&str, &String)]| Serializer::new(String::new()).extend_pairs(pairs).finish();
        let (path, query) = match self {
            Self::Responses(filter) => ("responses", filter.to_query()),
            Self::Accounts => ("accounts", String::new()),
            Self::Account(account) => ("accounts", pairs(&[("id", account)])),
            Self::Person(filter) => ("people", filter.to_query()),
            Self::Training(filter) => ("training", filter.to_query()),
            Self::Contents(None) => ("content", String::new()),
            Self::Contents(Some(kind)) => ("content", pairs(&[("kind", kind)])),
            Self::Content((kind, id)) => ("content", pairs(&[("kind", kind), ("id", id)])),
            Self::ContactPolicy => ("contact-policy", String::new()),
        };
        if query.is_empty() { write!(f, "#/{path}") } else { write!(f, "#/{path}?{query}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(hash: &str, want: &str) {
        assert_eq!(Route::parse(hash).to_string(), want);
    }

    #[test]
    fn a_link_survives_the_round_trip() {
        for link in [
            "#/responses",
            "#/responses?account=acme",
            "#/responses?survey=nps&account=acme",
            "#/responses?account=a+%26+b&user=u%231&from=2025-11-01&to=2025-11-30",
            "#/accounts",
            "#/accounts?id=a%2Fb",
            "#/people?account=acme&user=ana&content=nps",
            "#/training",
            "#/training?state=overdue&course=basics",
            "#/content",
            "#/content?kind=survey",
            "#/content?kind=survey&id=nps",
            "#/contact-policy",
        ] {
            check(link, link);
        }
    }

    #[test]
    fn an_unknown_page_is_the_first_page() {
        for hash in ["", "#", "#/", "#/nowhere?account=acme", "responses"] {
            check(hash, "#/responses");
        }
        check("#/people?account=acme", "#/accounts");
    }

    #[test]
    fn a_token_in_a_link_is_not_kept() {
        check("#/responses?token=op_secret&account=acme", "#/responses?account=acme");
    }

    #[test]
    fn a_filter_does_not_open_a_page_anew() {
        let is_same = |one, other| Route::parse(one).is_same_page(&Route::parse(other));
        assert!(is_same("#/responses", "#/responses?account=acme"));
        assert!(is_same("#/people?account=a&user=u", "#/people?account=a&user=u&content=nps"));
        assert!(!is_same("#/people?account=a&user=u", "#/people?account=a&user=v"));
        assert!(!is_same("#/accounts", "#/accounts?id=acme"));
    }
}
