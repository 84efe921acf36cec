//! The score card.

use yew::prelude::*;

use super::{Notice, NpsBar, NpsScale, Skeleton};
use crate::{
    api::Nps,
    model::Phase,
    wording::{NpsReading, count, interval_of, signed},
};

/// Properties of [`NpsCard`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct NpsCardProps {
    /// The score; `None` until it is in.
    pub(crate) nps: Option<Nps>,
    /// The request for it.
    pub(crate) phase: Phase,
    /// What it covers.
    pub(crate) scope: AttrValue,
    /// Whether the survey that is asked for is of another measure, so that there can be no score.
    #[prop_or_default]
    pub(crate) is_other: bool,
    /// Asks for it again.
    pub(crate) on_retry: Callback<()>,
}

/// The Net Promoter score, how sure it is, and what it is made of.
#[component]
pub(crate) fn NpsCard(props: &NpsCardProps) -> Html {
    let error = props.phase.error();
    html! {
        <section class="card nps" tabindex="-1" aria-labelledby="nps-title"
            aria-busy={props.phase.is_loading().to_string()}>
            <header class="card-header">
                <h2 id="nps-title">{ "Net Promoter Score" }</h2>
                <p class="secondary">{ &props.scope }</p>
            </header>
            if let Some(error) = error {
                <Notice message={error.to_string()} on_retry={props.on_retry.clone()} />
            }
            { match &props.nps {
                Some(_) if props.is_other => html! {
                    <div class="empty">
                        <p class="empty-title">{ "Not part of the score" }</p>
                        <p>{ "This survey asks for something else. Its answers stand below." }</p>
                    </div>
                },
                Some(nps) => draw(nps),
                None if error.is_some() => html! {},
                None => html! { <Skeleton lines={4} /> },
            } }
        </section>
    }
}

fn draw(nps: &Nps) -> Html {
    let reading = NpsReading::of(nps).sentence();
    let facts =
        [count(nps.answers as usize, "answer"), count(nps.dismissals as usize, "dismissal")]
            .join(" · ");
    let (Some(score), Some((low, high))) = (nps.score, interval_of(nps)) else {
        return html! {
            <div class="empty">
                <p class="empty-title">{ "No answers yet" }</p>
                <p>{ reading }</p>
                <p class="secondary">{ facts }</p>
            </div>
        };
    };
    html! {
        <div class="nps-body">
            <div class="nps-score">
                <p class="nps-figure">
                    <strong class="nps-value">{ signed(score) }</strong>
                    <span class="nps-range">
                        <span>{ format!("between {} and {}", signed(low), signed(high)) }</span>
                        <span class="secondary">{ "with 95% confidence" }</span>
                    </span>
                </p>
                <NpsScale {score} {low} {high} />
                <p class="nps-reading">{ reading }</p>
            </div>
            <div class="nps-answers">
                <NpsBar nps={nps.clone()} />
                <p class="secondary">{ facts }</p>
            </div>
        </div>
    }
}
