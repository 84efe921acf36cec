//! [`use_revision`]: what is shown, asked for again.

use yew::prelude::*;

/// A number that counts up, and what counts it: whatever is loaded by it is loaded again.
#[hook]
pub(crate) fn use_revision() -> (u32, Callback<()>) {
    let revision = use_state_eq(|| 0_u32);
    let on_refresh = {
        let revision = revision.clone();
        Callback::from(move |()| revision.set(revision.wrapping_add(1)))
    };
    (*revision, on_refresh)
}
