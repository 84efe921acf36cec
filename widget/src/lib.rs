//! The views an end user sees.
//!
//! Every view is a function of [`shared::placement::WidgetState`] and holds no state of its
//! own, so the edge (`ssr`) and the browser (`hydrate`) draw the same from the same.
//!
//! # What's in scope
//! Markup, the style sheet `widget.css`, and taking over the DOM that the edge drew.
//!
//! # What's out of scope
//! What may happen is decided by [`shared`]; the network belongs to the loader.

pub mod components;
pub mod travel;
pub mod trusted;

#[cfg(feature = "ssr")]
mod render;
#[cfg(feature = "ssr")]
pub use render::render;

#[cfg(feature = "hydrate")]
pub mod hydrate;
