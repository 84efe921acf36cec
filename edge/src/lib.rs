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
mod store;

pub use objects::{AccountObject, WorkspaceObject};

use http::Reply;
use worker::{Context, Env, MessageBatch, Request, Result, event};

/// Answers a request.
#[event(fetch)]
async fn fetch(request: Request, env: Env, _context: Context) -> Result<Reply> {
    routes::answer(request, &env).await
}

/// Hands what accounts had to tell to their workspaces.
#[event(queue)]
async fn queue(batch: MessageBatch<String>, env: Env, _context: Context) -> Result<()> {
    projection::consume(&batch, &env).await;
    Ok(())
}
