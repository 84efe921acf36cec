//! Why a request failed.

use serde::Deserialize;
use thiserror::Error;

use super::or_default;

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
    #[error("Rumbo refused: {detail} ({code}).")]
    Refused {
        /// The problem's stable `code`.
        code: String,
        /// The problem's text for people.
        detail: String,
        /// The field at fault, if the problem names one.
        pointer: Option<String>,
        /// All that is wrong, where that is more than one thing.
        faults: Vec<Fault>,
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

/// One of several things that are wrong with what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Fault {
    /// JSON pointer of the place.
    pub(crate) pointer: String,
    /// The same as authors write it, `items[0].title`.
    pub(crate) path: String,
    /// What is wrong there.
    pub(crate) detail: String,
}

/// The part of a problem document (RFC 9457) that is read.
#[derive(Debug, Deserialize)]
pub(super) struct Problem {
    code: String,
    detail: String,
    #[serde(default)]
    pointer: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    faults: Vec<Fault>,
}

impl ApiError {
    /// The error of an answer that is not a success.
    pub(super) fn of_status(status: u16, problem: Option<Problem>) -> Self {
        match (status, problem) {
            (401, _) => Self::Unauthorized,
            (403, _) => Self::Forbidden,
            (429, _) => Self::TooManyRequests,
            (400..500, Some(Problem { code, detail, pointer, faults })) => {
                Self::Refused { code, detail, pointer, faults }
            }
            (_, Some(Problem { code, .. })) => Self::Failed { code },
            (_, None) => Self::Failed { code: format!("status {status}") },
        }
    }

    /// Whether the edge refused with this `code`.
    pub(crate) fn is(&self, wanted: &str) -> bool {
        matches!(self, Self::Refused { code, .. } if code == wanted)
    }

    /// The field at fault and what is wrong with it, if the edge named one.
    pub(crate) fn field(&self) -> Option<(&str, &str)> {
        match self {
            Self::Refused { pointer: Some(pointer), detail, .. } => Some((pointer, detail)),
            _ => None,
        }
    }

    /// All that is wrong with what was sent, where the edge said more than one thing.
    pub(crate) fn faults(&self) -> &[Fault] {
        match self {
            Self::Refused { faults, .. } => faults,
            _ => &[],
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
        let problem = r#"{"type":"about:blank","title":"t","code":"c","detail":"d","pointer":"/p",
                "faults":[{"pointer":"/p","path":"p","detail":"d"}]}"#;
        check(401, problem, ApiError::Unauthorized);
        check(403, problem, ApiError::Forbidden);
        check(429, problem, ApiError::TooManyRequests);
        let text = str::to_owned;
        let fault = Fault { pointer: text("/p"), path: text("p"), detail: text("d") };
        let (pointer, faults) = (Some(text("/p")), vec![fault]);
        check(
            400,
            problem,
            ApiError::Refused { code: text("c"), detail: text("d"), pointer, faults },
        );
    }

    #[test]
    fn a_fault_is_told_by_its_code_or_status_alone() {
        let problem = r#"{"title":"t","code":"internal","detail":"d"}"#;
        check(500, problem, ApiError::Failed { code: "internal".to_owned() });
        check(502, "<html>Bad gateway", ApiError::Failed { code: "status 502".to_owned() });
        check(404, "Not found", ApiError::Failed { code: "status 404".to_owned() });
    }
}
