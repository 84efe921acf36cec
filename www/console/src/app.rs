//! The root component: who is signed in, and which page they see.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    components::{Notice, Shell},
    hooks::{Session, SessionState, use_route, use_session, use_unsaved_root},
    model::{Unsaved, Visits},
    pages::{
        AccountPage, AccountsPage, ContactPolicyPage, ContentPage, ContentsPage, PersonPage,
        ResponsesPage, SignInPage, TrainingPage,
    },
    route::Route,
};

/// The console.
#[component]
pub(crate) fn App() -> Html {
    let session = use_session();
    let visits = use_memo((), |()| Visits::default());
    let route = use_route(&visits);
    let unsaved = use_unsaved_root();
    match session.state() {
        SessionState::SignedOut { error } => {
            visits.clear();
            html! {
                <SignInPage error={error.clone()} busy=false on_sign_in={session.on_sign_in()} />
            }
        }
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
        SessionState::SignedIn(signed_in) => {
            unsaved.belong_to(&signed_in.operator.workspace.name);
            html! {
                <ContextProvider<Visits> context={(*visits).clone()}>
                    <ContextProvider<Unsaved> context={unsaved}>
                        <Shell
                            operator={signed_in.operator.clone()}
                            route={route.clone()}
                            take_focus={!signed_in.restored}
                            on_sign_out={session.on_sign_out()}
                        >
                            { page(route, signed_in, session.on_refused()) }
                        </Shell>
                    </ContextProvider<Unsaved>>
                </ContextProvider<Visits>>
            }
        }
    }
}

/// The page of `route`. Its key is what it shows: of another account everything begins anew.
fn page(route: Route, session: &Rc<Session>, on_refused: Callback<()>) -> Html {
    let session = session.clone();
    match route {
        Route::Responses(filter) => html! {
            <ResponsesPage client={session.client.clone()} {filter} {on_refused} />
        },
        Route::Accounts => html! { <AccountsPage {session} {on_refused} /> },
        Route::Account(account) => html! {
            <AccountPage key={account.as_str()} account={account.clone()} {session} {on_refused} />
        },
        Route::Person(filter) => {
            let key = format!("{} {}", filter.account, filter.user);
            html! { <PersonPage {key} {filter} {session} {on_refused} /> }
        }
        Route::Training(filter) => html! { <TrainingPage {filter} {session} {on_refused} /> },
        Route::Contents(kind) => html! { <ContentsPage {kind} {session} {on_refused} /> },
        Route::Content(place) => html! {
            <ContentPage key={place.1.as_str()} place={place.clone()} {session} {on_refused} />
        },
        Route::ContactPolicy => html! { <ContactPolicyPage {session} {on_refused} /> },
    }
}
