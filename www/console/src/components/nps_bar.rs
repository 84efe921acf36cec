//! How the answers divide.

use yew::prelude::*;

use super::{CategoryMark, category_class, category_name};
use crate::{
    api::{Category, Nps},
    wording::{number, share},
};

/// Properties of [`NpsBar`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct NpsBarProps {
    /// The answers; at least one.
    pub(super) nps: Nps,
}

/// Detractors, passives and promoters as a stacked bar over its legend, which is its text.
#[component]
pub(super) fn NpsBar(props: &NpsBarProps) -> Html {
    let nps = &props.nps;
    let parts = [
        (Category::Detractor, nps.detractors),
        (Category::Passive, nps.passives),
        (Category::Promoter, nps.promoters),
    ];
    let mut from = 0.0;
    let segments: Vec<_> = parts
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(category, n)| {
            let (x, width) = (from, share(*n, nps));
            from += width;
            (*category, x, width)
        })
        .collect();
    html! {
        <div class="split">
            <svg class="split-bar" aria-hidden="true" focusable="false">
                for (category, x, width) in segments {
                    <rect key={category_class(category)} class={category_class(category)}
                        x={format!("{x:.3}%")} width={format!("{width:.3}%")} y="0" height="100%" />
                }
            </svg>
            <ul class="split-legend">
                for (category, n) in parts {
                    <li key={category_class(category)}>
                        <span class="split-name">
                            <CategoryMark {category} />
                            { category_name(category) }{ "s" }
                        </span>
                        <span class="split-count">
                            <b>{ number(n as usize) }</b>
                            <span class="secondary">{ format!("{:.0}%", share(n, nps)) }</span>
                        </span>
                    </li>
                }
            </ul>
        </div>
    }
}
