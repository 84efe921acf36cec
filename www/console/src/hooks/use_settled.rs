//! [`use_settled`]: what somebody types, when they pause.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// How long a pause is.
const PAUSE_MS: u32 = 250;

/// `value`, once it has stayed the same for a moment; until then what it was.
#[hook]
pub(crate) fn use_settled<T: Clone + PartialEq + 'static>(value: T) -> T {
    let settled = use_state_eq(|| value.clone());
    let setter = settled.setter();
    use_effect_with(value, move |value| {
        let value = value.clone();
        let pause = Timeout::new(PAUSE_MS, move || setter.set(value));
        move || drop(pause)
    });
    (*settled).clone()
}
