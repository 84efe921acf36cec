//! Keyboard focus, which must not be lost when what had it goes away.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, ShadowRoot};

/// What has focus in the widget.
pub(super) fn active(root: &HtmlElement) -> Option<Element> {
    root.get_root_node().dyn_into::<ShadowRoot>().ok()?.active_element()
}

/// Gives focus to what the view offers for it, or else to its first control. Where nothing is
/// left to focus, a click on the root tells the loader to give focus back to the page.
pub(super) fn move_in(root: &HtmlElement) {
    let find = |selectors| root.query_selector(selectors).ok().flatten();
    let target = find("[data-focus]").or_else(|| find("a,button"));
    match target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        // It fails for no reason that a person could do anything about.
        Some(target) => drop(target.focus()),
        None => root.click(),
    }
}
