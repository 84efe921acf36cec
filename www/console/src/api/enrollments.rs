//! `/v1/enrollments`: who is in which course, and who puts them there.

use gloo::net::http::Method;
use serde::{Deserialize, Serialize};
use web_sys::AbortSignal;

use super::{ApiError, Client, ContentRow, Page, get_all_contents, or_default, page_params};
use crate::model::{EnrollmentFilter, Row, UnixMillis};

const PATH: &str = "/v1/enrollments";

/// Somebody in a course.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Enrollment {
    /// The course's id.
    pub(crate) course: String,
    /// What it is called.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) title: String,
    /// The user's id.
    pub(crate) user: String,
    /// What they call themselves.
    #[serde(default)]
    pub(crate) user_name: Option<String>,
    /// The account's id; absent for a user who is in none.
    #[serde(default)]
    pub(crate) account: Option<String>,
    /// What the account calls itself.
    #[serde(default)]
    pub(crate) account_name: Option<String>,
    /// How they get on.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) state: EnrollmentState,
    /// Who enrolled them: `rule`, `operator`, `person` or `import`.
    #[serde(default)]
    pub(crate) by: Option<String>,
    /// When they were enrolled.
    pub(crate) enrolled_at: UnixMillis,
    /// How many lessons are done.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) lessons_done: u32,
    /// Of how many.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) lessons: u32,
    /// The best score of the quiz at the end, in `0..=1`.
    #[serde(default)]
    pub(crate) score: Option<f64>,
    /// When the course was done.
    #[serde(default)]
    pub(crate) satisfied_at: Option<UnixMillis>,
    /// From when on it is overdue.
    #[serde(default)]
    pub(crate) due_at: Option<UnixMillis>,
    /// From when on they are stuck.
    #[serde(default)]
    pub(crate) stuck_at: Option<UnixMillis>,
    /// The id of the certificate they got.
    #[serde(default)]
    pub(crate) certificate: Option<String>,
    /// When they last did something in it.
    #[serde(default)]
    pub(crate) last_activity_at: Option<UnixMillis>,
}

impl Enrollment {
    /// What they are called, or their id.
    pub(crate) fn name(&self) -> &str {
        self.user_name.as_deref().unwrap_or(&self.user)
    }

    /// What the course is called, or its id.
    pub(crate) fn course_name(&self) -> &str {
        if self.title.is_empty() { &self.course } else { &self.title }
    }
}

impl Row for Enrollment {
    fn key(&self) -> String {
        let account = self.account.as_deref().unwrap_or_default();
        [&self.course, &self.user, account].join("\n")
    }
}

/// How somebody gets on in a course.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EnrollmentState {
    /// On the way.
    Active,
    /// Later than asked for.
    Overdue,
    /// Nothing was done for too long.
    Stuck,
    /// Done.
    Completed,
    /// Something that this console does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

impl EnrollmentState {
    /// All that is known, in the order of how much they matter.
    pub(crate) const ALL: [Self; 4] = [Self::Overdue, Self::Stuck, Self::Active, Self::Completed];

    /// Its word on the wire.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Overdue => "overdue",
            Self::Stuck => "stuck",
            Self::Completed => "completed",
            Self::Unknown => "unknown",
        }
    }
}

/// Somebody who is put into a course, or taken out of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Deed {
    /// The course's id.
    pub(crate) course: String,
    /// The user's id.
    pub(crate) user: String,
    /// The account's id; the one that the user joined last, if it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) account: Option<String>,
    /// Whether they are in it then.
    #[serde(skip)]
    pub(crate) is_enrolled: bool,
}

impl Deed {
    /// What takes it back.
    pub(crate) fn reverse(&self) -> Self {
        Self { is_enrolled: !self.is_enrolled, ..self.clone() }
    }
}

/// Gets the page of enrollments that begins at `cursor`, or the first; last enrolled first.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_enrollments(
    (client, filter): (Client, EnrollmentFilter),
    cursor: Option<String>,
    signal: AbortSignal,
) -> Result<Page<Enrollment>, ApiError> {
    let params = [filter.params(), page_params(cursor)].concat();
    client.get(PATH, &params, &signal).await
}

/// Gets all the enrollments that `filter` selects, as CSV.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn download_enrollments(
    (client, filter): (Client, EnrollmentFilter),
    signal: AbortSignal,
) -> Result<Vec<u8>, ApiError> {
    let mut params = filter.params();
    params.push(("format", "csv".to_owned()));
    client.download(PATH, &params, "text/csv", &signal).await
}

/// Gets all courses, whether people see them or not.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_courses(
    client: Client,
    signal: AbortSignal,
) -> Result<Vec<ContentRow>, ApiError> {
    get_all_contents(&client, Some("course"), &signal).await
}

/// Does `deed`; whether that changed anything.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn send_deed(
    client: &Client,
    deed: &Deed,
    signal: &AbortSignal,
) -> Result<bool, ApiError> {
    #[derive(Deserialize)]
    struct Answer {
        changed: bool,
    }
    let method = if deed.is_enrolled { Method::POST } else { Method::DELETE };
    let body = serde_json::to_string(deed).expect("texts are JSON");
    let answer: Answer = client.change(method, PATH, (Some(body), None), signal).await?;
    Ok(answer.changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_row_of_a_state_it_does_not_know() {
        let json = r#"{"course":"basics","title":"","user":"u1","user_name":null,"account":null,
            "state":"paused","by":"rule","enrolled_at":1,"lessons_done":1,"lessons":3,"score":0.5,
            "due_at":2,"certificate":null,"mood":"good"}"#;
        let row: Enrollment = serde_json::from_str(json).unwrap();
        assert_eq!(row.state, EnrollmentState::Unknown);
        assert_eq!((row.name(), row.course_name()), ("u1", "basics"));
    }

    #[test]
    fn a_state_is_read_by_its_word() {
        for state in EnrollmentState::ALL {
            let read: EnrollmentState = serde_json::from_value(state.word().into()).unwrap();
            assert_eq!(read, state);
        }
    }

    #[test]
    fn a_deed_names_no_account_that_is_not_said() {
        let (course, user) = ("basics".to_owned(), "u1".to_owned());
        let deed = Deed { course, user, account: None, is_enrolled: true };
        let sent = r#"{"course":"basics","user":"u1"}"#;
        assert_eq!(serde_json::to_string(&deed).unwrap(), sent);
        assert_eq!(serde_json::to_string(&deed.reverse()).unwrap(), sent);
    }
}
