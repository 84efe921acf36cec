//! [`use_session`]: who is signed in.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    api::{ApiError, Client, Operator, Token, get_session},
    browser::{Flight, TokenStore},
};

/// An operator and what they ask with.
#[derive(Debug, PartialEq)]
pub(crate) struct Session {
    /// Asks with the operator's token.
    pub(crate) client: Client,
    /// Who they are.
    pub(crate) operator: Operator,
    /// Whether they were signed in before a reload, rather than just now.
    pub(crate) restored: bool,
}

/// Where signing in stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SessionState {
    /// Nobody is signed in.
    SignedOut {
        /// Why not, if somebody tried or was.
        error: Option<ApiError>,
    },
    /// The edge is asked whose `token` it is.
    Checking {
        /// The token.
        token: Token,
        /// Whether it is this tab's from before a reload, rather than just typed.
        restored: bool,
    },
    /// This tab's token could not be checked, which does not make it wrong.
    Unreachable {
        /// The token.
        token: Token,
        /// Why it could not be checked.
        error: ApiError,
    },
    /// Somebody is signed in.
    SignedIn(Rc<Session>),
}

impl SessionState {
    /// The state a tab starts with.
    fn restore() -> Self {
        TokenStore::load().map_or(Self::SignedOut { error: None }, |token| Self::Checking {
            token,
            restored: true,
        })
    }

    /// The state once the edge has said whose `token` it is.
    fn checked(token: Token, restored: bool, answer: Result<Operator, ApiError>) -> Self {
        match answer {
            Ok(operator) => {
                let client = Client::new(token);
                Self::SignedIn(Rc::new(Session { client, operator, restored }))
            }
            Err(error) if restored && error != ApiError::Unauthorized => {
                Self::Unreachable { token, error }
            }
            Err(error) => Self::SignedOut { error: Some(error) },
        }
    }
}

/// What [`use_session`] returns.
pub(crate) struct UseSessionHandle {
    state: UseStateHandle<SessionState>,
}

impl UseSessionHandle {
    /// Where signing in stands.
    pub(crate) fn state(&self) -> &SessionState {
        &self.state
    }

    /// Signs in with a token.
    pub(crate) fn on_sign_in(&self) -> Callback<Token> {
        let state = self.state.setter();
        Callback::from(move |token| state.set(SessionState::Checking { token, restored: false }))
    }

    /// Signs out.
    pub(crate) fn on_sign_out(&self) -> Callback<()> {
        let state = self.state.setter();
        Callback::from(move |()| state.set(SessionState::SignedOut { error: None }))
    }

    /// Signs out because the edge no longer takes the token.
    pub(crate) fn on_refused(&self) -> Callback<()> {
        let state = self.state.setter();
        Callback::from(move |()| {
            state.set(SessionState::SignedOut { error: Some(ApiError::Unauthorized) });
        })
    }

    /// Checks this tab's token again.
    pub(crate) fn on_retry(&self) -> Callback<()> {
        let state = self.state.clone();
        Callback::from(move |()| {
            if let SessionState::Unreachable { token, .. } = &*state {
                state.set(SessionState::Checking { token: token.clone(), restored: true });
            }
        })
    }
}

/// Signs in with this tab's token, or with one the operator types.
#[hook]
pub(crate) fn use_session() -> UseSessionHandle {
    let state = use_state_eq(SessionState::restore);
    let setter = state.setter();
    use_effect_with((*state).clone(), move |state| {
        let flight = match state.clone() {
            SessionState::Checking { token, restored } => {
                Some(Flight::launch(async move |signal| {
                    let answer = get_session(&Client::new(token.clone()), &signal).await;
                    if !signal.aborted() {
                        setter.set(SessionState::checked(token, restored, answer));
                    }
                }))
            }
            SessionState::SignedIn(session) => {
                TokenStore::store(session.client.token());
                None
            }
            SessionState::SignedOut { .. } => {
                TokenStore::clear();
                None
            }
            SessionState::Unreachable { .. } => None,
        };
        move || drop(flight)
    });
    UseSessionHandle { state }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(restored: bool, error: ApiError, want: &SessionState) {
        let token = "op_1".parse().unwrap();
        assert_eq!(&SessionState::checked(token, restored, Err(error)), want);
    }

    #[test]
    fn a_reload_without_a_network_does_not_sign_out() {
        let token = "op_1".parse().unwrap();
        let error = ApiError::Unreachable;
        check(true, error.clone(), &SessionState::Unreachable { token, error });
    }

    #[test]
    fn a_token_that_is_refused_or_was_never_good_is_not_kept() {
        let out = |error| SessionState::SignedOut { error: Some(error) };
        check(true, ApiError::Unauthorized, &out(ApiError::Unauthorized));
        check(false, ApiError::Unauthorized, &out(ApiError::Unauthorized));
        check(false, ApiError::Unreachable, &out(ApiError::Unreachable));
    }
}
