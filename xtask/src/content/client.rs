//! Talks to the API of a workspace as an operator.

use std::time::Duration;

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use ureq::{Agent, Body, http::Response};

use crate::error::{Error, Result};

/// A workspace, as an operator reaches it.
pub(super) struct Client {
    agent: Agent,
    /// Where it is, without a slash at its end.
    pub(super) url: String,
    token: String,
    /// Who the token stands for.
    pub(super) session: Session,
}

/// Who the token stands for.
#[derive(Debug, Deserialize)]
pub(super) struct Session {
    /// The token's own id.
    pub(super) id: String,
    pub(super) workspace: Workspace,
}

#[derive(Debug, Deserialize)]
pub(super) struct Workspace {
    pub(super) id: String,
}

/// Content as the workspace has it.
#[derive(Debug, Deserialize)]
pub(super) struct Remote {
    /// The number of its newest version.
    pub(super) version: i64,
    published: Option<Version>,
    draft: Option<Version>,
}

#[derive(Debug, Deserialize)]
struct Version {
    #[serde(rename = "version")]
    number: i64,
    copied_from: Option<i64>,
    saved_by: Option<Who>,
    body: Box<RawValue>,
}

#[derive(Debug, Deserialize)]
struct Who {
    id: String,
    label: Option<String>,
}

impl Remote {
    /// What an author works on: the draft, or what is published.
    fn newest(&self) -> Option<&Version> {
        self.draft.as_ref().or(self.published.as_ref())
    }

    /// Its JSON.
    pub(super) fn body(&self) -> Option<&str> {
        Some(self.newest()?.body.get())
    }

    /// The version that holds it.
    pub(super) fn body_version(&self) -> i64 {
        self.newest().map_or(self.version, |newest| newest.number)
    }

    /// Whether this operator wrote it.
    pub(super) fn is_by(&self, operator: &str) -> bool {
        self.newest().and_then(|it| it.saved_by.as_ref()).is_some_and(|who| who.id == operator)
    }

    /// Who wrote it, for people.
    pub(super) fn author(&self) -> &str {
        let who = self.newest().and_then(|newest| newest.saved_by.as_ref());
        who.and_then(|who| who.label.as_deref()).unwrap_or("somebody")
    }

    /// Whether it is not published as it is.
    pub(super) const fn is_draft(&self) -> bool {
        self.draft.is_some()
    }

    /// Whether it was published and taken back since.
    pub(super) fn is_withdrawn(&self) -> bool {
        self.published.is_none() && self.draft.as_ref().is_some_and(|it| it.copied_from.is_some())
    }
}

/// Which version a change is made from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Base {
    /// There is none.
    Nothing,
    /// This is the newest.
    Version(i64),
}

/// How the content stands after a change.
#[derive(Debug, Deserialize)]
pub(super) struct Changed {
    pub(super) version: i64,
}

#[derive(Deserialize)]
struct Problem {
    code: String,
    detail: String,
}

#[derive(Deserialize)]
struct Listed {
    results: Vec<Row>,
    next: Option<String>,
}

/// A row of the list.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub(super) kind: String,
    pub(super) id: String,
}

const TIMEOUT: Duration = Duration::from_secs(30);

impl Client {
    /// Signs in.
    pub(super) fn open(url: &str, token: String) -> Result<Self> {
        let agent: Agent = Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .http_status_as_error(false)
            .build()
            .into();
        let url = url.trim_end_matches('/').to_owned();
        let asked = agent.get(format!("{url}/v1/session")).header("authorization", bearer(&token));
        let session = read(&url, asked.call())?;
        Ok(Self { agent, url, token, session })
    }

    /// Everything that is published or to be published.
    pub(super) fn list(&self) -> Result<Vec<Row>> {
        let (mut rows, mut cursor) = (Vec::new(), String::new());
        loop {
            let page: Listed = self.get(&format!("/v1/content?limit=100&cursor={cursor}"))?;
            rows.extend(page.results);
            match page.next {
                Some(next) => cursor = next,
                None => return Ok(rows),
            }
        }
    }

    /// The content of this name, `checklist/get-started`, if there is such.
    pub(super) fn find(&self, name: &str) -> Result<Option<Remote>> {
        let url = format!("{}/v1/content/{name}", self.url);
        match self.agent.get(&url).header("authorization", bearer(&self.token)).call() {
            Ok(response) if response.status() == 404 => Ok(None),
            answer => read(&self.url, answer).map(Some),
        }
    }

    /// Saves a draft.
    pub(super) fn save(&self, name: &str, body: &str, base: Base) -> Result<Changed> {
        let url = format!("{}/v1/content/{name}", self.url);
        let request = self.agent.put(&url).header("authorization", bearer(&self.token));
        let request = match base {
            Base::Nothing => request.header("if-none-match", "*"),
            Base::Version(version) => request.header("if-match", tag(version)),
        };
        read(&self.url, request.send(body))
    }

    /// Publishes the draft, if `version` is still the newest.
    pub(super) fn publish(&self, name: &str, version: i64) -> Result<Changed> {
        let url = format!("{}/v1/content/{name}/publish", self.url);
        let request = self.agent.post(&url).header("authorization", bearer(&self.token));
        read(&self.url, request.header("if-match", tag(version)).send_empty())
    }

    fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T> {
        let url = format!("{}{path}", self.url);
        read(&self.url, self.agent.get(&url).header("authorization", bearer(&self.token)).call())
    }
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

fn tag(version: i64) -> String {
    format!("\"{version}\"")
}

/// The answer of the workspace at `url`, or what its problem says.
fn read<T: DeserializeOwned>(
    url: &str,
    answer: std::result::Result<Response<Body>, ureq::Error>,
) -> Result<T> {
    let failed = |detail: String| Error::Check(format!("{url}: {detail}"));
    let mut response = answer.map_err(|error| failed(error.to_string()))?;
    let text = response.body_mut().read_to_string().map_err(|error| failed(error.to_string()))?;
    if response.status().is_success() {
        return serde_json::from_str(&text).map_err(|error| failed(error.to_string()));
    }
    Err(failed(match serde_json::from_str(&text) {
        Ok(Problem { code, detail }) => format!("{detail} ({code})"),
        Err(_) => format!("answers {}", response.status()),
    }))
}
