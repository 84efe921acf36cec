//! A checklist: what to do, and how far the person is.

use shared::{
    checklist::{Checklist, Progress},
    labels::Labels,
};
use yew::prelude::*;

use super::{
    form::escape_form,
    icons::{self, icon},
    item_row::{ItemStatus, item_row},
};

/// Title, progress, items. Finished, it says so and keeps the items in sight.
pub(super) fn checklist_card(
    labels: &Labels,
    checklist: &Checklist<String>,
    progress: &Progress,
) -> Html {
    let n_completed = progress.n_completed(checklist);
    let n_items = checklist.items.len();
    let so_far: AttrValue = labels.progress_of(n_completed, n_items).into();
    let rows = checklist.items.iter().zip(statuses(checklist, progress));

    html! {
        <>
            <header class="head">
                <h2 id="rumbo-title">{ &checklist.title }</h2>
                { close_form(labels, checklist) }
            </header>
            if progress.is_finished() {
                <p class="done">{ icon(icons::DONE) }{ &checklist.done }</p>
            } else {
                <p class="intro">{ &checklist.intro }</p>
            }
            <div class="progress">
                <progress
                    max={n_items.to_string()}
                    value={n_completed.to_string()}
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

fn close_form(labels: &Labels, checklist: &Checklist<String>) -> Html {
    let button = html! {
        <button class="close" id="rumbo-close" aria-label={labels.close.clone()}>
            { icon(icons::CLOSE) }
        </button>
    };
    escape_form(&checklist.id, "dismiss", button)
}

/// One status for each item, in order.
fn statuses(checklist: &Checklist<String>, progress: &Progress) -> Vec<ItemStatus> {
    let mut open = ItemStatus::Next;
    let items = checklist.items.iter().enumerate();
    items
        .map(|(index, item)| {
            if progress.is_completed(&item.id) {
                ItemStatus::Done
            } else if progress.is_locked(checklist, index) {
                ItemStatus::Locked
            } else {
                // Only the first of them is next.
                std::mem::replace(&mut open, ItemStatus::Open)
            }
        })
        .collect()
}
