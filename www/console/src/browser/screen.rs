//! How much room there is.

use gloo::utils::window;

/// Whether the window is about as wide as a phone.
pub(crate) fn is_narrow() -> bool {
    const MOST_PX: f64 = 640.0;
    window()
        .inner_width()
        .ok()
        .and_then(|width| width.as_f64())
        .is_some_and(|width| width < MOST_PX)
}
