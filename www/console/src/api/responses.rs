//! `GET /v1/responses`: what users answered.

use std::collections::BTreeMap;

use serde::Deserialize;
use web_sys::AbortSignal;

use super::{ApiError, Client, ContentRow, Page, get_all_contents, or_default, page_params};
use crate::model::{Row, UnixMillis};

const PATH: &str = "/v1/responses";

/// One person's answer to one survey.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Response {
    /// Unique in the workspace.
    pub(crate) id: String,
    /// The survey's id.
    pub(crate) survey: String,
    /// Which measure the survey is for: `nps`, `csat`, `ces`, or `custom` for none.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) kind: String,
    /// The account's id; absent for a user who is in none.
    #[serde(default)]
    pub(crate) account: Option<String>,
    /// What the account calls itself.
    #[serde(default)]
    pub(crate) account_name: Option<String>,
    /// The user's id.
    #[serde(default)]
    pub(crate) user: Option<String>,
    /// What the user calls themselves.
    #[serde(default)]
    pub(crate) user_name: Option<String>,
    /// Points on the survey's own scale; 0 to 10 for `nps`.
    #[serde(default)]
    pub(crate) rating: Option<u32>,
    /// The rating's category, where its kind of survey has one.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) category: Category,
    /// Their words: those beside the rating, or else the first.
    #[serde(default)]
    pub(crate) comment: Option<String>,
    /// When they answered.
    pub(crate) answered_at: UnixMillis,
    /// All that they said, by the question's id.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) answers: BTreeMap<String, Answer>,
}

/// What somebody said to one question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Answer {
    /// Their rating.
    #[serde(default)]
    pub(crate) rating: Option<u32>,
    /// The ids of the options that they chose.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) choices: Vec<String>,
    /// Their words, to a question for words.
    #[serde(default)]
    pub(crate) text: Option<String>,
    /// Their words beside a rating or a choice.
    #[serde(default)]
    pub(crate) comment: Option<String>,
}

/// A Net Promoter category.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Category {
    /// 9 or 10.
    Promoter,
    /// 7 or 8.
    Passive,
    /// 0 to 6.
    Detractor,
    /// None, or one of a kind of survey that this console does not know.
    #[default]
    #[serde(other)]
    Unknown,
}

impl Row for Response {
    fn key(&self) -> String {
        self.id.clone()
    }
}

/// Gets the page that begins at `cursor`, or the first.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_responses(
    client: &Client,
    filter: &[(&'static str, String)],
    cursor: Option<String>,
    signal: &AbortSignal,
) -> Result<Page<Response>, ApiError> {
    let params = [filter.to_vec(), page_params(cursor)].concat();
    client.get(PATH, &params, signal).await
}

/// Gets the surveys there are.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_surveys(
    client: Client,
    signal: AbortSignal,
) -> Result<Vec<ContentRow>, ApiError> {
    get_all_contents(&client, Some("survey"), &signal).await
}

/// Gets all the responses that `filter` selects, as CSV.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn download_responses(
    client: &Client,
    filter: &[(&'static str, String)],
    signal: &AbortSignal,
) -> Result<Vec<u8>, ApiError> {
    let mut params = filter.to_vec();
    params.push(("format", "csv".to_owned()));
    client.download(PATH, &params, "text/csv", signal).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(row: &str, want: (Option<u32>, Category, Option<&str>)) {
        let row: Response = serde_json::from_str(row).unwrap();
        assert_eq!((row.rating, row.category, row.comment.as_deref()), want);
    }

    #[test]
    fn reads_a_row() {
        check(
            r#"{"id":"r1","kind":"nps","survey":"nps","account":"acme","account_name":"Acme",
                "user":"u1","user_name":"Ada","rating":9,"category":"promoter",
                "comment":"Good","answered_at":1763763328000}"#,
            (Some(9), Category::Promoter, Some("Good")),
        );
    }

    #[test]
    fn reads_a_row_of_a_kind_it_does_not_know() {
        check(
            r#"{"id":"r1","kind":"exit","survey":"exit","user":"u1","category":"left","comment":null,
                "answered_at":1,"reason":"price"}"#,
            (None, Category::Unknown, None),
        );
    }

    #[test]
    fn reads_a_row_of_a_survey_that_measures_nothing() {
        let json = r#"{"id":"r1","kind":"custom","survey":"end-user","account":null,
            "account_name":null,"user":"u1","user_name":null,"rating":null,"category":null,
            "comment":"Faster","answered_at":1,"is_complete":true,"followed_at":null,
            "answers":{"use":{"rating":null,"choices":["approvals"],"text":null,"comment":null}}}"#;
        check(json, (None, Category::Unknown, Some("Faster")));
        let row: Response = serde_json::from_str(json).unwrap();
        assert_eq!(row.answers["use"].choices, ["approvals"]);
    }

    #[test]
    fn the_last_page_has_no_cursor() {
        let page: Page<Response> = serde_json::from_str(r#"{"results":[],"next":null}"#).unwrap();
        assert_eq!(page.next, None);
    }
}
