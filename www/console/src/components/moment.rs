//! When something will be.

use yew::prelude::*;

use crate::{browser::LocalTime, model::UnixMillis, wording::ahead};

/// Properties of [`Moment`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct MomentProps {
    /// When it will be.
    pub(crate) at: UnixMillis,
    /// This instant.
    pub(crate) now: UnixMillis,
}

/// In how long, with the date and time of the operator's own calendar.
#[component]
pub(crate) fn Moment(props: &MomentProps) -> Html {
    let local = use_memo(props.at, |at| LocalTime::of(*at));
    match &*local {
        Some(LocalTime { iso, lang, short, full, .. }) => html! {
            <time class="moment" datetime={iso.clone()} title={full.clone()}>
                { ahead(props.at, props.now) }{ ", " }
                <bdi lang={lang.clone()}>{ short }</bdi>
            </time>
        },
        None => html! { <span>{ "at an unknown time" }</span> },
    }
}
