//! Something that went wrong, and the way on.

use web_sys::Element;
use yew::prelude::*;

use crate::browser::focus_around;

/// Properties of [`Notice`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct NoticeProps {
    /// What happened and what to do.
    pub(crate) message: AttrValue,
    /// What the button says.
    #[prop_or(AttrValue::Static("Try again"))]
    pub(crate) action: AttrValue,
    /// Tries again.
    pub(crate) on_retry: Callback<()>,
}

/// An error with a button that tries again. Read out as soon as it appears, and gone when tried.
#[component]
pub(crate) fn Notice(props: &NoticeProps) -> Html {
    let onclick = props.on_retry.reform(|event: MouseEvent| {
        focus_around(&event.target_unchecked_into::<Element>());
    });
    html! {
        <div class="notice" role="alert">
            <svg class="notice-mark" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
                <path d="M10 2 19 18H1Z" fill="none" stroke="currentColor" stroke-width="1.6"
                    stroke-linejoin="round" />
                <path d="M10 8v4.5M10 14.6v.9" stroke="currentColor" stroke-width="1.8"
                    stroke-linecap="round" />
            </svg>
            <p>{ &props.message }</p>
            <button type="button" class="button" {onclick}>
                { &props.action }
            </button>
        </div>
    }
}
