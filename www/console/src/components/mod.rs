//! What pages are made of. Components draw what they are given and never fetch.

mod brand;
mod filter_form;
mod notice;
mod nps_bar;
mod nps_card;
mod nps_scale;
mod rating_badge;
mod response_panel;
mod response_table;
mod shell;
mod skeleton;
mod time_ago;

pub(crate) use brand::Brand;
pub(crate) use filter_form::FilterForm;
pub(crate) use notice::Notice;
pub(crate) use nps_card::NpsCard;
pub(crate) use response_panel::ResponsePanel;
pub(crate) use shell::Shell;

use nps_bar::NpsBar;
use nps_scale::NpsScale;
use rating_badge::{CategoryMark, RatingBadge, category_class, category_name};
use response_table::ResponseTable;
use skeleton::Skeleton;
use time_ago::TimeAgo;
