//! Icons, as outlines on a 24 × 24 grid that take the colour of the text around them.

use yew::prelude::*;

/// An open circle: still to do.
pub(super) const TO_DO: &str = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z";
/// A disc with a tick: done.
pub(super) const DONE: &str = "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM8 12.4l2.8 2.8 5.4-6";
/// A padlock: waits for something else.
pub(super) const LOCKED: &str = "M7 11h10v9H7zM9 11V8a3 3 0 0 1 6 0v3";
/// A cross: close.
pub(super) const CLOSE: &str = "M6.5 6.5l11 11M17.5 6.5l-11 11";
/// An arrow out of a box: leads out of the product.
pub(super) const EXTERNAL: &str = "M14 5h5v5M19 5l-8 8M17 14v5H5V7h5";

/// Draws `outline`. It is decoration: whatever it says is said in text as well.
pub(super) fn icon(outline: &'static str) -> Html {
    html! { <svg viewBox="0 0 24 24" aria-hidden="true"><path d={outline} /></svg> }
}
