//! One item of a checklist.

use shared::{
    checklist::{ItemView, Link},
    id::ContentId,
    labels::Labels,
};
use yew::prelude::*;

use super::{
    form::{command_form, hidden},
    icons::{self, icon},
};

/// How an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemStatus {
    /// Done.
    Done,
    /// The first that can be done now.
    Next,
    /// Can be done now.
    Open,
    /// Waits for the items before it.
    Locked,
}

impl ItemStatus {
    /// What the style sheet calls it.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Next => "next",
            Self::Open => "open",
            Self::Locked => "locked",
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::Done => icons::DONE,
            Self::Next | Self::Open => icons::TO_DO,
            Self::Locked => icons::LOCKED,
        }
    }
}

/// An item with what there is to do about it: nothing but its title once it is done.
pub(super) fn item_row(
    labels: &Labels,
    checklist: &ContentId,
    item: &ItemView,
    status: ItemStatus,
) -> Html {
    let is_by_hand = item.is_by_hand;
    let (detail, link, by_hand) = match status {
        ItemStatus::Done => (None, None, is_by_hand.then_some(("reopen_item", &labels.undo))),
        ItemStatus::Next | ItemStatus::Open => (
            Some(&item.detail),
            item.link.as_ref(),
            is_by_hand.then_some(("complete_item", &labels.mark_done)),
        ),
        ItemStatus::Locked => (Some(&labels.locked), None, None),
    };

    html! {
        <li data-status={status.as_str()}>
            <span class="mark">{ icon(status.icon()) }</span>
            <div>
                <p class="title">
                    { &item.title }
                    if status == ItemStatus::Done {
                        <span class="sr-only">{ [", ", &labels.done].concat() }</span>
                    }
                </p>
                if let Some(detail) = detail {
                    <p class="detail">{ detail }</p>
                }
            </div>
            <div class="actions">
                { for link.map(link_out) }
                { for by_hand.map(|(kind, label)| by_hand_form(checklist, item, kind, label)) }
            </div>
        </li>
    }
}

/// A link into the product stays in its tab; one out of it opens another.
fn link_out(link: &Link<String>) -> Html {
    let is_external = link.href.starts_with("https:");
    html! {
        <a
            class="go"
            href={link.href.clone()}
            target={is_external.then_some("_blank")}
            rel={is_external.then_some("noopener")}
        >
            { &link.label }
            { for is_external.then(|| icon(icons::EXTERNAL)) }
        </a>
    }
}

/// The button keeps its id when its command turns round, and so it keeps focus.
fn by_hand_form(checklist: &ContentId, item: &ItemView, kind: &'static str, label: &str) -> Html {
    let id = item.id.as_str();
    let fields = html! {
        <>
            { hidden("item", id.to_owned().into()) }
            <button
                class="quiet"
                id={["rumbo-item-", id].concat()}
                aria-label={[label, ": ", &item.title].concat()}
            >
                { label }
            </button>
        </>
    };
    command_form(checklist, kind, fields)
}
