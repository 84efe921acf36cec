//! The tab's history, and where on the page the operator is.

use std::{cell::Cell, rc::Rc};

use gloo::{
    events::EventListener,
    timers::callback::Interval,
    utils::{document, window},
};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, ScrollRestoration};

use super::focus::{focus_element, is_focus_in_main};
use crate::model::Spot;

/// How often a spot is returned to, until the page is as long as it was: parts of it load.
const TRY_MS: u32 = 50;
const MOST_TRIES: u32 = 40;

/// Takes over from the browser, which would scroll before there is anything to scroll.
pub(crate) fn take_over_scrolling() {
    if let Ok(history) = window().history() {
        let _refused = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
}

/// By what the entry of the history that is shown is told from the others; the same after a reload.
pub(crate) fn history_entry() -> String {
    thread_local! {
        static LAST: Cell<u32> = const { Cell::new(0) };
    }
    let Ok(history) = window().history() else { return String::new() };
    if let Some(entry) = history.state().ok().and_then(|state| state.as_string()) {
        return entry;
    }
    LAST.set(LAST.get() + 1);
    // The time tells it from those of before a reload.
    let entry = format!("{:.0} {}", super::now().0, LAST.get());
    let _refused = history.replace_state(&entry.as_str().into(), "");
    entry
}

/// Where on the page the operator is.
pub(crate) fn spot() -> Spot {
    let link = document().active_element().and_then(|active| active.get_attribute("href"));
    Spot { scrolled: window().scroll_y().unwrap_or_default(), link }
}

/// Returning to a spot; ends when it is dropped.
pub(crate) struct Return {
    _tries: Interval,
    _stops: Vec<EventListener>,
}

/// Scrolls to `spot` and gives its link the focus, again while the page still grows, until the
/// operator does something.
pub(crate) fn return_to(spot: Spot) -> Return {
    let is_over = Rc::new(Cell::new(false));
    let stops = ["wheel", "touchstart", "pointerdown", "keydown"].map(|name| {
        let is_over = is_over.clone();
        EventListener::new(&window(), name, move |_| is_over.set(true))
    });
    let (mut n_tries, mut is_focused) = (0, false);
    let mut attempt = move || {
        n_tries += 1;
        if is_over.get() || n_tries > MOST_TRIES {
            return;
        }
        window().scroll_to_with_x_and_y(0.0, spot.scrolled);
        if !is_focused && !is_focus_in_main() {
            is_focused = spot.link.as_deref().is_some_and(focus_link);
        }
    };
    attempt();
    Return { _tries: Interval::new(TRY_MS, attempt), _stops: stops.into() }
}

/// Gives the page's link to `href` the focus, if there is one.
fn focus_link(href: &str) -> bool {
    let Ok(links) = document().query_selector_all("#main a[href]") else { return false };
    let mut links =
        (0..links.length()).filter_map(|i| links.get(i)?.dyn_into::<HtmlElement>().ok());
    let link = links.find(|link| link.get_attribute("href").as_deref() == Some(href));
    if let Some(link) = &link {
        focus_element(link);
    }
    link.is_some()
}
