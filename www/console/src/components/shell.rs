//! What stands around every page.

use yew::prelude::*;

use super::Brand;
use crate::{api::Operator, browser::focus, model::ResponseFilter, route::Route};

/// Properties of [`Shell`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ShellProps {
    /// Who is signed in.
    pub(crate) operator: Operator,
    /// The page shown.
    pub(crate) route: Route,
    /// Whether the page takes the focus: its operator has just signed in, and the form is gone.
    pub(crate) take_focus: bool,
    /// Signs out.
    pub(crate) on_sign_out: Callback<()>,
    /// The page.
    pub(crate) children: Html,
}

/// The header with the pages and the operator, and the page.
#[component]
pub(crate) fn Shell(props: &ShellProps) -> Html {
    let main = use_node_ref();
    let focused = main.clone();
    use_effect_with(props.take_focus, move |take_focus| {
        if *take_focus {
            focus(&focused);
        }
    });
    let target = main.clone();
    // By hand, because following `#main` would leave the page: the fragment names it.
    let on_skip = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        focus(&target);
    });
    // A further page is a further link.
    let pages = [Route::Responses(ResponseFilter::default())];
    let Operator { workspace, role, label } = &props.operator;
    let who = if label.is_empty() { role } else { label };
    html! {
        <>
            <a class="skip" href="#main" onclick={on_skip}>{ "Skip to content" }</a>
            <header class="top">
                <div class="top-inner">
                    <Brand />
                    <nav aria-label="Pages">
                        <ul class="pages">
                            for page in pages {
                                <li key={page.title()}>
                                    <a href={page.to_string()} aria-current={
                                        (page.title() == props.route.title()).then_some("page")
                                    }>
                                        { page.title() }
                                    </a>
                                </li>
                            }
                        </ul>
                    </nav>
                    <p class="operator">
                        <span class="primary">{ &workspace.name }</span>
                        <span class="secondary">{ who }</span>
                    </p>
                    <button type="button" class="button button-quiet"
                        onclick={props.on_sign_out.reform(|_| ())}>
                        { "Sign out" }
                    </button>
                </div>
            </header>
            <main id="main" class="page" ref={main} tabindex="-1">
                { props.children.clone() }
            </main>
        </>
    }
}
