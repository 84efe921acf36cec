//! A checklist: what to do, and how far the person is.

use shared::{
    checklist::{ChecklistView, Progress},
    labels::Labels,
};
use yew::prelude::*;

use super::{
    form::{command_form, escape_form, icon_button},
    icons::{self, icon},
    item_row::item_row,
    item_status::ItemStatus,
};

/// Title, progress, items. Finished, it says so and keeps the items in sight.
///
/// Escape makes it small while there is something left to do: nothing is lost by it. Finished,
/// Escape closes it.
pub(super) fn checklist_card(
    labels: &Labels,
    checklist: &ChecklistView,
    progress: &Progress,
) -> Html {
    let so_far: AttrValue = checklist.so_far(progress).to_owned().into();
    let rows = checklist.items.iter().zip(ItemStatus::all(checklist, progress));

    html! {
        <>
            <header class="head">
                <h2 id="rumbo-title" part="title">{ &checklist.title }</h2>
                { controls(labels, checklist, progress) }
            </header>
            if progress.is_finished() {
                <div class="done" part="done">
                    { icon(icons::DONE) }
                    <p><strong>{ &labels.achieved }</strong><span>{ &checklist.done }</span></p>
                </div>
            } else {
                <p class="intro">{ &checklist.intro }</p>
            }
            <div class="progress">
                <progress
                    part="progress"
                    max={checklist.items.len().to_string()}
                    value={progress.n_settled(checklist).to_string()}
                    aria-label={checklist.title.clone()}
                    aria-valuetext={&so_far}
                />
                <span aria-hidden="true">{ so_far }</span>
            </div>
            // The role is not redundant: Safari drops it from a list without bullets.
            <ul role="list">
                for (item, status) in rows {
                    { item_row(labels, &checklist.id, item, status) }
                }
            </ul>
        </>
    }
}

fn controls(labels: &Labels, checklist: &ChecklistView, progress: &Progress) -> Html {
    let minimise = icon_button("rumbo-minimise", icons::MINIMISE, &labels.minimise);
    let close = icon_button("rumbo-close", icons::CLOSE, &labels.close);
    if progress.is_finished() {
        return escape_form(&checklist.id, "dismiss", close);
    }
    html! {
        <>
            { escape_form(&checklist.id, "minimise", minimise) }
            { command_form(&checklist.id, "dismiss", close) }
        </>
    }
}
