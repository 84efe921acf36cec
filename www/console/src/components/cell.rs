//! The cells of a table. On a narrow screen each stands under the name of its column, and one that
//! holds nothing is left out.

use yew::prelude::*;

use super::TimeAgo;
use crate::model::UnixMillis;

/// Properties of [`PartyCell`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PartyCellProps {
    /// What it is called, or its id.
    pub(crate) name: AttrValue,
    /// Its id.
    pub(crate) id: AttrValue,
    /// Its page, if it has one.
    pub(crate) href: Option<AttrValue>,
    /// What else is to be said of it: badges.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// What the row is about: its name, which is the way to its page, over its id.
#[component]
pub(crate) fn PartyCell(props: &PartyCellProps) -> Html {
    html! {
        <td role="cell" class="cell-wide">
            <span class="party">
                if let Some(href) = &props.href {
                    <a class="primary" {href}><bdi>{ &props.name }</bdi></a>
                } else {
                    <span class="primary"><bdi>{ &props.name }</bdi></span>
                }
                <span class="item-notes secondary">
                    <bdi>{ &props.id }</bdi>
                    { props.children.clone() }
                </span>
            </span>
        </td>
    }
}

/// Properties of [`Cell`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct CellProps {
    /// The name of its column.
    pub(crate) label: &'static str,
    /// What it holds.
    pub(crate) children: Html,
}

/// A cell that holds something.
#[component]
pub(crate) fn Cell(props: &CellProps) -> Html {
    html! {
        <td role="cell" class="cell-labelled" data-label={props.label}>
            { props.children.clone() }
        </td>
    }
}

/// Properties of [`TextCell`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TextCellProps {
    /// The name of its column.
    pub(crate) label: &'static str,
    /// What it says, if anything is known.
    pub(crate) text: Option<AttrValue>,
}

/// A text, or a dash.
#[component]
pub(crate) fn TextCell(props: &TextCellProps) -> Html {
    match &props.text {
        Some(text) => html! { <Cell label={props.label}><bdi>{ text }</bdi></Cell> },
        None => absent(),
    }
}

/// Properties of [`TimeCell`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TimeCellProps {
    /// The name of its column.
    pub(crate) label: &'static str,
    /// When it was, if it was.
    pub(crate) at: Option<UnixMillis>,
    /// This instant.
    pub(crate) now: UnixMillis,
}

/// When something was, or a dash.
#[component]
pub(crate) fn TimeCell(props: &TimeCellProps) -> Html {
    match props.at {
        Some(at) => html! { <Cell label={props.label}><TimeAgo {at} now={props.now} /></Cell> },
        None => absent(),
    }
}

fn absent() -> Html {
    html! { <td role="cell" class="cell-absent">{ "—" }</td> }
}
