//! `GET /rumbo.js`.

use worker::{Env, Request, Response};

use crate::{error::ApiError, http::respond};

/// The loader. It is a static asset that passes through here to be compressed, since
/// every kilobyte of it is on the way of every page; pages may keep it for five minutes.
pub(super) async fn get(request: &Request, env: &Env) -> Result<Response, ApiError> {
    let response = env.assets("ASSETS")?.fetch(request.url()?.to_string(), None).await?;
    Ok(respond::with_headers(
        response,
        &[
            ("content-type", "text/javascript; charset=utf-8"),
            ("cache-control", "public, max-age=300, stale-while-revalidate=86400"),
            ("x-content-type-options", "nosniff"),
        ],
    )?)
}
