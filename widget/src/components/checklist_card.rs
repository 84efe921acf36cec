//! A checklist: what to do, and how far the person is.

use shared::{
    checklist::{ChecklistView, Progress},
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
    checklist: &ChecklistView,
    progress: &Progress,
) -> Html {
    let n_completed = progress.n_settled(checklist);
    let n_items = checklist.items.len();
    let so_far: AttrValue = checklist.counts[n_completed].clone().into();
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

fn close_form(labels: &Labels, checklist: &ChecklistView) -> Html {
    let button = html! {
        <button class="close" id="rumbo-close" aria-label={labels.close.clone()}>
            { icon(icons::CLOSE) }
        </button>
    };
    escape_form(&checklist.id, "dismiss", button)
}

/// One status for each item, in order.
fn statuses(checklist: &ChecklistView, progress: &Progress) -> Vec<ItemStatus> {
    let mut open = ItemStatus::Next;
    let items = checklist.items.iter();
    items
        .map(|item| {
            if progress.is_settled(&item.id) {
                ItemStatus::Done
            } else if progress.is_locked(checklist, &item.id) {
                ItemStatus::Locked
            } else {
                // Only the first of them is next.
                std::mem::replace(&mut open, ItemStatus::Open)
            }
        })
        .collect()
}
