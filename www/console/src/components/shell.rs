//! What stands around every page.

use yew::prelude::*;

use super::Brand;
use crate::{
    api::Operator,
    browser::{focus, to_top},
    route::{Route, Section},
};

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
    // Another page begins at its top, for the eye and for the keyboard; a filter does not.
    let (opened, page) = (use_mut_ref(|| props.route.clone()), main.clone());
    use_effect_with(props.route.clone(), move |route| {
        if !opened.replace(route.clone()).is_same_page(route) {
            to_top();
            focus(&page);
        }
    });
    let target = main.clone();
    // By hand, because following `#main` would leave the page: the fragment names it.
    let on_skip = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        focus(&target);
    });
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
                            for section in Section::ALL {
                                <li key={section.title()}>
                                    <a href={section.first().to_string()}
                                        aria-current={current(section, &props.route)}>
                                        { section.title() }
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

/// Whether the link of `section` leads to where the operator is, or to what that is part of.
fn current(section: Section, route: &Route) -> Option<&'static str> {
    let is_part = section == route.section();
    is_part.then_some(if section.first().is_same_page(route) { "page" } else { "true" })
}
