//! [`use_title`]: what the window is called.

use gloo::utils::document;
use yew::prelude::*;

/// Names the window, and so its entry in the history, after `page`.
#[hook]
pub(crate) fn use_title(page: String) {
    use_effect_with(page, |page| document().set_title(&format!("{page} · Rumbo")));
}
