//! Why one piece of content is shown to a person, or not.

use yew::prelude::*;

use super::{Badge, Moment};
use crate::{
    api::{Explanation, Gate},
    model::UnixMillis,
    wording::{gate_detail, gate_question, gates_summary, kind_name, sentence},
};

/// Properties of [`ExplanationCard`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ExplanationCardProps {
    /// What the edge says.
    pub(crate) explanation: Explanation,
    /// What the content is called, if that is known.
    pub(crate) title: Option<AttrValue>,
    /// Whether its gates are laid open at first.
    pub(crate) is_open: bool,
    /// This instant.
    pub(crate) now: UnixMillis,
}

/// The verdict with what said no; on asking, every gate in order.
#[component]
pub(crate) fn ExplanationCard(props: &ExplanationCardProps) -> Html {
    let Explanation { content, kind, shown, started, gates } = &props.explanation;
    let n_shut = gates.iter().filter(|gate| !gate.passes).count();
    let reasons = gates.iter().filter_map(|gate| gate.detail.as_deref());
    let reasons: Vec<String> = reasons.map(|detail| gate_detail(detail).0).collect();
    let reasons = reasons.join("; ");
    let heading = format!("why-{content}");
    let (word, class) = if *shown { ("Shown now", "good") } else { ("Not shown", "bad") };
    let name = props.title.clone().unwrap_or_else(|| content.clone().into());
    html! {
        <article aria-labelledby={heading.clone()}>
            <details class="why" open={props.is_open}>
                <summary>
                    <h3 id={heading}><bdi>{ name }</bdi></h3>
                    <Badge {word} {class} />
                    <span class="why-note secondary">
                        if !kind.is_empty() { { kind_name(kind) }{ " · " } }
                        <code>{ content }</code>{ " · " }{ gates_summary(n_shut, gates.len()) }
                        if !reasons.is_empty() { { ": " }{ reasons } }
                    </span>
                </summary>
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
            </details>
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
                if let Some((words, place)) = gate.detail.as_deref().map(gate_detail) {
                    <p class="gate-detail">
                        { sentence(&words) }
                        if let Some(place) = place { { " " }<code>{ place }</code> }
                    </p>
                }
                if let Some(at) = gate.until {
                    <p class="gate-detail">{ "Could be yes " }<Moment {at} {now} /></p>
                }
            </div>
        </li>
    }
}
