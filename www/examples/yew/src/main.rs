//! A product in Yew: pages by the History API, Rumbo by its script tag.

mod app;
mod page;
mod route;
mod rumbo;

fn main() {
    // Into the body, as most Yew apps do: what lies there before goes, what comes later stays.
    yew::Renderer::<app::App>::new().render();
}
