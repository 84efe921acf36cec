//! From futures to what JavaScript waits for.
//!
//! A future that has to wait becomes a task, kept here under a number. JavaScript makes the promise
//! and is told how it ends (`edge/entry/recovery.mjs`). `wasm_bindgen_futures` would make a promise
//! more, two closures and a microtask of each wait.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
};

use wasm_bindgen::prelude::*;
use worker::Result;

/// How a future ended.
type Settled = std::result::Result<JsValue, JsValue>;
type Task = Pin<Box<dyn Future<Output = Settled>>>;

#[derive(Default)]
struct Tasks {
    last: u32,
    waiting: BTreeMap<u32, Task>,
    /// Where those go that wake in [`wake_now`]; else they wait for a microtask.
    woken: Option<Vec<u32>>,
}

thread_local! {
    static TASKS: RefCell<Tasks> = RefCell::default();
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = rumboResolve)]
    fn resolve(task: u32, value: JsValue);
    #[wasm_bindgen(js_name = rumboReject)]
    fn reject(task: u32, error: JsValue);
    /// Calls [`resume`] in a microtask: who wakes a task may be in the middle of anything.
    #[wasm_bindgen(js_name = rumboResumeSoon)]
    fn resume_soon(task: u32);
}

struct Wakeable(u32);

impl Wake for Wakeable {
    fn wake(self: Arc<Self>) {
        let Self(task) = *self;
        let is_soon = TASKS.with_borrow_mut(|tasks| match &mut tasks.woken {
            Some(woken) => {
                woken.push(task);
                false
            }
            None => true,
        });
        if is_soon {
            resume_soon(task);
        }
    }
}

/// What `future` comes to: at once if there is nothing to wait for, else the number of a task. A
/// promise costs as much as a small query, and most calls of an object wait for nothing.
pub(crate) fn settle<T: Into<JsValue>>(
    future: impl Future<Output = Result<T>> + 'static,
) -> Settled {
    let task = TASKS.with_borrow_mut(|tasks| {
        tasks.last = tasks.last.wrapping_add(1);
        tasks.last
    });
    let future = Box::pin(async move { Ok(future.await?.into()) });
    poll(task, future).unwrap_or_else(|| Ok(task.into()))
}

/// Goes on with a task that somebody woke. One that has ended is left alone.
#[wasm_bindgen]
#[expect(unreachable_pub, reason = "JavaScript reaches it")]
pub fn resume(task: u32) {
    let future = TASKS.with_borrow_mut(|tasks| tasks.waiting.remove(&task));
    match future.and_then(|future| poll(task, future)) {
        Some(Ok(value)) => resolve(task, value),
        Some(Err(error)) => reject(task, error),
        None => {}
    }
}

fn poll(task: u32, mut future: Task) -> Option<Settled> {
    let waker = Waker::from(Arc::new(Wakeable(task)));
    match future.as_mut().poll(&mut Context::from_waker(&waker)) {
        Poll::Ready(settled) => Some(settled),
        Poll::Pending => {
            TASKS.with_borrow_mut(|tasks| tasks.waiting.insert(task, future));
            None
        }
    }
}

/// Wakes, and goes on with those that woke. Only where JavaScript has just come in.
pub(crate) fn wake_now(waker: Waker) {
    TASKS.with_borrow_mut(|tasks| tasks.woken = Some(Vec::new()));
    waker.wake();
    let woken = TASKS.with_borrow_mut(|tasks| tasks.woken.take());
    woken.into_iter().flatten().for_each(resume);
}
