//! A score and its interval on the scale.

use yew::prelude::*;

use crate::wording::signed;

/// Properties of [`NpsScale`]. All in points, −100 to 100.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct NpsScaleProps {
    /// The score.
    pub(super) score: f64,
    /// Lower end of the interval.
    pub(super) low: f64,
    /// Upper end of the interval.
    pub(super) high: f64,
}

/// The score as a point and the interval as a band, from −100 to 100.
///
/// Decoration: the same numbers stand beside it as text. Percentages are of the drawing's width, so
/// nothing is distorted however wide it is.
#[component]
pub(super) fn NpsScale(props: &NpsScaleProps) -> Html {
    let percent = |points: f64| format!("{:.2}%", points.midpoint(100.0));
    let width = format!("{:.2}%", (props.high - props.low) / 2.0);
    html! {
        <div class="scale" aria-hidden="true">
            <svg class="scale-drawing" focusable="false">
                <rect class="scale-track" x="0" y="9" width="100%" height="6" rx="3" />
                <rect class="scale-band" x={percent(props.low)} y="6" width={width} height="12" rx="6" />
                <rect class="scale-zero" x="50%" y="2" width="1" height="20" />
                <circle class="scale-point" cx={percent(props.score)} cy="12" r="6.5" />
            </svg>
            <div class="scale-ends">
                <span>{ signed(-100.0) }</span>
                <span>{ "0" }</span>
                <span>{ "100" }</span>
            </div>
        </div>
    }
}
