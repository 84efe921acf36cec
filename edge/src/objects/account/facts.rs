//! What is known of a person, gathered for a decision.

use serde::Deserialize;
use shared::{
    contact::Contacts,
    id::UserId,
    targeting::{EventTest, Facts},
    text::Locale,
    time::UnixMillis,
};
use worker::{Result, SqlStorage};

use super::{
    super::storage::{execute, integer, rows},
    Viewer, activity, traits,
};

/// What is known of `user` at `now`, with the counts that `tests` ask for. They look at nothing.
pub(super) fn load(
    sql: &SqlStorage,
    user: &UserId,
    tests: &[&EventTest],
    now: UnixMillis,
) -> Result<Facts> {
    #[derive(Default, Deserialize)]
    struct Row {
        of_user: Option<String>,
        of_account: Option<String>,
        #[serde(flatten)]
        elsewhere: Contacts,
    }
    let query = "SELECT user.traits AS of_user, account.traits AS of_account, \
                 asked_elsewhere_at AS seen_at, dismissed_elsewhere_at AS dismissed_at \
                 FROM (SELECT 1) LEFT JOIN user ON user_id = ? LEFT JOIN account";
    let Row { of_user, of_account, elsewhere } =
        rows(sql, query, vec![user.as_str().into()])?.pop().unwrap_or_default();
    let mut facts = Facts::of(user.clone(), Locale::default(), now);
    facts.user_traits = traits::read(of_user.as_deref(), "a user");
    facts.account_traits = traits::read(of_account.as_deref(), "an account");
    facts.elsewhere = elsewhere;
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

/// Notes what `user` was asked in another account, if they are in this one.
pub(super) fn note_elsewhere(
    sql: &SqlStorage,
    user: &UserId,
    Contacts { seen_at, dismissed_at }: Contacts,
) -> Result<()> {
    let query = "UPDATE user SET \
                 asked_elsewhere_at = nullif(max(coalesce(asked_elsewhere_at, 0), ?), 0), \
                 dismissed_elsewhere_at = nullif(max(coalesce(dismissed_elsewhere_at, 0), ?), 0) \
                 WHERE user_id = ?";
    let at = |at: Option<UnixMillis>| integer(at.unwrap_or_default().0);
    execute(sql, query, vec![at(seen_at), at(dismissed_at), user.as_str().into()])
}
