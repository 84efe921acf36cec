//! The score over time.

use yew::prelude::*;

use super::Panel;
use crate::{
    api::Nps,
    browser::show_month,
    hooks::NpsMonth,
    model::Phase,
    wording::{count, interval_of, signed},
};

/// Properties of [`NpsTrend`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct NpsTrendProps {
    /// The months, the newest last; `None` until they are in.
    pub(crate) months: Option<Vec<NpsMonth>>,
    /// The request for them.
    pub(crate) phase: Phase,
    /// Asks for them again.
    pub(crate) on_retry: Callback<()>,
}

/// A column for each month: its score as a point and its interval as a band. The words under it say
/// the same, so the drawing is not read out.
#[component]
pub(crate) fn NpsTrend(props: &NpsTrendProps) -> Html {
    let NpsTrendProps { months, phase, on_retry } = props;
    html! {
        <Panel id="trend-title" title="Score by month" phase={phase.clone()}
            is_loaded={months.is_some()} lines={3} {on_retry}>
            <ol class="trend">
                for month in months.iter().flatten() {
                    { self::month(month) }
                }
            </ol>
        </Panel>
    }
}

fn month(NpsMonth { first, nps }: &NpsMonth) -> Html {
    let (name, lang) = show_month(*first);
    html! {
        <li key={first.to_string()} class="trend-month">
            { column(nps) }
            <p class="trend-name secondary"><bdi {lang}>{ name }</bdi></p>
            { score(nps) }
            <p class="secondary">{ count(nps.answers as usize, "answer") }</p>
        </li>
    }
}

fn score(nps: &Nps) -> Html {
    let (Some(score), Some((low, high))) = (nps.score, interval_of(nps)) else {
        return html! { <p class="secondary">{ "No score" }</p> };
    };
    html! {
        <p class="primary">
            { signed(score) }
            <span class="unseen">
                { format!(", between {} and {}", signed(low), signed(high)) }
            </span>
        </p>
    }
}

/// From 100 at the top to −100 at the bottom. Percentages are of the drawing's height.
fn column(nps: &Nps) -> Html {
    let percent = |points: f64| format!("{:.2}%", (100.0 - points) / 2.0);
    html! {
        <svg class="trend-column" aria-hidden="true" focusable="false">
            <rect class="scale-zero" x="0" y="50%" width="100%" height="1" />
            if let (Some(score), Some((low, high))) = (nps.score, interval_of(nps)) {
                <rect class="scale-band" x="50%" y={percent(high)} width="12"
                    height={format!("{:.2}%", (high - low) / 2.0)} rx="6"
                    transform="translate(-6)" />
                <circle class="scale-point" cx="50%" cy={percent(score)} r="6.5" />
            }
        </svg>
    }
}
