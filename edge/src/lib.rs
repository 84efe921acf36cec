//! The Worker: routes, identity, objects and projections.
//!
//! Thin adapters: a handler parses, loads, lets `shared` decide, stores and answers.
//! See ARCHITECTURE.md for the way of the data.

mod access;
mod clock;
mod draw;
mod error;
#[cfg(feature = "dev")]
mod faults;
mod http;
mod identity;
mod objects;
mod projection;
mod record;
mod routes;
mod secret;
mod settle;
mod store;
mod wording;

pub use objects::{AccountObject, WorkspaceObject};

use wasm_bindgen::prelude::*;
use worker::{Context, Env, MessageBatch, Result, event, web_sys};

/// Quicker with many small pieces than the standard library's, and a tenth of the Wasm smaller.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: rlsf::GlobalTlsf = rlsf::GlobalTlsf::new();

/// Answers a request with a response, or a promise of one; `head` and `body` are what
/// `edge/entry/request.mjs` read of it.
///
/// # Errors
/// Whatever keeps us from giving any answer.
#[wasm_bindgen]
pub fn fetch(
    head: String,
    body: Option<Vec<u8>>,
    request: web_sys::Request,
    env: Env,
) -> std::result::Result<JsValue, JsValue> {
    let request = http::Request::new(head, body, request);
    settle::settle(async move { routes::answer(request, &env).await?.into_response() })
}

/// Hands what accounts had to tell to their workspaces.
#[event(queue)]
async fn queue(batch: MessageBatch<String>, env: Env, _context: Context) -> Result<()> {
    projection::consume(&batch, &env).await;
    Ok(())
}
