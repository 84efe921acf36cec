//! `window.rumbo`, as far as this app uses it.
//!
//! Before the loader is in, it is an array that keeps the calls; `boot.js` makes sure of it.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = rumbo)]
    fn push(call: &Array);
}

/// Says who the user is.
pub(crate) fn identify(user: &str, name: &str) {
    push(&Array::of(&["identify".into(), user.into(), named(name)]));
}

/// Says which account they work in.
pub(crate) fn group(account: &str, name: &str) {
    push(&Array::of(&["group".into(), account.into(), named(name)]));
}

/// Reports what they did.
pub(crate) fn track(event: &str, name: &str) {
    push(&Array::of(&["track".into(), event.into(), named(name)]));
}

/// Forgets them.
pub(crate) fn reset() {
    push(&Array::of(&["reset".into()]));
}

/// `{ name }`.
fn named(name: &str) -> JsValue {
    let object = Object::new();
    // A new object refuses no field.
    let _ = Reflect::set(&object, &"name".into(), &name.into());
    object.into()
}
