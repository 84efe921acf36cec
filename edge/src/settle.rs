//! From futures to what JavaScript waits for.

use std::{
    future::Future,
    task::{Context, Poll, Waker},
};

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;
use worker::Result;

/// What `future` comes to: at once if there is nothing to wait for, else a promise. A promise
/// costs as much as a small query, and most calls of an object wait for nothing.
pub(crate) fn settle<T: Into<JsValue>>(
    future: impl Future<Output = Result<T>> + 'static,
) -> std::result::Result<JsValue, JsValue> {
    let mut future = Box::pin(async move { Ok(future.await?.into()) });
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(settled) => settled,
        Poll::Pending => Ok(future_to_promise(future).into()),
    }
}
