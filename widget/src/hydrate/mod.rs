//! Taking over what the edge drew: the functions that the loader calls.
//!
//! The state lives here rather than in a component, because the loader changes it too. A
//! change is applied by the shared rules and drawn at once; the edge's answer follows as an
//! [`update`]. Nothing here reaches the network: commands are handed to the loader.

mod fields;
mod focus;
mod session;

use std::cell::RefCell;

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use crate::travel::from_text;
use session::Session;

/// Saves 2 KB of the download over the standard library's.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

thread_local! {
    static SESSION: RefCell<Option<Session>> = const { RefCell::new(None) };
}

/// Takes over the DOM in `root`, which the edge drew from `state`, and its submits.
///
/// What a person does is handed to `send` as the fields of a command.
///
/// # Panics
/// If `state` cannot be read: nothing has changed then.
#[wasm_bindgen]
pub fn hydrate(root: HtmlElement, state: &str, send: Function) {
    let session = Session::hydrate(root, from_text(state), send);
    if let Some(before) = SESSION.replace(Some(session)) {
        before.end();
    }
}

/// Draws the edge's newer state.
///
/// # Errors
/// If the widget has not taken over.
///
/// # Panics
/// If `state` cannot be read: nothing has changed then.
#[wasm_bindgen]
pub fn update(state: &str) -> Result<(), JsError> {
    let state = from_text(state);
    with_session(|session| session.replace(state).then_some(()))
}

/// Applies a command that the loader has sent by itself.
///
/// # Errors
/// If the widget has not taken over.
#[wasm_bindgen]
pub fn replay(fields: &Array) -> Result<(), JsError> {
    let fields = fields::read(fields);
    with_session(|session| {
        session.apply(fields);
        Some(())
    })
}

/// Hears every form in the widget.
///
/// What the rules refuse here, or do not know, is left to the loader: it sends the form, shows that
/// it is on its way, and the edge says what holds, and why.
fn on_submit(event: yew::SubmitEvent) {
    let Some(fields) = fields::of_submit(&event) else {
        event.prevent_default();
        return;
    };
    let send = SESSION.with_borrow_mut(|session| {
        session.as_mut().and_then(|session| session.apply(fields::read(&fields)))
    });
    if let Some(send) = send {
        event.prevent_default();
        // A throwing loader is its own concern: what the person did still shows.
        let _ = send.call1(&JsValue::UNDEFINED, &fields);
    }
}

fn on_drawn(_: ()) {
    let lost = SESSION.with_borrow_mut(|session| session.as_mut().and_then(Session::drawn));
    // Outside of the borrow: a listener may call back into the widget.
    if let Some(root) = lost {
        focus::move_in(&root);
    }
}

fn with_session(change: impl FnOnce(&mut Session) -> Option<()>) -> Result<(), JsError> {
    SESSION
        .with_borrow_mut(|session| session.as_mut().and_then(change))
        .ok_or_else(|| JsError::new("Rumbo: the widget has not taken over"))
}
