//! What changed between two texts.

use yew::prelude::*;

use crate::{
    model::{Line, diff},
    wording::count,
};

/// How many lines around each change are shown.
const CONTEXT: usize = 3;

/// Properties of [`DiffView`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct DiffViewProps {
    /// The earlier text.
    pub(crate) before: AttrValue,
    /// The later text.
    pub(crate) after: AttrValue,
}

/// The lines that were removed and added, with those around them. The marks are text, so that they
/// are read and copied too.
#[component]
pub(crate) fn DiffView(props: &DiffViewProps) -> Html {
    let lines = diff(&props.before, &props.after, CONTEXT);
    html! {
        <div class="diff">
            for line in lines {
                { match line {
                    Line::Same(text) => html! { <div class="diff-same">{ "  " }{ text }</div> },
                    Line::Removed(text) => html! { <del class="diff-removed">{ "- " }{ text }</del> },
                    Line::Added(text) => html! { <ins class="diff-added">{ "+ " }{ text }</ins> },
                    Line::Folded(n) => html! {
                        <div class="diff-folded">{ format!("{} unchanged", count(n, "line")) }</div>
                    },
                } }
            }
        </div>
    }
}
