//! The views.
//!
//! Two rules hold for all of them. Every control is a plain form whose fields are a
//! [`shared::command`] record, so that it works where no Wasm runs. And inputs are
//! uncontrolled: nothing here sets what a person chose or typed, so neither hydration nor a
//! later rendering can undo it.
//!
//! Texts side by side are joined first: a parser makes one text node of them, and taking over
//! would then have to add nodes.
//!
//! [`Widget`] is the only Yew component, the views below it are functions that return
//! [`yew::Html`]: none has state, and each component would add a kilobyte to the download.

mod checklist_card;
mod form;
mod icons;
mod item_row;
mod rating_scale;
mod survey_card;
mod widget;

pub use widget::{Widget, WidgetProps};
