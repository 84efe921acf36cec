//! Calls an object by HTTP, both ends of which ship in the same Worker.

use serde::{Serialize, de::DeserializeOwned};
use worker::{Env, Error, Method, Request, RequestInit, Result};

/// Posts `request` as JSON to `path` of the object `name` and reads its answer.
///
/// # Errors
/// Whatever the platform says; a status other than 200 is an error of ours.
pub(super) async fn post<T: DeserializeOwned>(
    env: &Env,
    binding: &str,
    name: &str,
    path: &str,
    request: &impl Serialize,
) -> Result<T> {
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_body(Some(serde_json::to_string(request)?.into()));
    let request = Request::new_with_init(&format!("https://object{path}"), &init)?;
    let mut response =
        env.durable_object(binding)?.get_by_name(name)?.fetch_with_request(request).await?;
    if response.status_code() != 200 {
        let status = response.status_code();
        return Err(Error::RustError(format!("{binding}{path} answered {status}")));
    }
    Ok(serde_json::from_str(&response.text().await?)?)
}
