//! Which person a page is about, and what they would look at.

use form_urlencoded::Serializer;

/// A person of an account, and what is asked about them, as the link, the form and the API have it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PersonFilter {
    /// The account's id. Never empty.
    pub(crate) account: String,
    /// The user's id. Never empty.
    pub(crate) user: String,
    /// Only this content, by its id. Never empty.
    pub(crate) content: Option<String>,
    /// The address of the page that they look at.
    pub(crate) url: Option<String>,
    /// What they look at it with: `phone`, `tablet`, `desktop`.
    pub(crate) device: Option<String>,
    /// The language that they read, as BCP 47 names it.
    pub(crate) locale: Option<String>,
}

impl PersonFilter {
    /// `user` of `account`, with nothing else asked.
    pub(crate) fn of(account: &str, user: &str) -> Self {
        Self { account: account.to_owned(), user: user.to_owned(), ..Self::default() }
    }

    /// Reads the query of a link; `None` if it names nobody.
    pub(crate) fn from_query(query: &str) -> Option<Self> {
        let mut filter = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim().to_owned();
            let some = || Some(value.clone()).filter(|value| !value.is_empty());
            match &*name {
                "account" => filter.account = value,
                "user" => filter.user = value,
                "content" => filter.content = some(),
                "url" => filter.url = some(),
                "device" => filter.device = some(),
                "locale" => filter.locale = some(),
                _ => {}
            }
        }
        (!filter.account.is_empty() && !filter.user.is_empty()).then_some(filter)
    }

    /// Writes the query of a link.
    pub(crate) fn to_query(&self) -> String {
        Serializer::new(String::new()).extend_pairs(self.params()).finish()
    }

    /// The parameters that the API takes.
    pub(crate) fn params(&self) -> Vec<(&'static str, String)> {
        let optional = [
            ("content", &self.content),
            ("url", &self.url),
            ("device", &self.device),
            ("locale", &self.locale),
        ];
        let optional =
            optional.into_iter().filter_map(|(name, value)| Some((name, value.clone()?)));
        let who = [("account", self.account.clone()), ("user", self.user.clone())];
        who.into_iter().chain(optional).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_survives_the_round_trip() {
        let query =
            "account=a+%26+b&user=u%231&content=nps&url=https%3A%2F%2Fa.example%2F&device=phone";
        assert_eq!(PersonFilter::from_query(query).unwrap().to_query(), query);
        assert_eq!(PersonFilter::from_query("account=acme&user=+"), None);
    }
}
