//! [`use_unsaved`]: what was typed and is not saved.

use yew::prelude::*;

use crate::{browser::ask_before_closing, model::Unsaved};

/// What the whole console keeps, for its root: the browser asks before it would be lost.
#[hook]
pub(crate) fn use_unsaved_root() -> Unsaved {
    let unsaved = use_memo((), |()| Unsaved::default());
    let kept = unsaved.clone();
    use_effect_with((), move |()| {
        let listener = ask_before_closing(move || !kept.links().is_empty());
        move || drop(listener)
    });
    (*unsaved).clone()
}

/// What is kept.
#[hook]
pub(crate) fn use_unsaved() -> Unsaved {
    use_context().expect("the root provides it")
}
