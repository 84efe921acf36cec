//! Table `identity_check`: what users could prove of themselves.

use serde::{Deserialize, Serialize};
use shared::time::DAY_MS;
use worker::{Result, SqlStorage};

use super::{
    super::storage::{execute, integer, rows},
    Span,
};
use crate::projection::{IdentityRecord, Message};

/// How many visits of users were proved, and how many not.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct IdentityCounts {
    /// It was them.
    pub(crate) verified: u32,
    /// It may have been anybody.
    pub(crate) unverified: u32,
    /// Nobody tried to prove it.
    pub(crate) missing: u32,
}

/// Stores what an object tells. Its figures only rise, so the largest are the newest.
pub(super) fn upsert(sql: &SqlStorage, message: &Message, record: &IdentityRecord) -> Result<()> {
    let query = "INSERT INTO identity_check (source, day, verified, unverified, missing) \
                 VALUES (?, ?, ?, ?, ?) ON CONFLICT (source, day) DO UPDATE SET \
                 verified = max(verified, excluded.verified), \
                 unverified = max(unverified, excluded.unverified), \
                 missing = max(missing, excluded.missing)";
    let figures = [record.verified, record.unverified, record.missing].map(i64::from);
    let numbers = [record.day.0].into_iter().chain(figures).map(integer);
    execute(sql, query, [message.source.as_str().into()].into_iter().chain(numbers).collect())
}

/// Counts over the days of `span`.
pub(super) fn count(sql: &SqlStorage, span: &Span) -> Result<IdentityCounts> {
    let query = "SELECT coalesce(sum(verified), 0) AS verified, \
                 coalesce(sum(unverified), 0) AS unverified, coalesce(sum(missing), 0) AS missing \
                 FROM identity_check WHERE day > ? AND day < ?";
    // A day counts if any of it is in the span.
    let from = span.from.unwrap_or(0).saturating_sub(DAY_MS);
    let bindings = [from, span.to.unwrap_or(MAX_INSTANT)].map(integer);
    Ok(rows::<IdentityCounts>(sql, query, bindings.into())?.pop().unwrap_or_default())
}

/// Later than any day; a double holds it exactly.
const MAX_INSTANT: i64 = 1 << 52;
