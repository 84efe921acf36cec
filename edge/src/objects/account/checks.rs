//! Table `identity_check`: how many of those who came could prove who they are.

use serde::{Deserialize, Serialize};
use shared::{id::WorkspaceId, identity::Verification, time::DAY_MS};
use worker::{Result, SqlStorage};

use super::{
    super::storage::{execute, integer, rows},
    Visit,
    outbox::{self, Teller},
};
use crate::projection::{Change, IdentityRecord};

/// What the users of a request could prove.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Checks {
    /// It was them.
    pub(crate) verified: u32,
    /// It may have been anybody.
    pub(crate) unverified: u32,
    /// Nobody tried to prove it.
    pub(crate) missing: u32,
}

impl Checks {
    /// Counts one more.
    pub(crate) const fn add(&mut self, verification: Verification) {
        match verification {
            Verification::Verified => self.verified += 1,
            Verification::Unverified(_) => self.unverified += 1,
            Verification::Missing => self.missing += 1,
        }
    }
}

/// Counts; returns whether there was anything to count.
pub(super) fn count(sql: &SqlStorage, visit: &Visit<'_>) -> Result<bool> {
    let Checks { verified, unverified, missing } = visit.checks;
    if visit.checks == Checks::default() {
        return Ok(false);
    }
    let query = "INSERT INTO identity_check \
                 (day, verified, unverified, missing, workspace_id, source, told) \
                 VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT (day) DO UPDATE SET \
                 verified = verified + excluded.verified, \
                 unverified = unverified + excluded.unverified, \
                 missing = missing + excluded.missing, told = 0";
    let day = visit.received_at.0.div_euclid(DAY_MS) * DAY_MS;
    let numbers = [day, verified.into(), unverified.into(), missing.into()].map(integer);
    let names = [visit.workspace.as_str().into(), visit.source.as_str().into()];
    execute(sql, query, numbers.into_iter().chain(names).collect())?;
    Ok(true)
}

/// Writes the days that the workspace does not know as they are into the outbox.
pub(super) fn tell(sql: &SqlStorage) -> Result<()> {
    #[derive(Deserialize)]
    struct Row {
        workspace_id: WorkspaceId,
        source: String,
        #[serde(flatten)]
        record: IdentityRecord,
    }
    let query = "UPDATE identity_check SET told = 1 WHERE told = 0 \
                 RETURNING day, verified, unverified, missing, workspace_id, source";
    for Row { workspace_id: workspace, source, record } in rows::<Row>(sql, query, vec![])? {
        let teller = Teller { workspace, object: source.clone(), source, account: None };
        outbox::push(sql, &teller, Change::IdentityChecks(record))?;
    }
    Ok(())
}
