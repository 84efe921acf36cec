//! The widget in a frame of its own, which only shows.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast as _, JsError, JsValue};
use web_sys::{
    CssStyleSheet, Element, HtmlIFrameElement, ShadowRoot, ShadowRootInit, ShadowRootMode,
};

/// The empty document that the frame begins with. Its canvas is transparent, because its colour
/// scheme is that of the console.
pub(crate) const BLANK: &str =
    "<!doctype html><meta name=\"color-scheme\" content=\"light dark\"><title>Preview</title>";

/// What an inert control leaves to press: a label, which would press its control. It stays to be
/// read out.
const AT_REST: &str = "label { pointer-events: none }";

/// The controls. Words outside of them stay to be read out.
const CONTROLS: &str = "a, button, input, select, summary, textarea";

/// Draws `html` in `frame`, which holds [`BLANK`], as the loader draws it in a host's page: in a
/// shadow root with `css`. No control in it does anything.
///
/// # Errors
/// Where the browser keeps us out of the frame, or its style sheets are of another time.
pub(crate) fn draw_widget(frame: &HtmlIFrameElement, html: &str, css: &str) -> Result<(), JsValue> {
    let absent = |what: &str| JsValue::from(JsError::new(what));
    let document = frame.content_document().ok_or_else(|| absent("the frame has no document"))?;
    let window = frame.content_window().ok_or_else(|| absent("the frame has no window"))?;
    let body = document.body().ok_or_else(|| absent("the frame has no body"))?;

    let host = document.create_element("rumbo-widget")?;
    let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))?;
    let root = document.create_element("div")?;
    root.set_inner_html(html);
    set_inert(&root)?;
    shadow.append_child(&root)?;
    adopt(&shadow, &window, &[css, AT_REST])?;
    body.replace_children_with_node_1(&host);
    Ok(())
}

fn set_inert(root: &Element) -> Result<(), JsValue> {
    let controls = root.query_selector_all(CONTROLS)?;
    for index in 0..controls.length() {
        if let Some(control) = controls.get(index) {
            control.unchecked_into::<Element>().set_attribute("inert", "")?;
        }
    }
    Ok(())
}

/// Style sheets must be made by the window that uses them. The console's policy refuses those that
/// stand in the HTML.
fn adopt(shadow: &ShadowRoot, window: &JsValue, texts: &[&str]) -> Result<(), JsValue> {
    let constructor: Function = Reflect::get(window, &"CSSStyleSheet".into())?.dyn_into()?;
    let sheets = Array::new();
    for text in texts {
        let sheet = Reflect::construct(&constructor, &Array::new())?;
        // Of another window's class, so `dyn_into` would not know it.
        sheet.unchecked_ref::<CssStyleSheet>().replace_sync(text)?;
        sheets.push(&sheet);
    }
    shadow.set_adopted_style_sheets(&sheets);
    Ok(())
}
