//! [`use_revision`]: what is shown, asked for again.

use yew::prelude::*;

/// A number that counts up, and what counts it: whatever is loaded by it is loaded again.
#[hook]
pub(crate) fn use_revision() -> (u32, Callback<()>) {
    let revision = use_state_eq(|| 0_u32);
    // Not from what was drawn: a callback that is kept may be called more than once.
    let last = use_mut_ref(|| 0_u32);
    let setter = revision.setter();
    let on_refresh = Callback::from(move |()| {
        let next = last.borrow().wrapping_add(1);
        last.replace(next);
        setter.set(next);
    });
    (*revision, on_refresh)
}
