//! What came of a change to a list.

use yew::prelude::*;

use super::Notice;
use crate::{browser::focus_around, model::Phase};

/// Properties of [`Outcome`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct OutcomeProps {
    /// Where it stands, which takes the focus when what had it has gone with the change.
    pub(crate) place: NodeRef,
    /// The request.
    pub(crate) phase: Phase,
    /// What came of the last one; empty before the first.
    pub(crate) told: AttrValue,
    /// Takes the change back, if that is to be had.
    pub(crate) on_undo: Option<Callback<()>>,
    /// Forgets it.
    pub(crate) on_forget: Callback<()>,
}

/// A strip at the lower edge of the window, however long the list is: what was done and the way
/// back, or why nothing was.
#[component]
pub(crate) fn Outcome(props: &OutcomeProps) -> Html {
    let OutcomeProps { place, phase, told, on_undo, on_forget } = props;
    let error = phase.error();
    let is_told = error.is_none() && !told.is_empty();
    let onclick = on_forget.reform(|event: MouseEvent| {
        focus_around(&event.target_unchecked_into());
    });
    html! {
        <div class="outcome" ref={place} tabindex="-1">
            if let Some(error) = error {
                <Notice message={error.to_string()} action="Dismiss" on_retry={on_forget.clone()} />
            }
            <div class={if is_told { "outcome-told" } else { "unseen" }}>
                // Always there, so that a change of its text is read out.
                <p role="status">{ if is_told { told.clone() } else { AttrValue::default() } }</p>
                if is_told {
                    <div class="toolbar">
                        if let Some(on_undo) = on_undo {
                            <button type="button" class="button"
                                aria-disabled={phase.is_loading().to_string()}
                                onclick={on_undo.reform(|_| ())}>
                                { "Undo" }
                            </button>
                        }
                        <button type="button" class="button button-quiet" {onclick}>
                            { "Dismiss" }
                        </button>
                    </div>
                }
            </div>
        </div>
    }
}
