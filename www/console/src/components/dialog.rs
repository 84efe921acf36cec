//! What must be answered before the page goes on.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

/// Properties of [`Dialog`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct DialogProps {
    /// Whether it is open.
    pub(crate) is_open: bool,
    /// The id of its heading.
    pub(crate) title_id: &'static str,
    /// The id of what else is read out when it opens.
    #[prop_or_default]
    pub(crate) detail_id: Option<&'static str>,
    /// Closes it, with nothing done.
    pub(crate) on_cancel: Callback<()>,
    /// What is in it.
    pub(crate) children: Html,
}

/// A modal dialog. The browser keeps the focus in it, closes it on Escape, and gives the focus back
/// to what opened it.
#[component]
pub(crate) fn Dialog(props: &DialogProps) -> Html {
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
    // What was closed from here has had its answer.
    let (node, is_open) = (dialog.clone(), props.is_open);
    let on_cancel = props.on_cancel.clone();
    let onclose = move |_| {
        if is_open && node.cast::<HtmlDialogElement>().is_some_and(|dialog| !dialog.open()) {
            on_cancel.emit(());
        }
    };
    html! {
        <dialog ref={dialog} class="dialog" aria-labelledby={props.title_id}
            aria-describedby={props.detail_id} {oncancel} {onclose}>
            { props.children.clone() }
        </dialog>
    }
}
