//! What only a browser has, each thing behind a small typed face.

mod clock;
mod closing;
mod download;
mod flight;
mod focus;
mod frame;
mod history;
mod screen;
mod token_store;

pub(crate) use clock::{
    LocalTime, from_local_field, instant_of, now, show_day, show_money, show_month, show_number,
    start_of_day, to_local_field, today,
};
pub(crate) use closing::ask_before_closing;
pub(crate) use download::save_file;
pub(crate) use flight::{DEADLINE_MS, FILE_DEADLINE_MS, Flight, with_deadline};
pub(crate) use focus::{focus, focus_around, is_focus_lost, to_top};
pub(crate) use frame::{BLANK, draw_widget};
pub(crate) use history::{history_entry, return_to, spot, take_over_scrolling};
pub(crate) use screen::is_narrow;
pub(crate) use token_store::TokenStore;
