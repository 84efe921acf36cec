//! Which page the URL's fragment names.
//!
//! The fragment, not the path: one static `index.html` serves every page, and a fragment never
//! reaches the server or its logs. It never holds the token.

use std::fmt;

use crate::model::ResponseFilter;

/// A page and what it shows. `Display` gives the link, `#/responses?account=acme`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Route {
    /// The responses that pass a filter.
    Responses(ResponseFilter),
}

impl Route {
    /// Reads `location.hash`, with or without its `#`.
    ///
    /// Total: an unknown page is the first page, an unknown or broken filter is left out.
    pub(crate) fn parse(hash: &str) -> Self {
        let hash = hash.strip_prefix('#').unwrap_or(hash);
        match hash.split_once('?') {
            Some(("/responses", query)) => Self::Responses(ResponseFilter::from_query(query)),
            _ => Self::Responses(ResponseFilter::default()),
        }
    }

    /// The page's name: its heading, its link and the window's title.
    pub(crate) const fn title(&self) -> &'static str {
        match self {
            Self::Responses(_) => "Responses",
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Responses(filter) = self;
        let query = filter.to_query();
        if query.is_empty() { f.write_str("#/responses") } else { write!(f, "#/responses?{query}") }
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
            "#/responses?account=a+%26+b&user=u%231&from=2025-11-01&to=2025-11-30",
        ] {
            check(link, link);
        }
    }

    #[test]
    fn an_unknown_page_is_the_first_page() {
        for hash in ["", "#", "#/", "#/nowhere?account=acme", "responses"] {
            check(hash, "#/responses");
        }
    }

    #[test]
    fn a_token_in_a_link_is_not_kept() {
        check("#/responses?token=op_secret&account=acme", "#/responses?account=acme");
    }
}
