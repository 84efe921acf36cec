//! Signing in.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::{
    api::{ApiError, InvalidToken, Token},
    browser::focus,
    components::{Brand, Field, described_by},
    hooks::use_title,
};

/// Properties of [`SignInPage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SignInPageProps {
    /// Why the operator is not signed in, if they tried or were.
    #[prop_or_default]
    pub(crate) error: Option<ApiError>,
    /// Whether a token is being checked.
    pub(crate) busy: bool,
    /// Signs in with a token.
    pub(crate) on_sign_in: Callback<Token>,
}

/// The form for the operator token.
///
/// The field has no name: even if the browser should send the form by itself, the token would not
/// be in what it sends.
#[component]
pub(crate) fn SignInPage(props: &SignInPageProps) -> Html {
    use_title("Sign in".to_owned());
    let field = use_node_ref();
    let invalid = use_state_eq(|| None::<InvalidToken>);

    // On opening, and again after a refusal.
    let focused = field.clone();
    use_effect_with((props.error.clone(), *invalid), move |_| focus(&focused));

    let (typed, set_invalid) = (field.clone(), invalid.setter());
    let (busy, on_sign_in) = (props.busy, props.on_sign_in.clone());
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let text = typed.cast::<HtmlInputElement>().map(|field| field.value());
        let token = text.unwrap_or_default().parse::<Token>();
        set_invalid.set(token.as_ref().err().copied());
        if let Ok(token) = token
            && !busy
        {
            on_sign_in.emit(token);
        }
    });

    let error = invalid
        .map(|error| error.to_string())
        .or_else(|| props.error.as_ref().filter(|_| !props.busy).map(ToString::to_string));
    let is_wrong = error.is_some();
    html! {
        <main class="sign-in">
            <Brand />
            <form class="card sign-in-card" method="post" {onsubmit}>
                <h1>{ "Sign in to the console" }</h1>
                <Field id="token" label="Operator token" error={error.map(AttrValue::from)}>
                    <input id="token" ref={field} type="password" placeholder="op_…"
                        autocomplete="current-password" autocapitalize="none" spellcheck="false"
                        aria-invalid={is_wrong.to_string()} aria-describedby={described_by("token")} />
                </Field>
                <button type="submit" class="button button-primary" aria-disabled={busy.to_string()}>
                    { if busy { "Signing in…" } else { "Sign in" } }
                </button>
                <p id="token-help" class="secondary">
                    { "An administrator of your workspace can give you one. In development it is \
                       printed when Rumbo starts. This tab forgets it when you sign out or close it." }
                </p>
            </form>
        </main>
    }
}
