//! One item of a checklist.

use shared::{
    checklist::{ItemView, WinView},
    id::ContentId,
    labels::Labels,
};
use yew::prelude::*;

use super::{
    form::{command_form, hidden},
    icons::{self, icon},
    item_status::ItemStatus,
    link::link_out,
};

/// An item with what there is to do about it; done, nothing but its title and what it was good for.
pub(super) fn item_row(
    labels: &Labels,
    checklist: &ContentId,
    item: &ItemView,
    status: ItemStatus,
) -> Html {
    let is_open = status.is_open();
    let is_over = matches!(status, ItemStatus::Done | ItemStatus::Skipped);
    let detail = if status == ItemStatus::Locked { labels.locked() } else { &item.detail };
    let said = match status {
        ItemStatus::Done => Some(labels.done()),
        ItemStatus::Skipped => Some(labels.skipped()),
        _ => None,
    };
    let link = item.link.as_ref().filter(|_| is_open || status == ItemStatus::Vendors);

    html! {
        <li data-status={status.as_str()} part="item">
            <span class="mark">{ icon(status.icon()) }</span>
            <div>
                <p class="title">
                    { &item.title }
                    if let Some(said) = said {
                        <span class="sr-only">{ [", ", said].concat() }</span>
                    }
                </p>
                if !is_over {
                    <p class="detail">{ detail }</p>
                    { notes(labels, item, status) }
                }
                if let Some(win) = item.win.as_ref().filter(|_| status == ItemStatus::Done) {
                    { achieved(win) }
                }
            </div>
            <div class="actions">
                { for link.map(link_out) }
                { for commands(labels, checklist, item, status).map(|command| command.form(item)) }
            </div>
        </li>
    }
}

/// Who else may do it, and by when.
fn notes(labels: &Labels, item: &ItemView, status: ItemStatus) -> Html {
    let who = if item.is_vendors {
        Some((icons::PEOPLE, labels.by_vendor()))
    } else if item.is_shared && status.is_open() {
        Some((icons::PEOPLE, labels.by_anyone()))
    } else {
        None
    };
    let due = item.due.as_ref();
    html! {
        <>
            { for who.map(|(outline, text)| note(outline, text, false)) }
            { for due.map(|due| note(icons::CLOCK, &due.text, due.is_overdue)) }
        </>
    }
}

fn note(outline: &'static str, text: &str, is_overdue: bool) -> Html {
    html! {
        <p class="note" data-overdue={is_overdue.then_some("")}>
            { icon(outline) }<span>{ text.to_owned() }</span>
        </p>
    }
}

/// What the item was good for.
fn achieved(win: &WinView) -> Html {
    html! {
        <div class="win" part="win">
            { icon(icons::FLAG) }
            <p>
                <strong>{ &win.title }</strong>
                if let Some(detail) = &win.detail {
                    <span>{ detail }</span>
                }
            </p>
        </div>
    }
}

/// Something a person may do with an item.
struct ItemCommand<'a> {
    /// Its button keeps this id when the command turns round, and so it keeps focus.
    key: &'static str,
    placement: &'a ContentId,
    kind: &'static str,
    label: &'a str,
}

fn commands<'a>(
    labels: &'a Labels,
    checklist: &'a ContentId,
    item: &'a ItemView,
    status: ItemStatus,
) -> impl Iterator<Item = ItemCommand<'a>> {
    let course = item.course.as_ref();
    let hand = match status {
        ItemStatus::Next | ItemStatus::Open if course.is_some() => {
            Some(("open_course", labels.open_course()))
        }
        _ if !item.is_by_hand => None,
        ItemStatus::Done => Some(("reopen_item", labels.undo())),
        ItemStatus::Next | ItemStatus::Open => Some(("complete_item", labels.mark_done())),
        _ => None,
    };
    let skip = match status {
        ItemStatus::Skipped => Some(("reopen_item", labels.undo())),
        ItemStatus::Next | ItemStatus::Open | ItemStatus::Vendors if item.is_skippable => {
            Some(("skip_item", labels.skip()))
        }
        _ => None,
    };
    let command = |key, placement, pair: Option<(&'static str, &'a str)>| {
        pair.map(|(kind, label)| ItemCommand { key, placement, kind, label })
    };
    let hand = command("item", course.unwrap_or(checklist), hand);
    [hand, command("skip", checklist, skip)].into_iter().flatten()
}

impl ItemCommand<'_> {
    fn form(&self, item: &ItemView) -> Html {
        let id = item.id.as_str();
        let fields = html! {
            <>
                { hidden("item", id.to_owned().into()) }
                <button
                    data-key={self.key}
                    part="button"
                    id={["rumbo-", self.key, "-", id].concat()}
                    aria-label={[self.label, ": ", &item.title].concat()}
                >
                    { self.label.to_owned() }
                </button>
            </>
        };
        html! { <div key={self.key}>{ command_form(self.placement, self.kind, fields) }</div> }
    }
}
