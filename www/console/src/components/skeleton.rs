//! The shape of what is being loaded.

use yew::prelude::*;

/// Properties of [`Skeleton`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SkeletonProps {
    /// How many lines.
    pub(crate) lines: usize,
}

/// Grey lines. Hidden from assistive devices, which are told by a status instead.
#[component]
pub(crate) fn Skeleton(props: &SkeletonProps) -> Html {
    html! {
        <div class="skeleton" aria-hidden="true">
            for line in 0..props.lines {
                <span key={line} class="skeleton-line"></span>
            }
        </div>
    }
}
