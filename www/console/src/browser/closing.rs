//! Closing the tab, or loading its page again.

use gloo::{
    events::{EventListener, EventListenerOptions},
    utils::window,
};

/// Has the browser ask, in its own words, before the page goes while `is_unsaved`.
pub(crate) fn ask_before_closing(is_unsaved: impl Fn() -> bool + 'static) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&window(), "beforeunload", options, move |event| {
        if is_unsaved() {
            event.prevent_default();
        }
    })
}
