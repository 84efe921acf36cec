//! `/v1/content`: what is shown to people, and how it came to be so.

use gloo::net::http::Method;
use serde::Deserialize;
use serde_json::value::RawValue;
use web_sys::AbortSignal;

use super::{ApiError, Client, Page, or_default, page_params, segment};
use crate::model::{Row, UnixMillis, template, with_id};

/// A piece of content, in the list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct ContentRow {
    /// Its kind.
    pub(crate) kind: String,
    /// Its id.
    pub(crate) id: String,
    /// What it is called.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) title: String,
    /// The version that people see.
    #[serde(default)]
    pub(crate) published_version: Option<u32>,
    /// The version that is to be published.
    #[serde(default)]
    pub(crate) draft_version: Option<u32>,
    /// When people began to see it.
    #[serde(default)]
    pub(crate) published_at: Option<UnixMillis>,
    /// When anything about it changed.
    pub(crate) updated_at: UnixMillis,
}

impl ContentRow {
    /// What it is called, or its id.
    pub(crate) fn name(&self) -> &str {
        if self.title.is_empty() { &self.id } else { &self.title }
    }
}

impl Row for ContentRow {
    fn key(&self) -> String {
        self.id.clone()
    }
}

/// How a piece of content stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Head {
    /// The number of its newest version, whatever became of that.
    pub(crate) version: u32,
    /// The version that people see.
    #[serde(default)]
    pub(crate) published_version: Option<u32>,
    /// The version that is to be published.
    #[serde(default)]
    pub(crate) draft_version: Option<u32>,
}

/// A piece of content: how it stands, and what is in it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Content {
    /// How it stands.
    pub(crate) head: Head,
    /// What people see, as it is stored.
    pub(crate) published: Option<String>,
    /// What is to be published.
    pub(crate) draft: Option<String>,
}

impl Content {
    /// What to go on from: the draft, or what people see.
    pub(crate) fn newest(&self) -> Option<&str> {
        self.draft.as_deref().or(self.published.as_deref())
    }
}

/// A version of a piece of content.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Version {
    /// From 1 on.
    #[serde(rename = "version")]
    pub(crate) number: u32,
    /// What became of it.
    pub(crate) state: VersionState,
    /// The version whose body it has, if it was not written anew.
    #[serde(default)]
    pub(crate) copied_from: Option<u32>,
    /// When it was saved, and by whom.
    pub(crate) saved_at: UnixMillis,
    #[serde(default)]
    pub(crate) saved_by: Option<Who>,
    /// When people began to see it, and by whose word.
    #[serde(default)]
    pub(crate) published_at: Option<UnixMillis>,
    #[serde(default)]
    pub(crate) published_by: Option<Who>,
    /// When it was superseded, unpublished or discarded, and by whom.
    #[serde(default)]
    pub(crate) ended_at: Option<UnixMillis>,
    #[serde(default)]
    pub(crate) ended_by: Option<Who>,
}

impl Row for Version {
    fn key(&self) -> String {
        self.number.to_string()
    }
}

/// What became of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VersionState {
    /// It is to be published.
    Draft,
    /// People see it.
    Published,
    /// People saw it until another one took its place.
    Superseded,
    /// People saw it until it was taken back.
    Unpublished,
    /// A draft that another one replaced, or that was deleted.
    Discarded,
    /// Something that this console does not know.
    #[serde(other)]
    Unknown,
}

/// An operator's token, by which it is known who did something.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Who {
    /// The token's id.
    pub(crate) id: String,
    /// What the token is called now.
    #[serde(default)]
    pub(crate) label: Option<String>,
}

/// A piece of content as the widget draws it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Preview {
    /// The inner HTML of the widget's root.
    pub(crate) html: String,
    /// The widget's style sheet.
    pub(crate) css: String,
}

/// Something to do with a piece of content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Edit {
    /// Save this text as a draft.
    Save(String),
    /// Delete the draft.
    Discard,
    /// Let people see the draft.
    Publish,
    /// Let nobody see it.
    Unpublish,
    /// Let people see this version again.
    RollBack(u32),
}

/// Where a piece of content is: its kind and its id.
pub(crate) type Place = (String, String);

/// Content that is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewContent {
    /// Where.
    pub(crate) place: Place,
    /// The id of content of the same kind that it is a copy of; else it begins as the template.
    pub(crate) copy_of: Option<String>,
}

/// Gets the page of content that begins at `cursor`, or the first; of one kind, or of all.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_contents(
    (client, kind): (Client, Option<String>),
    cursor: Option<String>,
    signal: AbortSignal,
) -> Result<Page<ContentRow>, ApiError> {
    let mut params = page_params(cursor);
    params.extend(kind.map(|kind| ("kind", kind)));
    client.get("/v1/content", &params, &signal).await
}

/// Gets all content, page by page; of one kind, or of all.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_all_contents(
    client: &Client,
    kind: Option<&str>,
    signal: &AbortSignal,
) -> Result<Vec<ContentRow>, ApiError> {
    let mut rows = vec![];
    let mut cursor = None;
    loop {
        let key = (client.clone(), kind.map(str::to_owned));
        let page = get_contents(key, cursor, signal.clone()).await?;
        rows.extend(page.results);
        cursor = page.next;
        if cursor.is_none() {
            return Ok(rows);
        }
    }
}

/// Gets what people see, and what is to be published.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_content(
    (client, place): (Client, Place),
    signal: AbortSignal,
) -> Result<Content, ApiError> {
    #[derive(Deserialize)]
    struct Answer {
        version: u32,
        #[serde(default)]
        published_version: Option<u32>,
        #[serde(default)]
        draft_version: Option<u32>,
        #[serde(default)]
        published: Option<Body>,
        #[serde(default)]
        draft: Option<Body>,
    }
    #[derive(Deserialize)]
    struct Body {
        body: Box<RawValue>,
    }
    let text = |body: Option<Body>| body.map(|body| body.body.get().to_owned());
    let answer: Answer = client.get(&path(&place), &[], &signal).await?;
    let Answer { version, published_version, draft_version, published, draft } = answer;
    let head = Head { version, published_version, draft_version };
    Ok(Content { head, published: text(published), draft: text(draft) })
}

/// Gets the page of versions that begins at `cursor`, or the first; the newest first.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_versions(
    (client, place): (Client, Place),
    cursor: Option<String>,
    signal: AbortSignal,
) -> Result<Page<Version>, ApiError> {
    client.get(&format!("{}/versions", path(&place)), &page_params(cursor), &signal).await
}

/// Gets the draft, or what is published, as the widget draws it in the language `locale`; `None`
/// if there is nothing to draw.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_preview(
    client: &Client,
    place: &Place,
    locale: String,
    signal: &AbortSignal,
) -> Result<Option<Preview>, ApiError> {
    #[derive(Deserialize)]
    struct Answer {
        #[serde(default)]
        html: Option<String>,
        #[serde(default)]
        css: Option<Css>,
    }
    #[derive(Deserialize)]
    struct Css {
        text: String,
    }
    let path = format!("{}/preview", path(place));
    let Answer { html, css } = client.get(&path, &[("locale", locale)], signal).await?;
    Ok(html.zip(css).map(|(html, css)| Preview { html, css: css.text }))
}

/// Does `edit` to what was at `version`, and gets how it stands then.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn send_edit(
    client: &Client,
    (place, version): (&Place, u32),
    edit: &Edit,
    signal: &AbortSignal,
) -> Result<Head, ApiError> {
    let path = path(place);
    let (method, path, body) = match edit {
        Edit::Save(text) => (Method::PUT, path, Some(text.clone())),
        Edit::Discard => (Method::DELETE, path, None),
        Edit::Publish => (Method::POST, format!("{path}/publish"), None),
        Edit::Unpublish => (Method::POST, format!("{path}/unpublish"), None),
        Edit::RollBack(to) => {
            (Method::POST, format!("{path}/rollback"), Some(format!(r#"{{"version":{to}}}"#)))
        }
    };
    client.change(method, &path, (body, Some(version)), signal).await
}

/// Does `edits` one after the other, the first one to what was at `version`.
///
/// # Errors
/// Any [`ApiError`]; those before the one that failed are done.
pub(crate) async fn send_edits(
    client: &Client,
    (place, version): (&Place, u32),
    edits: &[Edit],
    signal: &AbortSignal,
) -> Result<Head, ApiError> {
    let mut head = Head { version, published_version: None, draft_version: None };
    for edit in edits {
        head = send_edit(client, (place, head.version), edit, signal).await?;
    }
    Ok(head)
}

/// Saves `new` as a draft. Content that is there already, or was, is never touched.
///
/// # Errors
/// `version_conflict` or `id_taken` where the id is another's; `unknown_content` where there is
/// nothing to copy, or no such kind; any other [`ApiError`].
pub(crate) async fn create_content(
    client: &Client,
    new: &NewContent,
    signal: &AbortSignal,
) -> Result<Head, ApiError> {
    let (kind, id) = &new.place;
    let begun = match &new.copy_of {
        Some(source) => {
            let source = (kind.clone(), source.clone());
            let content = get_content((client.clone(), source), signal.clone()).await?;
            content.newest().map(str::to_owned)
        }
        None => template(kind).map(str::to_owned),
    };
    let text = begun.and_then(|json| with_id(&json, id)).ok_or_else(|| ApiError::Refused {
        code: "unknown_content".to_owned(),
        detail: "there is nothing to begin with".to_owned(),
        pointer: None,
        faults: vec![],
    })?;
    send_edit(client, (&new.place, 0), &Edit::Save(text), signal).await
}

fn path((kind, id): &Place) -> String {
    format!("/v1/content/{}/{}", segment(kind), segment(id))
}
