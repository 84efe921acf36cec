//! A checklist as small as a button.

use shared::checklist::{ChecklistView, Progress};
use yew::prelude::*;

use super::{
    form::command_form,
    icons::{self, icon},
};

/// A ring that fills, the title, and how far the person is.
pub(super) fn launcher(checklist: &ChecklistView, progress: &Progress) -> Html {
    let n_items = checklist.items.len().to_string();
    // The ring is as long as there are items, so that its dashes need no arithmetic.
    let dashes = [&progress.n_settled(checklist).to_string(), " ", &n_items].concat();
    let button = html! {
        <button class="pill" part="button" id="rumbo-launcher" aria-expanded="false">
            if progress.is_finished() {
                { icon(icons::DONE) }
            } else {
                <svg class="ring" viewBox="0 0 24 24" aria-hidden="true">
                    <circle cx="12" cy="12" r="9.5" />
                    <circle cx="12" cy="12" r="9.5" pathLength={n_items} stroke-dasharray={dashes} />
                </svg>
            }
            <span id="rumbo-title" part="title">{ &checklist.title }</span>
            <span class="count">{ checklist.so_far(progress).to_owned() }</span>
        </button>
    };
    command_form(&checklist.id, "expand", button)
}
