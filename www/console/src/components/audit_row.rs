//! What became of an item of a checklist, in the table.

use yew::prelude::*;

use super::{Badge, Cell, TimeCell};
use crate::{
    api::{AuditEntry, Cause},
    model::{PersonFilter, UnixMillis},
    route::Route,
    wording::{item_change, item_change_cause, item_change_class},
};

/// Properties of [`AuditRow`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct AuditRowProps {
    /// What became of which item.
    pub(crate) entry: AuditEntry,
    /// The account's id.
    pub(crate) account: AttrValue,
    /// Whose page it stands on, if it is a person's.
    pub(crate) user: Option<AttrValue>,
    /// This instant.
    pub(crate) now: UnixMillis,
}

/// The names of its cells. The last is left out on a person's page, where nearly all is theirs.
pub(crate) const AUDIT_COLUMNS: &[&str] = &["When", "Who", "What", "Item", "For whom"];

/// When, who, what, and in whose list; people with the way to their pages.
#[component]
pub(crate) fn AuditRow(props: &AuditRowProps) -> Html {
    let AuditRowProps { entry, user, now, .. } = props;
    let is_persons = user.is_some();
    html! {
        <tr role="row" class={classes!("audit", (!is_persons).then_some("audit-for"))}>
            <TimeCell label="When" at={entry.at} now={*now} />
            <Cell label="Who">{ who(props) }</Cell>
            <Cell label="What">
                <span class="party">
                    <span>
                        <Badge word={item_change(entry.change)}
                            class={item_change_class(entry.change)} />
                    </span>
                    <span class="secondary">{ item_change_cause(entry.by.cause) }</span>
                </span>
            </Cell>
            <Cell label="Item">
                <span class="party">
                    <span class="primary"><bdi>{ entry.item_name() }</bdi></span>
                    <span class="item-notes secondary">
                        <bdi>{ entry.checklist_name() }</bdi>
                        if is_persons && entry.user.is_none() { <Badge word="Whole account" /> }
                    </span>
                </span>
            </Cell>
            if !is_persons { <Cell label="For whom">{ for_whom(props) }</Cell> }
        </tr>
    }
}

fn who(props: &AuditRowProps) -> Html {
    let by = &props.entry.by;
    match (by.cause, &by.actor) {
        (Cause::Hand | Cause::Product, Some(user)) => person(props, user, by.actor_name.as_deref()),
        // Who is not known to be a user has no page.
        (cause, Some(_)) => html! {
            <span class="item-notes">
                <span class="primary"><bdi>{ by.name() }</bdi></span>
                if cause == Cause::Operator { <Badge word="Staff" /> }
            </span>
        },
        (_, None) => html! { <span class="secondary">{ "Not known" }</span> },
    }
}

fn for_whom(props: &AuditRowProps) -> Html {
    match &props.entry.user {
        Some(user) => person(props, user, props.entry.user_name.as_deref()),
        None => html! { "Whole account" },
    }
}

/// The name over the id, with the way to their page unless it is the page shown.
fn person(props: &AuditRowProps, user: &str, name: Option<&str>) -> Html {
    let shown = name.unwrap_or(user);
    let href = Route::Person(PersonFilter::of(&props.account, user)).to_string();
    html! {
        <span class="party">
            if props.user.as_deref() == Some(user) {
                <span class="primary"><bdi>{ shown }</bdi></span>
            } else {
                <a class="primary" {href}><bdi>{ shown }</bdi></a>
            }
            if shown != user { <span class="secondary"><bdi>{ user }</bdi></span> }
        </span>
    }
}
