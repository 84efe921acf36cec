//! [`App`]: the frame, and who is signed in.

use yew::prelude::*;

use crate::{
    page::{Page, PageProps},
    route::use_route,
    rumbo,
};

const LINKS: [(&str, &str); 2] = [("/", "Processes"), ("/team", "Team")];

const PROCESSES: PageProps = PageProps {
    title: "Processes",
    lead: "What your team repeats, written down once.",
    action: "New process",
    event: "Process Created",
};

const TEAM: PageProps = PageProps {
    title: "Team",
    lead: "Whoever takes part sees their steps and nothing else.",
    action: "Invite teammate",
    event: "Teammate Invited",
};

/// The product.
#[component]
pub(crate) fn App() -> Html {
    let (path, go) = use_route();
    let is_signed_in = use_state(|| true);
    use_effect_with(*is_signed_in, |is_signed_in| {
        if *is_signed_in {
            rumbo::identify("yew-ana", "Ana Ruiz");
            rumbo::group("acme", "Acme Logistics");
        } else {
            rumbo::reset();
        }
    });
    let sign = {
        let is_signed_in = is_signed_in.clone();
        Callback::from(move |_: MouseEvent| is_signed_in.set(!*is_signed_in))
    };
    let page = if path == "/team" { TEAM } else { PROCESSES };
    html! {
        <>
            <header class="bar">
                <strong>{ "Trámite" }</strong>
                <nav aria-label="Trámite">
                    for (to, name) in LINKS {
                        <a href={to} aria-current={(path == to).then_some("page")} onclick={go.reform(follow(to))}>
                            { name }
                        </a>
                    }
                </nav>
                <button onclick={sign}>{ if *is_signed_in { "Sign out" } else { "Sign in" } }</button>
            </header>
            <Page key={page.title} ..page />
        </>
    }
}

/// Keeps the browser from loading what the app shows itself.
fn follow(to: &'static str) -> impl Fn(MouseEvent) -> &'static str {
    move |event| {
        event.prevent_default();
        to
    }
}
