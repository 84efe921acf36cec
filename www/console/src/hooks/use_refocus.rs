//! [`use_refocus`]: where the focus goes when what had it has gone.

use yew::prelude::*;

use crate::browser::{focus, is_focus_lost};

/// Gives `place` the focus when what had it has been `cleared` away, such as a link that narrows the
/// list and goes with the rows. Not on the first drawing: nothing has gone yet.
#[hook]
pub(crate) fn use_refocus(place: &NodeRef, cleared: bool) {
    let drawn = use_mut_ref(|| false);
    let place = place.clone();
    use_effect_with(cleared, move |cleared| {
        if drawn.replace(true) && *cleared && is_focus_lost() {
            focus(&place);
        }
    });
}
