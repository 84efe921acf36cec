//! [`use_nps_trend`]: the score, month by month.

use futures_util::future::try_join_all;
use web_sys::AbortSignal;
use yew::prelude::*;

use super::{UseLoadHandle, use_load};
use crate::{
    api::{ApiError, Client, Nps, get_nps},
    browser::{start_of_day, today},
    model::{Day, ResponseFilter, months},
};

/// The score of a month.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NpsMonth {
    /// The first of its days that count.
    pub(crate) first: Day,
    /// What was answered in it.
    pub(crate) nps: Nps,
}

/// Loads the score of each month of the filter's days, or of the last ones; again when the filter or
/// `revision` changes. There are none where there is nothing to compare.
#[hook]
pub(crate) fn use_nps_trend(
    client: &Client,
    filter: &ResponseFilter,
    revision: u32,
) -> UseLoadHandle<Vec<NpsMonth>> {
    let today = today();
    let to = filter.to.filter(|to| *to < today).unwrap_or(today);
    let mut spans = months(filter.from, to);
    if spans.len() < 2 {
        spans.clear();
    }
    use_load((client.clone(), filter.for_all_users(), spans), revision, load)
}

async fn load(
    (client, filter, spans): (Client, ResponseFilter, Vec<(Day, Day)>),
    signal: AbortSignal,
) -> Result<Vec<NpsMonth>, ApiError> {
    let (client, filter, signal) = (&client, &filter, &signal);
    let months = spans.into_iter().map(|(first, last)| async move {
        let month = ResponseFilter { from: Some(first), to: Some(last), ..filter.clone() };
        let nps = get_nps(client, &month.api_params(start_of_day), signal).await?;
        Ok(NpsMonth { first, nps })
    });
    try_join_all(months).await
}
