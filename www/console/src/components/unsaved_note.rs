//! What was typed in other pages and is not saved.

use yew::prelude::*;

use crate::{hooks::use_unsaved, route::Route};

/// Properties of [`UnsavedNote`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct UnsavedNoteProps {
    /// The page shown; what is typed in it stands before the operator.
    pub(super) route: Route,
}

/// The ways back to the pages with changes that are not saved.
#[component]
pub(super) fn UnsavedNote(props: &UnsavedNoteProps) -> Html {
    let here = props.route.to_string();
    let links: Vec<_> = use_unsaved().links().into_iter().filter(|link| *link != here).collect();
    let title = |link: &str| Route::parse(link).title();
    html! {
        // Always there, so that a change of its text is read out.
        <div class={if links.is_empty() { "unseen" } else { "card unsaved" }} role="status">
            if !links.is_empty() {
                { "Your changes are kept, but not saved: " }
                for (i, link) in links.iter().enumerate() {
                    if i > 0 { { ", " } }
                    <a href={link.clone()}>{ title(link) }</a>
                }
            }
        </div>
    }
}
