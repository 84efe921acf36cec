//! Calls an object; both ends ship in the same Worker.
//!
//! By a method of its stub, with JSON in and out (in as bytes, since text is copied into Wasm
//! letter by letter): a request with its streams and headers
//! costs as much again as all that an object does with a small batch.

use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::prelude::*;
use worker::{Env, Error, Result};

#[wasm_bindgen]
extern "C" {
    /// The stub of an object of ours.
    type Callee;

    #[wasm_bindgen(method, catch)]
    async fn call(
        this: &Callee,
        path: &str,
        body: Vec<u8>,
        rows: Option<String>,
    ) -> std::result::Result<JsValue, JsValue>;
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

/// The same with a request that is written already, and with rows that SQLite reads: they never
/// enter the object's Wasm.
pub(super) async fn post_bytes<T: DeserializeOwned>(
    env: &Env,
    binding: &str,
    name: &str,
    path: &str,
    request: Vec<u8>,
    rows: Option<String>,
) -> Result<T> {
    let callee: Callee = env.durable_object(binding)?.get_by_name(name)?.into_rpc();
    let answer = callee.call(path, request, rows).await?;
    let text = answer.as_string();
    let text = text.ok_or_else(|| Error::RustError(format!("{binding}{path}: no text")))?;
    Ok(serde_json::from_str(&text)?)
}
