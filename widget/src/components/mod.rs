//! The views.
//!
//! Two rules hold for all of them. Every control is a plain form whose fields are a
//! [`shared::command`] record, so that it works where no Wasm runs. And inputs are
//! uncontrolled: nothing here sets what a person chose or typed, so neither hydration nor a
//! later rendering can undo it.
//!
//! A link inside a form submits it as well, while it leads where it leads.
//!
//! Texts side by side are joined first: a parser makes one text node of them, and taking over
//! would then have to add nodes.
//!
//! [`Widget`] is the only Yew component, the views below it are functions that return
//! [`yew::Html`]: none has state, and each component would add a kilobyte to the download.
//!
//! `part` is for hosts, who may style `rumbo-widget::part(card)`: such a name is for ever.

mod announcement;
#[cfg(feature = "ssr")]
mod article;
mod checklist_card;
mod choice_list;
#[cfg(feature = "ssr")]
mod course_card;
mod form;
mod icons;
mod item_row;
mod item_status;
mod launcher;
#[cfg(feature = "ssr")]
mod lesson_card;
mod link;
mod notice;
mod question_card;
#[cfg(feature = "ssr")]
mod quiz_form;
mod rating_scale;
mod survey_card;
mod widget;

pub use widget::{Widget, WidgetProps};
