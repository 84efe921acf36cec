//! Waits for what JavaScript was asked to get.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    pin::Pin,
    task::{Context, Poll, Waker},
};

use wasm_bindgen::prelude::*;

use crate::settle::wake_now;

/// What an object answers to a call, once it has.
pub(super) struct Answer(u32);

impl Answer {
    /// That of a call which is about to be made.
    pub(super) fn new() -> Self {
        CALLS.with_borrow_mut(|calls| {
            calls.last = calls.last.wrapping_add(1);
            calls.waiting.insert(calls.last, State::Asked(None));
            Self(calls.last)
        })
    }

    /// By which JavaScript knows it.
    pub(super) const fn number(&self) -> u32 {
        self.0
    }
}

impl Future for Answer {
    type Output = std::result::Result<String, JsValue>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        CALLS.with_borrow_mut(|calls| {
            if let Some(State::Answered(answer)) = calls.waiting.remove(&self.0) {
                return Poll::Ready(answer);
            }
            let waker = context.waker().clone();
            calls.waiting.insert(self.0, State::Asked(Some(waker)));
            Poll::Pending
        })
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        CALLS.with_borrow_mut(|calls| calls.waiting.remove(&self.0));
    }
}

#[derive(Default)]
struct Calls {
    last: u32,
    waiting: BTreeMap<u32, State>,
}

enum State {
    Asked(Option<Waker>),
    Answered(std::result::Result<String, JsValue>),
}

thread_local! {
    static CALLS: RefCell<Calls> = RefCell::default();
}

/// Takes in what an object answered to a call.
#[wasm_bindgen]
#[expect(unreachable_pub, reason = "JavaScript reaches it")]
pub fn answered(call: u32, text: String) {
    end(call, Ok(text));
}

/// Takes in why a call was not answered.
#[wasm_bindgen]
#[expect(unreachable_pub, reason = "JavaScript reaches it")]
pub fn refused(call: u32, error: JsValue) {
    end(call, Err(error));
}

fn end(call: u32, answer: std::result::Result<String, JsValue>) {
    let waker = CALLS.with_borrow_mut(|calls| {
        // Nobody waits for it if the request has ended.
        let state = calls.waiting.get_mut(&call)?;
        match std::mem::replace(state, State::Answered(answer)) {
            State::Asked(waker) => waker,
            State::Answered(_) => None,
        }
    });
    if let Some(waker) = waker {
        wake_now(waker);
    }
}
