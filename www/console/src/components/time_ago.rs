//! When something was.

use yew::prelude::*;

use crate::{browser::LocalTime, model::UnixMillis, wording::age};

/// Properties of [`TimeAgo`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TimeAgoProps {
    /// When it was.
    pub(crate) at: UnixMillis,
    /// This instant.
    pub(crate) now: UnixMillis,
    /// Whether its day is enough.
    #[prop_or_default]
    pub(crate) is_day: bool,
}

/// How long ago, over the date and, unless the day is enough, the time; the title has the weekday,
/// the seconds and the zone.
///
/// The exact time is drawn, not only put into the title: a title cannot be reached by keyboard or
/// touch.
#[component]
pub(crate) fn TimeAgo(props: &TimeAgoProps) -> Html {
    let local = use_memo(props.at, |at| LocalTime::of(*at));
    match &*local {
        Some(LocalTime { iso, lang, short, day, full }) => html! {
            <time datetime={iso.clone()} title={full.clone()}>
                <span class="primary">{ age(props.at, props.now) }</span>
                <span class="secondary" lang={lang.clone()} dir="auto">
                    { if props.is_day { day } else { short } }
                </span>
            </time>
        },
        None => html! { <span class="secondary">{ "Unknown time" }</span> },
    }
}
