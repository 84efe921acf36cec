//! Calls an object; both ends ship in the same Worker.
//!
//! By a method of its stub, with JSON in and out (in as bytes, since text is copied into Wasm
//! letter by letter): a request with its streams and headers costs as much again as all that an
//! object does with a small batch.

use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;
use worker::{Env, Result};

use super::answer::Answer;

#[wasm_bindgen]
extern "C" {
    /// `edge/entry/call.mjs`. All there is to a call in one step; what comes of it is told to the
    /// [`Answer`] with the number `call`.
    #[wasm_bindgen(js_name = rumboCall, catch)]
    fn start(
        env: &JsValue,
        binding: &str,
        name: &str,
        path: &str,
        body: Vec<u8>,
        rows: Option<String>,
        texts: Option<Vec<u8>>,
        call: u32,
    ) -> std::result::Result<(), JsValue>;
}

/// What goes to SQLite as it is, and never enters the object's Wasm.
#[derive(Debug)]
pub(super) struct Rows {
    /// JSON.
    pub(super) rows: String,
    /// The long texts that the rows point into.
    pub(super) texts: Vec<u8>,
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
    post_bytes(env, binding, name, path, serde_json::to_vec(request)?, None).await
}

/// The same with a request that is written already, and with rows for SQLite.
pub(super) async fn post_bytes<T: DeserializeOwned>(
    env: &Env,
    binding: &str,
    name: &str,
    path: &str,
    request: Vec<u8>,
    rows: Option<Rows>,
) -> Result<T> {
    #[cfg(feature = "dev")]
    CALLED.with_borrow_mut(|called| called.insert((binding.to_owned(), name.to_owned())));
    let (rows, texts) = rows.map(|Rows { rows, texts }| (rows, texts)).unzip();
    let answer = Answer::new();
    start(env.as_ref(), binding, name, path, request, rows, texts, answer.number())?;
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
