//! Why one piece of content is shown to a person, or not.

use yew::prelude::*;

use super::{Badge, Moment};
use crate::{
    api::{Explanation, Gate},
    model::UnixMillis,
    wording::{gate_question, gates_summary, kind_name},
};

/// Properties of [`ExplanationCard`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ExplanationCardProps {
    /// What the edge says.
    pub(crate) explanation: Explanation,
    /// What the content is called, if that is known.
    pub(crate) title: Option<AttrValue>,
    /// This instant.
    pub(crate) now: UnixMillis,
}

/// The verdict, and every gate in order of asking.
#[component]
pub(crate) fn ExplanationCard(props: &ExplanationCardProps) -> Html {
    let Explanation { content, kind, shown, started, gates } = &props.explanation;
    let n_shut = gates.iter().filter(|gate| !gate.passes).count();
    let heading = format!("why-{content}");
    let (word, class) = if *shown { ("Shown now", "good") } else { ("Not shown", "bad") };
    let name = props.title.clone().unwrap_or_else(|| content.clone().into());
    html! {
        <article class="why" aria-labelledby={heading.clone()}>
            <header class="why-header">
                <h3 id={heading}>{ name }</h3>
                <Badge {word} {class} />
                <p class="secondary">
                    if !kind.is_empty() { { kind_name(kind) }{ " · " } }
                    <code>{ content }</code>{ " · " }{ gates_summary(n_shut, gates.len()) }
                </p>
            </header>
            if *started {
                <p class="why-started">
                    { "The product asked for it by name, so it passes whatever the gates say." }
                </p>
            }
            <ol class="gates">
                for gate in gates {
                    { self::gate(gate, props.now) }
                }
            </ol>
        </article>
    }
}

fn gate(gate: &Gate, now: UnixMillis) -> Html {
    let (mark, word) = if gate.passes { ("gate yes", "Yes") } else { ("gate no", "No") };
    html! {
        <li class={mark}>
            <span class="gate-word">{ word }</span>
            <div>
                <p>{ gate_question(&gate.name) }</p>
                if let Some(detail) = &gate.detail {
                    <p class="gate-detail">{ detail }</p>
                }
                if let Some(at) = gate.until {
                    <p class="gate-detail">{ "Could be yes " }<Moment {at} {now} /></p>
                }
            </div>
        </li>
    }
}
