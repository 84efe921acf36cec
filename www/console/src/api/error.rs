//! Why a request failed.

use serde::Deserialize;
use thiserror::Error;

/// What a request may fail with. The texts are for the operator: what happened and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum ApiError {
    /// 401: the token is wrong, expired or revoked.
    #[error("The token was not accepted. It may be mistyped, expired or revoked.")]
    Unauthorized,
    /// 403: the token stands, but not for this.
    #[error("Your role does not allow this. Ask an administrator of your workspace.")]
    Forbidden,
    /// 429.
    #[error("Too many requests at once. Wait a moment and try again.")]
    TooManyRequests,
    /// Another 4xx: the edge does not take what was asked, and says why.
    #[error("Rumbo refused the request: {detail} ({code}).")]
    Refused {
        /// The problem's stable `code`.
        code: String,
        /// The problem's text for people.
        detail: String,
    },
    /// 5xx, or an answer of something in between.
    #[error("Rumbo answered with an error ({code}). Try again; if it stays, report this code.")]
    Failed {
        /// The problem's `code`, or `status 502` where the answer was no problem document.
        code: String,
    },
    /// No answer: no network, or nobody at the other end.
    #[error("Rumbo cannot be reached. Check your connection and try again.")]
    Unreachable,
    /// No answer in time.
    #[error("Rumbo took too long to answer. Try again.")]
    TimedOut,
    /// An answer this console cannot read.
    #[error("Rumbo’s answer could not be read. Reload the page: there may be a newer console.")]
    Unreadable,
}

/// The part of a problem document (RFC 9457) that is read.
#[derive(Debug, Deserialize)]
pub(super) struct Problem {
    code: String,
    detail: String,
}

impl ApiError {
    /// The error of an answer that is not a success.
    pub(super) fn of_status(status: u16, problem: Option<Problem>) -> Self {
        match (status, problem) {
            (401, _) => Self::Unauthorized,
            (403, _) => Self::Forbidden,
            (429, _) => Self::TooManyRequests,
            (400..500, Some(Problem { code, detail })) => Self::Refused { code, detail },
            (_, Some(Problem { code, .. })) => Self::Failed { code },
            (_, None) => Self::Failed { code: format!("status {status}") },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(status: u16, body: &str, want: ApiError) {
        assert_eq!(ApiError::of_status(status, serde_json::from_str(body).ok()), want);
    }

    #[test]
    fn a_refusal_is_told_by_its_status_and_then_in_the_words_of_the_edge() {
        let problem =
            r#"{"type":"about:blank","title":"t","code":"c","detail":"d","pointer":"/p"}"#;
        check(401, problem, ApiError::Unauthorized);
        check(403, problem, ApiError::Forbidden);
        check(429, problem, ApiError::TooManyRequests);
        check(400, problem, ApiError::Refused { code: "c".to_owned(), detail: "d".to_owned() });
    }

    #[test]
    fn a_fault_is_told_by_its_code_or_status_alone() {
        let problem = r#"{"title":"t","code":"internal","detail":"d"}"#;
        check(500, problem, ApiError::Failed { code: "internal".to_owned() });
        check(502, "<html>Bad gateway", ApiError::Failed { code: "status 502".to_owned() });
        check(404, "Not found", ApiError::Failed { code: "status 404".to_owned() });
    }
}
