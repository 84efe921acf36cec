//! [`use_send`]: something that an operator changes.

use std::{cell::RefCell, rc::Rc};

use web_sys::AbortSignal;
use yew::prelude::*;

use crate::{api::ApiError, browser::Flight, model::Phase};

/// What [`use_send`] returns.
pub(crate) struct UseSendHandle<A> {
    /// The request.
    pub(crate) phase: Phase,
    /// Sends it. While one is under way another is not heard: a button pressed twice means once.
    pub(crate) on_send: Callback<A>,
    /// Forgets that the last one failed.
    pub(crate) on_forget: Callback<()>,
}

/// Does what it is asked by `send`, and tells `on_done` what was asked and what came of it.
#[hook]
pub(crate) fn use_send<A, T, F>(send: F, on_done: Callback<(A, T)>) -> UseSendHandle<A>
where
    A: Clone + 'static,
    T: 'static,
    F: AsyncFn(A, AbortSignal) -> Result<T, ApiError> + 'static,
{
    let phase = use_state_eq(|| Phase::Idle);
    let current = use_mut_ref(|| None::<Flight>);
    let is_busy: Rc<RefCell<bool>> = use_mut_ref(|| false);
    let (setter, send) = (phase.setter(), Rc::new(send));
    let on_send = Callback::from(move |asked: A| {
        if is_busy.replace(true) {
            return;
        }
        let (setter, send, on_done) = (setter.clone(), send.clone(), on_done.clone());
        let is_busy = is_busy.clone();
        setter.set(Phase::Loading);
        current.replace(Some(Flight::launch(async move |signal| {
            let answer = send(asked.clone(), signal.clone()).await;
            is_busy.replace(false);
            if signal.aborted() {
                return;
            }
            match answer {
                Ok(answer) => {
                    setter.set(Phase::Idle);
                    on_done.emit((asked, answer));
                }
                Err(error) => setter.set(Phase::Failed(error)),
            }
        })));
    });
    let setter = phase.setter();
    let on_forget = Callback::from(move |()| setter.set(Phase::Idle));
    UseSendHandle { phase: (*phase).clone(), on_send, on_forget }
}
