//! What the enrol form suggests: accounts, and the people of one.
//!
//! The API has no search, so what was seen last is loaded, and narrowed in the browser.

use web_sys::AbortSignal;

use super::{ApiError, Client, Page, get_account, get_accounts};
use crate::model::{Choice, Choices};

/// Pages that are asked for: 500 rows. More would make who opens the form wait for long.
const MAX_PAGES: usize = 10;

/// Gets the accounts that were seen last; none without a client.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_account_choices(
    client: Option<Client>,
    signal: AbortSignal,
) -> Result<Choices, ApiError> {
    let Some(client) = client else { return Ok(Choices::default()) };
    let fetch = async |cursor| get_accounts(client.clone(), cursor, signal.clone()).await;
    collect(fetch, |account| Some(Choice { id: account.id, name: account.name })).await
}

/// Gets the people of an account who were seen last, but for those who left it; none without one.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_people_choices(
    key: Option<(Client, String)>,
    signal: AbortSignal,
) -> Result<Choices, ApiError> {
    let Some((client, account)) = key else { return Ok(Choices::default()) };
    let fetch = async |cursor| Ok(get_account(&client, &account, cursor, &signal).await?.people);
    let is_in = |left_at: Option<_>| left_at.is_none();
    collect(fetch, |person| {
        is_in(person.left_at)
            .then_some(Choice { id: person.id, name: person.name.or(person.email) })
    })
    .await
}

async fn collect<R>(
    fetch: impl AsyncFn(Option<String>) -> Result<Page<R>, ApiError>,
    choice: impl Fn(R) -> Option<Choice>,
) -> Result<Choices, ApiError> {
    let mut choices = Choices::default();
    let mut cursor = None;
    for _ in 0..MAX_PAGES {
        let page = fetch(cursor).await?;
        choices.rows.extend(page.results.into_iter().filter_map(&choice));
        cursor = page.next;
        choices.is_cut = cursor.is_some();
        if !choices.is_cut {
            break;
        }
    }
    Ok(choices)
}
