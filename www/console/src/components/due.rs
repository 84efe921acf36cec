//! When something is due.

use yew::prelude::*;

use crate::{
    browser::LocalTime,
    model::UnixMillis,
    wording::{age, ahead},
};

/// Properties of [`Due`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct DueProps {
    /// When it is, or was.
    pub(crate) at: UnixMillis,
    /// This instant.
    pub(crate) now: UnixMillis,
}

/// In how long, or how long ago, over the day; the title has the weekday, the time and the zone.
#[component]
pub(crate) fn Due(props: &DueProps) -> Html {
    let DueProps { at, now } = *props;
    let is_past = at.0 <= now.0;
    let local = use_memo(at, |at| LocalTime::of(*at));
    match &*local {
        Some(LocalTime { iso, lang, day, full, .. }) => html! {
            <time datetime={iso.clone()} title={full.clone()}>
                <span class={if is_past { "overdue" } else { "primary" }}>
                    { if is_past { age(at, now) } else { ahead(at, now) } }
                </span>
                <span class="secondary" lang={lang.clone()} dir="auto">{ day }</span>
            </time>
        },
        None => html! { <span class="secondary">{ "Unknown time" }</span> },
    }
}
