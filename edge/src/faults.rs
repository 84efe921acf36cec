//! Faults that tests ask for. Absent from a production build.

use std::cell::Cell;

use worker::{Error, Result, js_sys::Math};

thread_local! {
    static QUEUE: Cell<f64> = const { Cell::new(0.0) };
}

/// Makes the queue's consumer fail with this probability at each step, in this isolate.
pub(crate) fn set_queue(probability: f64) {
    QUEUE.set(probability);
}

/// Fails now and then, if a test has asked for it.
pub(crate) fn maybe_fail(what: &str) -> Result<()> {
    if Math::random() < QUEUE.get() {
        return Err(Error::RustError(format!("a fault that a test asked for, {what}")));
    }
    Ok(())
}
