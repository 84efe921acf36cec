//! `GET /health`.

use worker::Response;

use crate::{error::ApiError, http::respond};

/// 200 `{"status":"ok"}` once the Worker runs. Asks no store: a monitor must not cost.
pub(super) fn get() -> Result<Response, ApiError> {
    Ok(respond::text("application/json", r#"{"status":"ok"}"#.to_owned())?)
}
