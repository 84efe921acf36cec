//! The way to the next page of a list.

use yew::prelude::*;

use super::Notice;
use crate::{hooks::use_refocus, model::Phase};

/// Properties of [`More`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct MoreProps {
    /// The request for the next page.
    pub(crate) phase: Phase,
    /// Whether there is one.
    pub(crate) has_more: bool,
    /// Asks for it.
    pub(crate) on_more: Callback<()>,
}

/// The button for the next page; at the end of the list, a note in its place.
///
/// The button goes away under the finger that presses it when there is no further page, or no answer;
/// its place then takes the focus.
#[component]
pub(crate) fn More(props: &MoreProps) -> Html {
    let MoreProps { phase, has_more, on_more } = props;
    let place = use_node_ref();
    use_refocus(&place, !has_more || phase.error().is_some());

    // Not `disabled` while it loads: that would take the focus away from whoever waits.
    let loading = phase.is_loading();
    html! {
        <div class="more" ref={place} tabindex="-1">
            if let Some(error) = phase.error() {
                <Notice message={error.to_string()} on_retry={on_more.clone()} />
            } else if *has_more {
                <button type="button" class="button" aria-disabled={loading.to_string()}
                    onclick={on_more.reform(|_| ())}>
                    { if loading { "Loading…" } else { "Load more" } }
                </button>
            } else {
                <p class="secondary">{ "That is all of them." }</p>
            }
        </div>
    }
}
