//! The product's mark and name.

use yew::prelude::*;

/// A compass needle on its heading, and the name.
#[component]
pub(crate) fn Brand() -> Html {
    html! {
        <span class="brand">
            <svg class="brand-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <circle cx="12" cy="12" r="10.25" fill="none" stroke="currentColor" stroke-width="1.5" />
                <path d="M16.9 7.1 13.6 13.6 7.1 16.9 10.4 10.4Z" fill="currentColor" />
            </svg>
            { "Rumbo" }
        </span>
    }
}
