//! What stands around every page.

use yew::prelude::*;

use super::{Brand, Confirm, UnsavedNote};
use crate::{
    api::Operator,
    browser::{focus, return_to, to_top},
    hooks::{use_title, use_unsaved, use_visits},
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
    use_title(props.route.title());
    let main = use_node_ref();
    let focused = main.clone();
    use_effect_with(props.take_focus, move |take_focus| {
        if *take_focus {
            focus(&focused);
        }
    });
    // Another page begins at its top, for the eye and for the keyboard; a filter does not. One that is
    // gone back to is where it was left.
    let visits = use_visits();
    let (opened, page) = (use_mut_ref(|| props.route.clone()), main.clone());
    use_effect_with(props.route.clone(), move |route| {
        let is_another = !opened.replace(route.clone()).is_same_page(route);
        if is_another {
            focus(&page);
        }
        let spot = visits.spot();
        if is_another && spot.is_none() {
            to_top();
        }
        let returning = spot.map(return_to);
        move || drop(returning)
    });
    let target = main.clone();
    // By hand, because following `#main` would leave the page: the fragment names it.
    let on_skip = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        focus(&target);
    });
    let is_asked = use_state_eq(|| false);
    let (unsaved, asked) = (use_unsaved(), is_asked.setter());
    let on_leave = {
        let (unsaved, asked) = (unsaved.clone(), asked.clone());
        let on_sign_out = props.on_sign_out.clone();
        Callback::from(move |_: MouseEvent| {
            if unsaved.links().is_empty() {
                on_sign_out.emit(());
            } else {
                asked.set(true);
            }
        })
    };
    let on_confirm = props.on_sign_out.reform({
        let asked = asked.clone();
        move |()| {
            unsaved.clear();
            asked.set(false);
        }
    });
    let on_cancel = Callback::from(move |()| asked.set(false));
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
                    <button type="button" class="button button-quiet" onclick={on_leave}>
                        { "Sign out" }
                    </button>
                </div>
            </header>
            <main id="main" class="page" ref={main} tabindex="-1">
                <UnsavedNote route={props.route.clone()} />
                { props.children.clone() }
            </main>
            <Confirm ids={("leave-title", "leave-detail")} is_open={*is_asked}
                title="Sign out without saving?"
                detail="You have changes that are not saved. They are lost when you sign out."
                action="Sign out" {on_confirm} {on_cancel} />
        </>
    }
}

/// Whether the link of `section` leads to where the operator is, or to what that is part of.
fn current(section: Section, route: &Route) -> Option<&'static str> {
    let is_part = section == route.section();
    is_part.then_some(if section.first().is_same_page(route) { "page" } else { "true" })
}
