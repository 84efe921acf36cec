//! Which enrollments the page shows.

use form_urlencoded::Serializer;

use crate::api::EnrollmentState;

/// The filter of the enrollments, as the tabs, the form, the link and the API have it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct EnrollmentFilter {
    /// Only who gets on so.
    pub(crate) state: Option<EnrollmentState>,
    /// Only this course, by its id. Never empty.
    pub(crate) course: Option<String>,
    /// Only this account, by its id. Never empty.
    pub(crate) account: Option<String>,
    /// Only this user, by their id. Never empty.
    pub(crate) user: Option<String>,
}

impl EnrollmentFilter {
    /// Reads the query of a link. Total: what is unknown or empty is left out.
    pub(crate) fn from_query(query: &str) -> Self {
        let mut filter = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
            match &*name {
                "state" => {
                    let is_named = |it: &EnrollmentState| Some(it.word()) == value.as_deref();
                    filter.state = EnrollmentState::ALL.into_iter().find(is_named);
                }
                "course" => filter.course = value,
                "account" => filter.account = value,
                "user" => filter.user = value,
                _ => {}
            }
        }
        filter
    }

    /// Writes the query of a link; empty for the filter that lets everything pass.
    pub(crate) fn to_query(&self) -> String {
        Serializer::new(String::new()).extend_pairs(self.params()).finish()
    }

    /// The parameters that the API takes.
    pub(crate) fn params(&self) -> Vec<(&'static str, String)> {
        [
            ("state", self.state.map(|state| state.word().to_owned())),
            ("course", self.course.clone()),
            ("account", self.account.clone()),
            ("user", self.user.clone()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }

    /// All courses of an account, or of one user in it.
    pub(crate) fn of(account: &str, user: Option<&str>) -> Self {
        let (account, user) = (Some(account.to_owned()), user.map(str::to_owned));
        Self { account, user, ..Self::default() }
    }

    /// The same filter for those who get on so, or for all.
    pub(crate) fn with_state(&self, state: Option<EnrollmentState>) -> Self {
        Self { state, ..self.clone() }
    }

    /// Whether all courses, accounts and users pass.
    pub(crate) fn is_for_all(&self) -> bool {
        self.with_state(None) == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_survives_the_round_trip() {
        let query = "state=stuck&course=basics&account=a+%26+b&user=u%231";
        assert_eq!(EnrollmentFilter::from_query(query).to_query(), query);
    }

    #[test]
    fn what_is_unknown_or_empty_is_left_out() {
        let filter = EnrollmentFilter::from_query("state=unknown&course=+&account=&page=2");
        assert_eq!(filter, EnrollmentFilter::default());
    }

    #[test]
    fn a_state_alone_is_for_all() {
        let is_for_all = |query| EnrollmentFilter::from_query(query).is_for_all();
        assert!(is_for_all("") && is_for_all("state=overdue"));
        assert!(!is_for_all("user=u1"));
    }
}
