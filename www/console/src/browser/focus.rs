//! Moving the keyboard's focus.

use gloo::utils::{document, window};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, FocusOptions, HtmlElement};
use yew::NodeRef;

/// Puts the focus on `node` without scrolling, if it is drawn.
pub(crate) fn focus(node: &NodeRef) {
    if let Some(element) = node.cast::<HtmlElement>() {
        focus_element(&element);
    }
}

/// Puts the focus on the nearest part around `element` that can hold it.
///
/// For a control that goes away when it is pressed: left alone, the focus would fall back to the
/// top of the document, and the operator's next Tab with it.
pub(crate) fn focus_around(element: &Element) {
    if let Ok(Some(around)) = element.closest("[tabindex='-1']")
        && let Ok(around) = around.dyn_into::<HtmlElement>()
    {
        focus_element(&around);
    }
}

/// Scrolls to the top of the page.
pub(crate) fn to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Whether the focus is nowhere: what had it has gone.
pub(crate) fn is_focus_lost() -> bool {
    let body = document().body();
    document().active_element().is_none_or(|active| Some(active) == body.map(Into::into))
}

/// Whether the focus is on something in the page, not on the page itself.
pub(super) fn is_focus_in_main() -> bool {
    let inside = document().query_selector("#main :focus");
    inside.is_ok_and(|inside| inside.is_some())
}

pub(super) fn focus_element(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    element.focus_with_options(&options).expect("an element may always be asked to take the focus");
}
