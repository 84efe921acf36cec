//! A page of the product: a list, and what adds to it.

use yew::prelude::*;

use crate::rumbo;

/// Properties of [`Page`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Properties)]
pub(crate) struct PageProps {
    /// Its heading.
    pub(crate) title: &'static str,
    /// What it is about.
    pub(crate) lead: &'static str,
    /// What the button says.
    pub(crate) action: &'static str,
    /// What Rumbo is told when it is pressed.
    pub(crate) event: &'static str,
}

/// A list of things that the button adds to.
#[component]
pub(crate) fn Page(props: &PageProps) -> Html {
    let PageProps { title, lead, action, event } = *props;
    let n_rows = use_state(|| 1_u32);
    let add = {
        let n_rows = n_rows.clone();
        Callback::from(move |_: MouseEvent| {
            rumbo::track(event, &format!("{title} {}", *n_rows + 1));
            n_rows.set(*n_rows + 1);
        })
    };
    html! {
        <main>
            <h1>{ title }</h1>
            <p class="lead">{ lead }</p>
            <button class="main" onclick={add}>{ action }</button>
            <ul>
                for n in 1..=*n_rows {
                    <li key={n}>{ format!("{title} {n}") }</li>
                }
            </ul>
        </main>
    }
}
