//! What is known of a person, gathered for a decision.

use serde::Deserialize;
use serde_json::{Map, Value};
use shared::{
    id::UserId,
    targeting::{EventTest, Facts},
    text::Locale,
    time::UnixMillis,
};
use worker::{Result, SqlStorage};

use super::{super::storage::rows, Viewer, activity};

/// What is known of `user` at `now`, with the counts that `tests` ask for. They look at nothing.
pub(super) fn load(
    sql: &SqlStorage,
    user: &UserId,
    tests: &[&EventTest],
    now: UnixMillis,
) -> Result<Facts> {
    #[derive(Deserialize)]
    struct Row {
        of_user: Option<String>,
        of_account: Option<String>,
    }
    let query = "SELECT (SELECT traits FROM user WHERE user_id = ?) AS of_user, \
                 (SELECT traits FROM account) AS of_account";
    let row = rows::<Row>(sql, query, vec![user.as_str().into()])?.pop();
    let (of_user, of_account) = row.map(|row| (row.of_user, row.of_account)).unwrap_or_default();
    let mut facts = Facts::of(user.clone(), Locale::default(), now);
    facts.user_traits = read(of_user)?;
    facts.account_traits = read(of_account)?;
    facts.counts = activity::counts(sql, tests, user, now)?;
    Ok(facts)
}

/// The same for somebody who looks at a page.
pub(super) fn of_viewer(
    sql: &SqlStorage,
    viewer: &Viewer,
    tests: &[&EventTest],
    now: UnixMillis,
) -> Result<Facts> {
    let mut facts = load(sql, &viewer.user, tests, now)?;
    facts.locale = viewer.locale.clone();
    facts.page.clone_from(&viewer.page);
    facts.device = viewer.device;
    Ok(facts)
}

fn read(traits: Option<String>) -> Result<Map<String, Value>> {
    Ok(traits.map(|json| serde_json::from_str(&json)).transpose()?.unwrap_or_default())
}
