//! The top of a page.

use yew::prelude::*;

use crate::route::Route;

/// Properties of [`PageHeader`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PageHeaderProps {
    /// The heading.
    pub(crate) title: AttrValue,
    /// What stands under it: an id, say.
    #[prop_or_default]
    pub(crate) note: AttrValue,
    /// The pages that it is part of, the first one first.
    #[prop_or_default]
    pub(crate) trail: Vec<(AttrValue, Route)>,
    /// What can be done with the whole page.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// The way here, the heading, and what can be done.
#[component]
pub(crate) fn PageHeader(props: &PageHeaderProps) -> Html {
    html! {
        <div class="page-header">
            <div>
                if !props.trail.is_empty() {
                    <nav aria-label="Breadcrumb">
                        <ol class="trail">
                            for (name, route) in &props.trail {
                                <li><a href={route.to_string()}><bdi>{ name }</bdi></a></li>
                            }
                        </ol>
                    </nav>
                }
                <h1><bdi>{ &props.title }</bdi></h1>
                if !props.note.is_empty() {
                    <p class="secondary">{ &props.note }</p>
                }
            </div>
            <div class="toolbar">{ props.children.clone() }</div>
        </div>
    }
}
