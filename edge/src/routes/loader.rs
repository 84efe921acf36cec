//! `GET /rumbo.js`.

use worker::{Env, Headers, RequestInit};

use crate::{
    error::ApiError,
    http::{RareHeader, Reply, Request},
};

/// The loader. It is a static asset that passes through here to be compressed, since
/// every kilobyte of it is on the way of every page; pages may keep it for five minutes.
pub(super) async fn get(request: &Request, env: &Env) -> Result<Reply, ApiError> {
    let mut init = RequestInit::new();
    // A page that has it asks whether it is still good.
    if let Some(etag) = request.rare_header(RareHeader::IfNoneMatch) {
        let headers = Headers::new();
        headers.set("if-none-match", &etag)?;
        init.with_headers(headers);
    }
    let response = env.assets("ASSETS")?.fetch(request.url_text(), Some(init)).await?;
    Ok(Reply::platform(response)
        .with("content-type", "text/javascript; charset=utf-8")
        .with("cache-control", "public, max-age=300, stale-while-revalidate=86400")
        .with("x-content-type-options", "nosniff"))
}
