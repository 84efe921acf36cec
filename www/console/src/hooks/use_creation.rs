//! [`use_creation`]: new content.

use web_sys::AbortSignal;
use yew::prelude::*;

use super::{navigate, use_load, use_send};
use crate::{
    api::{ApiError, Client, ContentRow, NewContent, create_content, get_all_contents},
    model::Phase,
    route::Route,
};

/// What [`use_creation`] returns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct UseCreationHandle {
    /// The kind that is chosen; `None` while nothing is to be made.
    pub(crate) kind: Option<String>,
    /// Begins with this kind, changes it, or gives it up.
    pub(crate) on_kind: Callback<Option<String>>,
    /// What can be copied: all of that kind that is published or a draft.
    pub(crate) sources: Vec<ContentRow>,
    /// The request for that.
    pub(crate) sources_phase: Phase,
    /// Asks for it again.
    pub(crate) on_sources: Callback<()>,
    /// The request that makes it.
    pub(crate) phase: Phase,
    /// Makes it, and goes to its page.
    pub(crate) on_create: Callback<NewContent>,
    /// Forgets that it failed.
    pub(crate) on_forget: Callback<()>,
}

/// Makes content of the kind that is chosen.
#[hook]
pub(crate) fn use_creation(client: &Client) -> UseCreationHandle {
    let kind = use_state_eq(|| None::<String>);
    let (revision, on_sources) = super::use_revision();
    let sources = use_load((client.clone(), (*kind).clone()), revision, load_sources);
    let creating = client.clone();
    let sends = use_send(
        async move |new: NewContent, signal: AbortSignal| {
            create_content(&creating, &new, &signal).await
        },
        Callback::from(|(new, _): (NewContent, _)| navigate(&Route::Content(new.place))),
    );
    let (setter, on_forget) = (kind.setter(), sends.on_forget.clone());
    let on_kind = Callback::from(move |kind| {
        on_forget.emit(());
        setter.set(kind);
    });
    UseCreationHandle {
        kind: (*kind).clone(),
        on_kind,
        sources: sources.value.unwrap_or_default(),
        sources_phase: sources.phase,
        on_sources,
        phase: sends.phase,
        on_create: sends.on_send,
        on_forget: sends.on_forget,
    }
}

async fn load_sources(
    (client, kind): (Client, Option<String>),
    signal: AbortSignal,
) -> Result<Vec<ContentRow>, ApiError> {
    let Some(kind) = kind else { return Ok(vec![]) };
    let mut rows = get_all_contents(&client, Some(&kind), &signal).await?;
    rows.retain(|row| row.draft_version.or(row.published_version).is_some());
    Ok(rows)
}
