//! The way to a list as a file.

use yew::prelude::*;

use crate::model::Phase;

/// Properties of [`ExportButton`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ExportButtonProps {
    /// The request for the file.
    pub(crate) phase: Phase,
    /// Whether there is nothing to be in it.
    pub(crate) disabled: bool,
    /// Asks for it.
    pub(crate) on_export: Callback<()>,
}

/// A button that saves the list as CSV.
#[component]
pub(crate) fn ExportButton(props: &ExportButtonProps) -> Html {
    let exporting = props.phase.is_loading();
    html! {
        <button type="button" class="button" disabled={props.disabled}
            aria-disabled={exporting.to_string()} onclick={props.on_export.reform(|_| ())}>
            { if exporting { "Exporting…" } else { "Export CSV" } }
        </button>
    }
}
