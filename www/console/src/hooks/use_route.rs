//! [`use_route`]: the page that the URL names.

use gloo::{events::EventListener, utils::window};
use yew::prelude::*;

use crate::{
    browser::{history_entry, spot, take_over_scrolling},
    model::Visits,
    route::Route,
};

/// The route of the URL as it is now, and again whenever it changes. Also remembers in `visits` where
/// each page was left.
#[hook]
pub(crate) fn use_route(visits: &Visits) -> Route {
    let route = use_state_eq(current);
    let setter = route.setter();
    let visits = visits.clone();
    use_effect_with((), move |()| {
        take_over_scrolling();
        visits.enter(history_entry());
        let listener = EventListener::new(&window(), "hashchange", move |_| {
            visits.leave(spot());
            visits.enter(history_entry());
            setter.set(current());
        });
        move || drop(listener)
    });
    (*route).clone()
}

/// Goes to `route`, as a link to it would.
pub(crate) fn navigate(route: &Route) {
    // Refused only to a page that may not navigate itself, which a browser tab always may.
    window().location().set_hash(&route.to_string()).expect("a page may set its own fragment");
}

fn current() -> Route {
    Route::parse(&window().location().hash().unwrap_or_default())
}
