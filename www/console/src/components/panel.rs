//! A part of a page that is loaded by itself.

use yew::prelude::*;

use super::{Notice, Skeleton};
use crate::{hooks::use_refocus, model::Phase};

/// Properties of [`Panel`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PanelProps {
    /// The heading's id, unique in the page.
    pub(crate) id: &'static str,
    /// The heading.
    pub(crate) title: AttrValue,
    /// How it stands; read out when it changes.
    #[prop_or_default]
    pub(crate) status: AttrValue,
    /// The request for what is in it.
    pub(crate) phase: Phase,
    /// Whether there is something to show.
    pub(crate) is_loaded: bool,
    /// How many lines to draw until there is.
    #[prop_or(5)]
    pub(crate) lines: usize,
    /// What can be done with all of it: buttons.
    #[prop_or_default]
    pub(crate) tools: Html,
    /// Asks for it again.
    pub(crate) on_retry: Callback<()>,
    /// What is in it.
    pub(crate) children: Html,
}

/// A card with a heading: loading, failed, or what it holds. A failure keeps what was there.
#[component]
pub(crate) fn Panel(props: &PanelProps) -> Html {
    let PanelProps { id, title, status, phase, is_loaded, lines, tools, on_retry, children } =
        props;
    let section = use_node_ref();
    use_refocus(&section, !is_loaded);
    let status = if phase.is_loading() { AttrValue::from("Loading…") } else { status.clone() };
    html! {
        <section class="card" ref={section} tabindex="-1" aria-labelledby={*id}
            aria-busy={phase.is_loading().to_string()}>
            <header class="card-header">
                <h2 id={*id}>{ title }</h2>
                // Always there, so that a change of its text is read out.
                <p class="secondary" role="status">{ status }</p>
                { tools.clone() }
            </header>
            // A token that is refused is said where another one is typed.
            if let Some(error) = phase.error().filter(|_| !phase.is_refused()) {
                <Notice message={error.to_string()} on_retry={on_retry.clone()} />
            }
            if *is_loaded {
                { children.clone() }
            } else if phase.error().is_none() {
                <Skeleton lines={*lines} />
            }
        </section>
    }
}
