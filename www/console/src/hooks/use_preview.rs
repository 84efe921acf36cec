//! [`use_preview`]: content as the widget draws it.

use web_sys::AbortSignal;
use yew::prelude::*;

use super::use_load;
use crate::{
    api::{ApiError, Client, Place, Preview, get_preview},
    model::{Phase, languages},
};

/// What [`use_preview`] returns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct UsePreviewHandle {
    /// What is drawn; `None` until it is in, and where there is nothing to draw.
    pub(crate) drawn: Option<Preview>,
    /// The request for it.
    pub(crate) phase: Phase,
    /// The tags of the languages that the content is written in.
    pub(crate) languages: Vec<String>,
    /// The tag of the language it is drawn in.
    pub(crate) locale: AttrValue,
    /// Draws it in another one.
    pub(crate) on_locale: Callback<String>,
}

/// Has what `key` names drawn, again with each `revision`: in the first language that `content` is
/// written in, until another one is chosen. Where there is no `content` nothing is asked.
#[hook]
pub(crate) fn use_preview(
    key: (Client, Place),
    content: Option<String>,
    revision: u32,
) -> UsePreviewHandle {
    let chosen = use_state_eq(|| None::<String>);
    let is_there = content.is_some();
    let languages = use_memo(content, |json| json.as_deref().map_or(vec![], languages));
    let first = || languages.first().cloned();
    let locale = (*chosen).clone().or_else(first).unwrap_or_else(|| "en".to_owned());
    // Until the content is in, its language is not known either.
    let asked = is_there.then(|| locale.clone());
    let preview = use_load((key, asked), revision, load);
    let chosen = chosen.setter();
    UsePreviewHandle {
        drawn: preview.value.flatten(),
        phase: preview.phase,
        languages: (*languages).clone(),
        locale: locale.into(),
        on_locale: Callback::from(move |tag| chosen.set(Some(tag))),
    }
}

async fn load(
    ((client, place), locale): ((Client, Place), Option<String>),
    signal: AbortSignal,
) -> Result<Option<Preview>, ApiError> {
    match locale {
        Some(locale) => get_preview(&client, &place, locale, &signal).await,
        None => Ok(None),
    }
}
