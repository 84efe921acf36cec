//! What a person is told beside what they did.

use shared::{labels::Labels, placement::Told};
use yew::prelude::*;

/// What was refused, and what takes long: both regions are there before their words, or else a
/// screen reader would not say them. The style sheet alone shows that something takes long, from
/// when the loader marks it as busy.
pub(super) fn notice(labels: &Labels, told: Option<&Told>) -> Html {
    html! {
        <div key="notice" class="notice">
            <div role="alert">
                if let Some(told) = told {
                    // Focus comes here: what is to be done next is said here.
                    <p class="told" tabindex="-1" data-focus={told.of.clone()}>{ &told.text }</p>
                }
            </div>
            <p class="waiting" role="status">{ labels.waiting() }</p>
        </div>
    }
}
