//! `GET /rumbo.js`.

use worker::{Env, Headers, RequestInit};

use crate::{
    error::ApiError,
    http::{Header, RareHeader, Reply, Request, encoding},
};

/// The loader, on the way of every page; pages may keep it for five minutes. It is a static asset
/// that passes through here to be compressed. For those who take brotli the build has done that, at
/// its best, which is too slow to be done for each request.
pub(super) async fn get(request: &Request, env: &Env) -> Result<Reply, ApiError> {
    let mut init = RequestInit::new();
    // A page that has it asks whether it is still good.
    if let Some(etag) = request.rare_header(RareHeader::IfNoneMatch) {
        let headers = Headers::new();
        headers.set("if-none-match", &etag)?;
        init.with_headers(headers);
    }
    let accepted = request.header(Header::AcceptEncoding).unwrap_or_default();
    let is_packed = encoding::preferred(accepted) == Some("br");
    let mut url = request.url()?;
    url.set_path(if is_packed { "/rumbo.js.br" } else { "/rumbo.js" });
    let response = env.assets("ASSETS")?.fetch(url.as_str(), Some(init)).await?;
    let reply = if is_packed { Reply::packed(response, "br") } else { Reply::platform(response) };
    Ok(reply
        .with("content-type", "text/javascript; charset=utf-8")
        .with("cache-control", "public, max-age=300, stale-while-revalidate=86400")
        .with("vary", "accept-encoding")
        .with("x-content-type-options", "nosniff"))
}
