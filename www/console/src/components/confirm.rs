//! A question before something that others will see.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// Properties of [`Confirm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ConfirmProps {
    /// Whether it is asked.
    pub(crate) is_open: bool,
    /// The question.
    pub(crate) title: AttrValue,
    /// What will come of a yes.
    pub(crate) detail: AttrValue,
    /// What the yes says.
    pub(crate) action: AttrValue,
    /// Says yes.
    pub(crate) on_confirm: Callback<()>,
    /// Says no.
    pub(crate) on_cancel: Callback<()>,
}

/// A modal dialog. The browser keeps the focus in it, closes it on Escape, and gives the focus back
/// to what opened it.
#[component]
pub(crate) fn Confirm(props: &ConfirmProps) -> Html {
    let dialog = use_node_ref();
    let node = dialog.clone();
    use_effect_with(props.is_open, move |is_open| {
        let Some(dialog) = node.cast::<HtmlDialogElement>() else { return };
        match (*is_open, dialog.open()) {
            (true, false) => dialog.show_modal().expect("it stands in the document, and is closed"),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    // Escape is a no at once: the browser tells of its own closing a moment later, when the question
    // may have been asked again.
    let oncancel = props.on_cancel.reform(|event: Event| event.prevent_default());
    let (node, on_cancel) = (dialog.clone(), props.on_cancel.clone());
    let onclose = move |_| {
        if node.cast::<HtmlDialogElement>().is_some_and(|dialog| !dialog.open()) {
            on_cancel.emit(());
        }
    };
    html! {
        <dialog ref={dialog} class="confirm" aria-labelledby="confirm-title"
            aria-describedby="confirm-detail" {oncancel} {onclose}>
            <h2 id="confirm-title">{ &props.title }</h2>
            <p id="confirm-detail">{ &props.detail }</p>
            <div class="toolbar">
                <button type="button" class="button" onclick={props.on_cancel.reform(|_| ())}>
                    { "Cancel" }
                </button>
                <button type="button" class="button button-primary"
                    onclick={props.on_confirm.reform(|_| ())}>
                    { &props.action }
                </button>
            </div>
        </dialog>
    }
}
