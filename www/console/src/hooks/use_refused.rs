//! [`use_refused`]: a token that the edge no longer takes.

use yew::prelude::*;

use crate::model::Phase;

/// Tells `on_refused` when one of the requests of a page failed because the token does not stand.
#[hook]
pub(crate) fn use_refused(on_refused: &Callback<()>, phases: &[&Phase]) {
    let on_refused = on_refused.clone();
    use_effect_with(phases.iter().any(|phase| phase.is_refused()), move |is_refused| {
        if *is_refused {
            on_refused.emit(());
        }
    });
}
