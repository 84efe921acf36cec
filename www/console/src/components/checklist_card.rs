//! How far a person is in a checklist, and what the vendor's staff ticks in it.

use yew::prelude::*;

use super::{Badge, TimeAgo};
use crate::{
    api::{Checklist, Item, ItemState, Tick},
    model::UnixMillis,
    wording::done_by,
};

/// Properties of [`ChecklistCard`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ChecklistCardProps {
    /// The checklist.
    pub(crate) checklist: Checklist,
    /// Whether the operator may tick.
    pub(crate) may_tick: bool,
    /// Whether a tick is on its way.
    pub(crate) is_busy: bool,
    /// This instant.
    pub(crate) now: UnixMillis,
    /// Ticks an item, or takes that back.
    pub(crate) on_tick: Callback<Tick>,
}

/// The items in order, each with how it stands; those of the vendor's with a button.
#[component]
pub(crate) fn ChecklistCard(props: &ChecklistCardProps) -> Html {
    let checklist = &props.checklist;
    let heading = format!("list-{}", checklist.id);
    let n_settled = checklist
        .items
        .iter()
        .filter(|item| matches!(item.state, ItemState::Done | ItemState::Skipped))
        .count();
    html! {
        <article class="checklist" aria-labelledby={heading.clone()}>
            <header class="why-header">
                <h3 id={heading}><bdi>{ &checklist.title }</bdi></h3>
                if checklist.is_finished { <Badge word="Finished" class="good" /> }
                if checklist.is_dismissed { <Badge word="Sent away" /> }
                <p class="secondary">
                    <code>{ &checklist.id }</code>
                    { format!(" · {n_settled} of {} done", checklist.items.len()) }
                </p>
            </header>
            <ul class="items">
                for item in &checklist.items {
                    { self::item(props, item) }
                }
            </ul>
        </article>
    }
}

fn item(props: &ChecklistCardProps, item: &Item) -> Html {
    let (word, class) = match item.state {
        ItemState::Done => ("Done", "good"),
        ItemState::Skipped => ("Skipped", "plain"),
        ItemState::Locked => ("Waits for others", "plain"),
        ItemState::Open => ("Open", "plain"),
    };
    let by = item.done_by.as_ref().and_then(|by| done_by(by, item.is_shared));
    html! {
        <li key={item.id.clone()} class="item">
            <div class="item-text">
                <p class="primary"><bdi>{ &item.title }</bdi></p>
                <p class="item-notes secondary">
                    <Badge {word} {class} />
                    if let Some(by) = by { <span>{ by }</span> }
                    if item.is_vendors { <Badge word="Yours to do" class="changed" /> }
                    if item.is_shared { <span>{ "For the whole account" }</span> }
                    if let Some(due) = item.due.as_ref().filter(|_| item.state != ItemState::Done) {
                        <span class={item.is_overdue.then_some("overdue")}>
                            { format!("{} {due}", if item.is_overdue { "Overdue since" } else { "Due" }) }
                        </span>
                    }
                </p>
            </div>
            if let Some(at) = item.done_at { <TimeAgo {at} now={props.now} /> }
            if item.is_vendors && props.may_tick { { button(props, item) } }
        </li>
    }
}

/// One button that stays, so that the focus stays on it when the item has changed.
fn button(props: &ChecklistCardProps, item: &Item) -> Html {
    let is_done = item.state == ItemState::Done;
    let tick =
        Tick { checklist: props.checklist.id.clone(), item: item.id.clone(), is_done: !is_done };
    let onclick = props.on_tick.reform(move |_| tick.clone());
    html! {
        <button type="button" class="button" aria-disabled={props.is_busy.to_string()} {onclick}>
            { if is_done { "Undo" } else { "Mark as done" } }
            <span class="unseen">{ format!(" “{}”", item.title) }</span>
        </button>
    }
}
