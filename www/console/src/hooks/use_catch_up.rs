//! [`use_catch_up`]: a list that follows what was changed a moment later.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// What reaches the list through a queue is there by then, but for a queue that is very busy.
const LAG_MS: u32 = 1_500;

/// Asks `on_refresh` at once, for what is there already, and once more when the queue has been.
#[hook]
pub(crate) fn use_catch_up(on_refresh: Callback<()>) -> Callback<()> {
    let later = use_mut_ref(|| None::<Timeout>);
    Callback::from(move |()| {
        on_refresh.emit(());
        let on_refresh = on_refresh.clone();
        later.replace(Some(Timeout::new(LAG_MS, move || on_refresh.emit(()))));
    })
}
