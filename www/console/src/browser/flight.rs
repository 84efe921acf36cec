//! Work that stops when nobody waits for it any more.

use js_sys::Array;
use wasm_bindgen_futures::spawn_local;
use web_sys::{AbortController, AbortSignal};

/// How long the edge may take over one request.
pub(crate) const DEADLINE_MS: u32 = 20_000;
/// How long a file may take: its deadline includes the way, and an export has all rows.
pub(crate) const FILE_DEADLINE_MS: u32 = 600_000;

/// A running task; dropping it fires the task's signal.
///
/// The task gives the signal to its requests, and looks at it before it tells anybody the outcome:
/// so the answer to an old question never overwrites the answer to a newer one.
#[derive(Debug)]
pub(crate) struct Flight(AbortController);

impl Flight {
    /// Starts `task`.
    pub(crate) fn launch(task: impl AsyncFnOnce(AbortSignal) + 'static) -> Self {
        let controller = AbortController::new().expect("AbortController takes no argument");
        let signal = controller.signal();
        spawn_local(async move { task(signal).await });
        Self(controller)
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// A signal that fires with `signal`, or when a request has had its time of `deadline_ms`.
pub(crate) fn with_deadline(signal: &AbortSignal, deadline_ms: u32) -> AbortSignal {
    AbortSignal::any(&Array::of2(signal, &AbortSignal::timeout_with_u32(deadline_ms)))
}
