//! [`use_now`]: a clock that ticks.

use gloo::timers::callback::Interval;
use yew::prelude::*;

use crate::{browser, model::UnixMillis};

/// The finest unit shown is a minute; half of it keeps what is shown true.
const TICK_MS: u32 = 30_000;

/// The time, not older than half a minute.
#[hook]
pub(crate) fn use_now() -> UnixMillis {
    let now = use_state(browser::now);
    let setter = now.setter();
    use_effect_with((), move |()| {
        let ticks = Interval::new(TICK_MS, move || setter.set(browser::now()));
        move || drop(ticks)
    });
    *now
}
