//! The least that a router is: any other will do.

use gloo::{
    events::EventListener,
    utils::{history, window},
};
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// The path that is shown, and how to show another.
#[hook]
pub(crate) fn use_route() -> (String, Callback<&'static str>) {
    let path = use_state(here);
    {
        let path = path.clone();
        use_effect_with((), move |()| {
            let listener = EventListener::new(&window(), "popstate", move |_| path.set(here()));
            move || drop(listener)
        });
    }
    let go = {
        let path = path.clone();
        Callback::from(move |to: &'static str| {
            // Rumbo sees that the address changes: nothing need be called.
            if history().push_state_with_url(&JsValue::NULL, "", Some(to)).is_ok() {
                path.set(to.to_owned());
            }
        })
    };
    ((*path).clone(), go)
}

fn here() -> String {
    window().location().pathname().unwrap_or_default()
}
