//! [`use_responses`]: the responses that pass the page's filter.

use web_sys::AbortSignal;
use yew::prelude::*;

use super::{UseListHandle, use_list};
use crate::{
    api::{ApiError, Client, Page, Response, get_responses},
    browser::start_of_day,
    model::ResponseFilter,
};

/// Loads the first page, again when the filter or `revision` changes, and further ones when asked.
#[hook]
pub(crate) fn use_responses(
    client: &Client,
    filter: &ResponseFilter,
    revision: u32,
) -> UseListHandle<Response> {
    use_list((client.clone(), filter.clone()), revision, fetch)
}

async fn fetch(
    (client, filter): (Client, ResponseFilter),
    cursor: Option<String>,
    signal: AbortSignal,
) -> Result<Page<Response>, ApiError> {
    get_responses(&client, &filter.api_params(start_of_day), cursor, &signal).await
}
