//! The one error type handlers return, and its HTTP form.

use serde::Serialize;
use shared::{
    content::Fault,
    ingest::{InvalidEnvelope, MAX_BODY_BYTES, Rejection},
    limit::Allowance,
};
use thiserror::Error;

use crate::http::Reply;

/// What a handler may fail with.
///
/// `code()` is a public promise: clients match on it, so a code is never renamed or
/// reused. The `Display` text is for people and may change.
#[derive(Debug, Error)]
pub(crate) enum ApiError {
    /// Nothing is served at this path.
    #[error("nothing is served at this path")]
    NotFound,
    /// The path is served, for other methods.
    #[error("this path does not take {0}")]
    MethodNotAllowed(String),
    /// The body is larger than any we take.
    #[error("the body is larger than {MAX_BODY_BYTES} bytes")]
    BodyTooLarge,
    /// The body is encoded as we cannot read it.
    #[error("the body must be plain or gzip")]
    UnsupportedEncoding,
    /// The body is not the JSON that the route takes.
    #[error("the body is not what this route takes: {0}")]
    InvalidJson(String),
    /// The body is JSON, and a field of it is not what the route takes.
    #[error("`{}` {detail}", .pointer.trim_start_matches('/'))]
    InvalidJsonField {
        /// JSON pointer of the field.
        pointer: &'static str,
        /// What it must be.
        detail: &'static str,
    },
    /// The body has more items than a batch may have.
    #[error("{0}")]
    BatchTooLarge(String),
    /// No event key came with the request.
    #[error("send your key as `writeKey` in the body, or by Basic authentication")]
    MissingKey,
    /// The event key is none of ours, or revoked.
    #[error("this key is not known, or it was revoked")]
    UnknownKey,
    /// The key is public, and its owner listed the origins that may use it.
    #[error(
        "pages of {0} may not use this key; an admin can add the origin with \
         `PATCH /v1/keys/{{id}}`"
    )]
    OriginNotAllowed(String),
    /// A page has a key that only a server may have.
    #[error(
        "this is a server key, and whoever opens the page can read it: revoke it \
         (`DELETE /v1/keys/{{id}}`) and give the page a write key"
    )]
    ServerKeyInPage,
    /// More than the key, or the user, may send for now.
    #[error("more than may be sent for now; send the same again in {} s", .0.retry_after_s)]
    RateLimited(Allowance),
    /// The workspace asks for proof of each user, and there is none, or none that holds.
    #[error(transparent)]
    IdentityRefused(Rejection),
    /// Nothing of this kind has this id.
    #[error("no {} has this id", .0.as_str())]
    Unknown(Resource),
    /// It cannot be done as things stand.
    #[error("{detail}")]
    Conflict {
        /// The stable machine-readable code.
        code: &'static str,
        /// For people.
        detail: &'static str,
    },
    /// The key is public, and what was asked takes a secret one.
    #[error("this takes a server key (`sk_…`); a write key is public")]
    ServerKeyRequired,
    /// No operator token, or none of ours.
    #[error("send a valid operator token: `Authorization: Bearer op_…`")]
    Unauthorized,
    /// The operator's role does not reach this far.
    #[error("this needs the role `{0}` or higher")]
    Forbidden(&'static str),
    /// A query parameter is not what it must be.
    #[error("the query parameter `{name}` must be {expected}")]
    InvalidQuery {
        /// The parameter.
        name: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// A field of the body is not what it must be.
    #[error("{detail}")]
    InvalidField {
        /// JSON pointer of the field.
        pointer: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// The client does not say that it speaks our version of xAPI.
    #[error("send `X-Experience-API-Version: 1.0.3`")]
    XapiVersion,
    /// The one item of a single call is rejected.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// What a person is said to have done is no command, or the rules refuse it.
    #[error("{detail}")]
    CommandRejected {
        /// The stable machine-readable code.
        code: String,
        /// JSON pointer of the fault.
        pointer: String,
        /// For people.
        detail: String,
    },
    /// Somebody changed the content after its editor looked.
    #[error("the newest version is {0} (0: there is none); look at it, and begin from there")]
    VersionConflict(i64),
    /// A content file is not what it must be.
    #[error("{}", summary(.0))]
    InvalidContent(Vec<Fault>),
    /// The platform, or our own code, failed. Logged in full, told as `internal`.
    #[error("{0}")]
    Internal(String),
}

/// Something that has an id in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resource {
    /// A customer company.
    Account,
    /// Somebody in an account.
    Person,
    /// An item of a checklist.
    Item,
    /// An event key.
    Key,
    /// An operator token.
    Token,
    /// A secret that signs identity tokens.
    IdentitySecret,
    /// A checklist, survey or other content.
    Content,
    /// A version of such.
    Version,
    /// A course that is published.
    Course,
    /// What somebody got for one.
    Certificate,
    /// An xAPI statement.
    Statement,
}

impl Resource {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Person => "person in this account",
            Self::Item => "item of this checklist that the person has",
            Self::Key => "key that works",
            Self::Token => "token that works",
            Self::IdentitySecret => "active secret",
            Self::Content => "content of this kind",
            Self::Version => "version of this content",
            Self::Course => "published course",
            Self::Certificate => "certificate",
            Self::Statement => "statement",
        }
    }
}

/// The JSON body of every error response, after RFC 9457.
#[derive(Debug, Serialize)]
struct Problem<'a, M> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    code: &'a str,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    faults: Vec<ContentFault<'a>>,
    /// What an answer of this kind has besides.
    #[serde(flatten)]
    more: Option<&'a M>,
}

/// One of several things that are wrong with a body.
#[derive(Debug, Serialize)]
struct ContentFault<'a> {
    pointer: String,
    path: &'a str,
    detail: &'a str,
}

/// All faults in a line.
fn summary(faults: &[Fault]) -> String {
    let each: Vec<_> = faults.iter().map(|it| format!("`{}` {}", it.path, it.message)).collect();
    each.join("; ")
}

impl ApiError {
    /// The stable machine-readable code.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::NotFound => "not_found",
            Self::MethodNotAllowed(_) => "method_not_allowed",
            Self::BodyTooLarge => "body_too_large",
            Self::UnsupportedEncoding => "unsupported_encoding",
            Self::InvalidJson(_) | Self::InvalidJsonField { .. } => "invalid_json",
            Self::BatchTooLarge(_) => "batch_too_large",
            Self::MissingKey => "missing_key",
            Self::UnknownKey => "unknown_key",
            Self::OriginNotAllowed(_) => "origin_not_allowed",
            Self::ServerKeyInPage => "server_key_in_page",
            Self::RateLimited(_) => "rate_limited",
            Self::Unknown(Resource::Account) => "unknown_account",
            Self::Unknown(Resource::Person) => "unknown_person",
            Self::Unknown(Resource::Item) => "unknown_item",
            Self::Unknown(Resource::Key) => "unknown_key_id",
            Self::Unknown(Resource::Token) => "unknown_token_id",
            Self::Unknown(Resource::IdentitySecret) => "unknown_secret_id",
            Self::Unknown(Resource::Content) => "unknown_content",
            Self::Unknown(Resource::Version) => "unknown_version",
            Self::Unknown(Resource::Course) => "unknown_course",
            Self::Unknown(Resource::Certificate) => "unknown_certificate",
            Self::Unknown(Resource::Statement) => "unknown_statement",
            Self::XapiVersion => "xapi_version",
            Self::VersionConflict(_) => "version_conflict",
            Self::InvalidContent(_) => "invalid_content",
            Self::Conflict { code, .. } => code,
            Self::ServerKeyRequired => "server_key_required",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden(_) => "forbidden",
            Self::InvalidQuery { .. } => "invalid_query",
            Self::InvalidField { .. } => "invalid_field",
            Self::Rejected(rejection) | Self::IdentityRefused(rejection) => rejection.code(),
            Self::CommandRejected { code, .. } => code,
            Self::Internal(_) => "internal",
        }
    }

    const fn status(&self) -> (u16, &'static str) {
        match self {
            Self::InvalidJson(_)
            | Self::InvalidJsonField { .. }
            | Self::InvalidQuery { .. }
            | Self::InvalidField { .. }
            | Self::XapiVersion
            | Self::Rejected(_) => (400, "Bad Request"),
            Self::MissingKey | Self::UnknownKey | Self::Unauthorized | Self::IdentityRefused(_) => {
                (401, "Unauthorized")
            }
            Self::Forbidden(_)
            | Self::ServerKeyRequired
            | Self::ServerKeyInPage
            | Self::OriginNotAllowed(_) => (403, "Forbidden"),
            Self::NotFound | Self::Unknown(_) => (404, "Not Found"),
            Self::Conflict { .. } => (409, "Conflict"),
            Self::MethodNotAllowed(_) => (405, "Method Not Allowed"),
            Self::BodyTooLarge | Self::BatchTooLarge(_) => (413, "Content Too Large"),
            Self::UnsupportedEncoding => (415, "Unsupported Media Type"),
            Self::VersionConflict(_) => (412, "Precondition Failed"),
            Self::CommandRejected { .. } | Self::InvalidContent(_) => {
                (422, "Unprocessable Content")
            }
            Self::RateLimited(_) => (429, "Too Many Requests"),
            Self::Internal(_) => (500, "Internal Server Error"),
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::InvalidField { pointer, .. } | Self::InvalidJsonField { pointer, .. } => {
                Some((*pointer).to_owned())
            }
            Self::Rejected(rejection) | Self::IdentityRefused(rejection) => {
                Some(rejection.pointer())
            }
            Self::CommandRejected { pointer, .. } => Some(pointer.clone()),
            Self::InvalidContent(faults) => faults.first().map(Fault::pointer),
            _ => None,
        }
    }

    fn faults(&self) -> Vec<ContentFault<'_>> {
        let Self::InvalidContent(faults) = self else { return vec![] };
        faults
            .iter()
            .map(|it| ContentFault { pointer: it.pointer(), path: &it.path, detail: &it.message })
            .collect()
    }

    /// The answer. What the platform said goes to the log, never to the client.
    pub(crate) fn to_reply(&self) -> worker::Result<Reply> {
        self.reply::<()>(None)
    }

    /// The answer, with the members of `more` beside its own.
    pub(crate) fn to_reply_with(&self, more: &impl Serialize) -> worker::Result<Reply> {
        self.reply(Some(more))
    }

    fn reply<M: Serialize>(&self, more: Option<&M>) -> worker::Result<Reply> {
        let ((status, title), code) = (self.status(), self.code());
        let detail = if let Self::Internal(cause) = self {
            worker::console_error!("{code}: {cause}");
            "something failed on our side; the same request may be sent again".to_owned()
        } else {
            self.to_string()
        };
        let pointer = self.pointer();
        let faults = self.faults();
        let problem =
            Problem { r#type: "about:blank", title, status, code, detail, pointer, faults, more };
        let reply = Reply::json(&problem)?
            .with_status(status)
            .with("content-type", "application/problem+json");
        Ok(match self {
            Self::VersionConflict(version) => reply.with("etag", etag(*version)),
            Self::RateLimited(allowance) => reply.with_allowance(*allowance),
            _ if status == 401 => reply.with("www-authenticate", "Bearer, Basic"),
            _ => reply,
        })
    }
}

/// By which a version of content is named in `ETag` and `If-Match`.
pub(crate) fn etag(version: i64) -> String {
    format!("\"{version}\"")
}

impl From<worker::Error> for ApiError {
    fn from(error: worker::Error) -> Self {
        Self::Internal(error.to_string())
    }
}

impl From<InvalidEnvelope> for ApiError {
    fn from(invalid: InvalidEnvelope) -> Self {
        match invalid {
            InvalidEnvelope::Json(detail) => Self::InvalidJson(detail),
            InvalidEnvelope::TooManyItems(_) => Self::BatchTooLarge(invalid.to_string()),
        }
    }
}
