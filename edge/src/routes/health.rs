//! `GET /health`.

use crate::{error::ApiError, http::Reply};

/// 200 `{"status":"ok"}` once the Worker runs. Asks no store: a monitor must not cost.
pub(super) fn get() -> Result<Reply, ApiError> {
    Ok(Reply::json(&serde_json::json!({ "status": "ok" }))?)
}
