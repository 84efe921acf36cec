//! A question before something that others will see.

use yew::prelude::*;

use super::Dialog;

/// Properties of [`Confirm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ConfirmProps {
    /// The ids of the question and of what will come, unique in the page.
    #[prop_or(("confirm-title", "confirm-detail"))]
    pub(crate) ids: (&'static str, &'static str),
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

/// A dialog with a yes and a no.
#[component]
pub(crate) fn Confirm(props: &ConfirmProps) -> Html {
    let (title_id, detail_id) = props.ids;
    html! {
        <Dialog is_open={props.is_open} {title_id} {detail_id}
            on_cancel={props.on_cancel.clone()}>
            <h2 id={title_id}>{ &props.title }</h2>
            <p id={detail_id}>{ &props.detail }</p>
            <div class="toolbar">
                <button type="button" class="button" onclick={props.on_cancel.reform(|_| ())}>
                    { "Cancel" }
                </button>
                <button type="button" class="button button-primary"
                    onclick={props.on_confirm.reform(|_| ())}>
                    { &props.action }
                </button>
            </div>
        </Dialog>
    }
}
