//! Icons, as outlines on a 24 × 24 grid that take the colour of the text around them.

use yew::prelude::*;

/// An open circle: still to do.
pub(super) const TO_DO: &str = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z";
/// A disc with a tick: done.
pub(super) const DONE: &str = "M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zM8 12.4l2.8 2.8 5.4-6";
/// A circle with a dash: left out.
pub(super) const SKIPPED: &str = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.5 12h7";
/// A padlock: waits for something else.
pub(super) const LOCKED: &str = "M7 11h10v9H7zM9 11V8a3 3 0 0 1 6 0v3";
/// A clock: others are at it, or it is due.
pub(super) const CLOCK: &str = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2";
/// Two people: anybody may do it.
pub(super) const PEOPLE: &str = "M9 5a3.2 3.2 0 1 0 0 6.4A3.2 3.2 0 0 0 9 5zM3 19a6 6 0 0 1 12 0M16 5.4a3 3 0 0 1 0 5.6M18 14a6 6 0 0 1 3 5";
/// A flag: something is achieved.
pub(super) const FLAG: &str = "M6 21V4h11l-2.5 4L17 12H6";
/// A cross: close.
pub(super) const CLOSE: &str = "M6.5 6.5l11 11M17.5 6.5l-11 11";
/// An arrow back.
#[cfg(feature = "ssr")]
pub(super) const BACK: &str = "M19 12H5M11 6l-6 6 6 6";
/// A dash: minimise.
pub(super) const MINIMISE: &str = "M6 12.5h12";
/// An arrow out of a box: leads out of the product.
pub(super) const EXTERNAL: &str = "M14 5h5v5M19 5l-8 8M17 14v5H5V7h5";
/// A star.
pub(super) const STAR: &str =
    "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z";
/// Faces, from sad to happy.
pub(super) const FACES: [&str; 5] = [
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9 9.8v.2M15 9.8v.2M8 16.6q4-4.4 8 0",
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9 9.8v.2M15 9.8v.2M8.4 16q3.6-2 7.2 0",
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9 9.8v.2M15 9.8v.2M8.4 15.3h7.2",
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9 9.8v.2M15 9.8v.2M8.4 14.6q3.6 2.4 7.2 0",
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9 9.8v.2M15 9.8v.2M7.6 13.6q4.4 5.6 8.8 0",
];

/// Draws `outline`. It is decoration: whatever it says is said in text as well.
pub(super) fn icon(outline: &'static str) -> Html {
    html! { <svg viewBox="0 0 24 24" aria-hidden="true"><path d={outline} /></svg> }
}
