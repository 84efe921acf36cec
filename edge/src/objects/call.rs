//! Calls an object; both ends ship in the same Worker.
//!
//! By a method of its stub, with JSON in and out (in as bytes, since text is copied into Wasm
//! letter by letter): a request with its streams and headers costs as much again as all that an
//! object does with a small batch.

use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;
use worker::{Env, Error, Result};

use super::answer::Answer;

#[wasm_bindgen]
extern "C" {
    /// `edge/entry/call.mjs`. All there is to a call in one step, since each text and each array
    /// costs: `to` is the binding, the path and the object's name, a line each. What comes of it
    /// is told to the [`Answer`] with the number `call`.
    #[wasm_bindgen(js_name = rumboCall, catch)]
    fn start(
        env: &JsValue,
        to: &str,
        bytes: Vec<u8>,
        n_read: u32,
        rows_at: u32,
        call: u32,
    ) -> std::result::Result<(), JsValue>;
}

/// What a call brings.
#[derive(Debug)]
pub(super) struct Message {
    /// All of it.
    pub(super) bytes: Vec<u8>,
    /// How much of it, from the first byte on, the object reads.
    pub(super) n_read: usize,
    /// Where rows begin that go to SQLite as they are, if there are any.
    pub(super) rows_at: Option<usize>,
}

impl Message {
    /// One that the object reads as a whole.
    pub(super) const fn of(bytes: Vec<u8>) -> Self {
        Self { n_read: bytes.len(), bytes, rows_at: None }
    }
}

/// Sends `request` as JSON to `path` of the object `name` and reads its answer.
///
/// # Errors
/// Whatever the platform or the object says.
pub(super) async fn post<T: DeserializeOwned>(
    env: &Env,
    binding: &str,
    name: &str,
    path: &str,
    request: &impl Serialize,
) -> Result<T> {
    send(env, binding, name, path, Message::of(serde_json::to_vec(request)?)).await
}

/// The same with a request that is written already.
pub(super) async fn send<T: DeserializeOwned>(
    env: &Env,
    binding: &str,
    name: &str,
    path: &str,
    message: Message,
) -> Result<T> {
    #[cfg(feature = "dev")]
    CALLED.with_borrow_mut(|called| called.insert((binding.to_owned(), name.to_owned())));
    let answer = Answer::new();
    let to = [binding, path, name].join("\n");
    let Message { bytes, n_read, rows_at } = message;
    let place = |at: usize| u32::try_from(at).map_err(|_| Error::RustError("too long".to_owned()));
    let (n_read, rows_at) = (place(n_read)?, place(rows_at.unwrap_or_default())?);
    start(env.as_ref(), &to, bytes, n_read, rows_at, answer.number())?;
    let text = answer.await?;
    Ok(serde_json::from_str(&text)?)
}

#[cfg(feature = "dev")]
thread_local! {
    static CALLED: std::cell::RefCell<std::collections::BTreeSet<(String, String)>> =
        const { std::cell::RefCell::new(std::collections::BTreeSet::new()) };
}

/// The objects of `binding` that this isolate has called.
#[cfg(feature = "dev")]
pub(super) fn called(binding: &str) -> Vec<String> {
    let of_binding = |(of, name): &(String, String)| (of == binding).then(|| name.clone());
    CALLED.with_borrow(|called| called.iter().filter_map(of_binding).collect())
}
