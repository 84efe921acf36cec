//! The root component: who is signed in, and which page they see.

use yew::prelude::*;

use crate::{
    components::{Notice, Shell},
    hooks::{SessionState, use_route, use_session},
    pages::{ResponsesPage, SignInPage},
    route::Route,
};

/// The console.
#[component]
pub(crate) fn App() -> Html {
    let session = use_session();
    let route = use_route();
    match session.state() {
        SessionState::SignedOut { error } => html! {
            <SignInPage error={error.clone()} busy=false on_sign_in={session.on_sign_in()} />
        },
        SessionState::Checking { restored: false, .. } => html! {
            <SignInPage busy=true on_sign_in={session.on_sign_in()} />
        },
        SessionState::Checking { restored: true, .. } => html! {
            <p class="boot" role="status">{ "Signing you in again…" }</p>
        },
        SessionState::Unreachable { error, .. } => html! {
            <main class="boot" tabindex="-1">
                <Notice message={error.to_string()} on_retry={session.on_retry()} />
                <button type="button" class="button" onclick={session.on_sign_out().reform(|_| ())}>
                    { "Sign out" }
                </button>
            </main>
        },
        SessionState::SignedIn(signed_in) => html! {
            <Shell
                operator={signed_in.operator.clone()}
                route={route.clone()}
                take_focus={!signed_in.restored}
                on_sign_out={session.on_sign_out()}
            >
                { match route {
                    Route::Responses(filter) => html! {
                        <ResponsesPage
                            client={signed_in.client.clone()}
                            {filter}
                            on_refused={session.on_refused()}
                        />
                    },
                } }
            </Shell>
        },
    }
}
