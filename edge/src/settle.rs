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

use shared::time::UnixMillis;
use wasm_bindgen::prelude::*;
use worker::Result;

use crate::clock;

/// How long a task may wait without a word. What a request waits for ends with it when its client
/// hangs up, and the platform tells nobody: such a task would stay here for ever.
const MAX_SILENCE_MS: i64 = 10 * 60 * 1000;

/// How a future ended.
type Settled = std::result::Result<JsValue, JsValue>;
type Task = Pin<Box<dyn Future<Output = Settled>>>;

#[derive(Default)]
struct Tasks {
    last: u32,
    /// Since when each has waited.
    waiting: BTreeMap<u32, (UnixMillis, Task)>,
    /// Where those go that wake in [`wake_now`]; else they wait for a microtask.
    woken: Option<Vec<u32>>,
}

impl Tasks {
    /// Takes out those that will never be woken, older than all others.
    fn take_dead(&mut self, now: UnixMillis) -> Vec<(u32, Task)> {
        let mut dead = Vec::new();
        while let Some(first) = self.waiting.first_entry()
            && first.get().0.plus(MAX_SILENCE_MS) < now
        {
            let (number, (_, task)) = first.remove_entry();
            dead.push((number, task));
        }
        dead
    }
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
    #[wasm_bindgen(js_name = rumboForget)]
    fn forget(task: u32);
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
    match future.and_then(|(_, future)| poll(task, future)) {
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
            let now = clock::now();
            let dead = TASKS.with_borrow_mut(|tasks| {
                tasks.waiting.insert(task, (now, future));
                tasks.take_dead(now)
            });
            // What a task drops may look into the tasks: not while they are borrowed.
            for (number, task) in dead {
                forget(number);
                drop(task);
            }
            None
        }
    }
}

/// How many tasks wait in this isolate.
#[cfg(feature = "dev")]
pub(crate) fn n_waiting() -> usize {
    TASKS.with_borrow(|tasks| tasks.waiting.len())
}

/// Wakes, and goes on with those that woke. Only where JavaScript has just come in.
pub(crate) fn wake_now(waker: Waker) {
    TASKS.with_borrow_mut(|tasks| tasks.woken = Some(Vec::new()));
    waker.wake();
    let woken = TASKS.with_borrow_mut(|tasks| tasks.woken.take());
    woken.into_iter().flatten().for_each(resume);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_out_what_has_waited_too_long_and_no_more() {
        let mut tasks = Tasks::default();
        let never = || -> Task { Box::pin(std::future::pending()) };
        for (number, since) in [(1, 0), (2, 1), (3, 2)] {
            tasks.waiting.insert(number, (UnixMillis(since), never()));
        }
        let mut dead_at = |now| {
            let dead = tasks.take_dead(UnixMillis(now));
            dead.into_iter().map(|(number, _)| number).collect::<Vec<_>>()
        };
        assert_eq!(dead_at(MAX_SILENCE_MS), [0; 0]);
        assert_eq!(dead_at(MAX_SILENCE_MS + 2), [1, 2]);
        assert_eq!(dead_at(MAX_SILENCE_MS + 2), [0; 0]);
    }
}
