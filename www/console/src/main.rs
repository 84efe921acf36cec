//! The console: what Customer Success operators work in.
//!
//! # Layout
//! - [`app`] chooses between signing in and a page; [`route`] reads the page from the URL.
//! - `pages/`, one file for each page; `components/`, what pages are made of; a component never
//!   fetches.
//! - `hooks/` hold state and requests; `model/` and `wording/` are pure and tested natively.
//! - `api/` is the operators' API as this client reads it; `browser/` wraps what only a browser has:
//!   clock, storage, downloads, cancelling.
//!
//! A further page is a variant of [`route::Route`], a file in `pages/`, and, if the header has a link
//! to it, a [`route::Section`].

mod api;
mod app;
mod browser;
mod components;
mod hooks;
mod model;
mod pages;
mod route;
mod wording;

fn main() {
    wording::write_numbers_by(browser::show_number);
    let root = gloo::utils::document()
        .get_element_by_id("app")
        .expect("index.html has an element with the id `app`");
    yew::Renderer::<app::App>::with_root(root).render();
}
