//! What events of a person's journey leave behind.

use shared::{
    id::{ContentId, WorkspaceId},
    placement::{Event, Scene},
};
use worker::{Result, SqlStorage};

use super::{
    audit::{self, By},
    training,
};
use crate::projection::Change;

/// Writes the rows of the audit trail that `events` are, and returns the statements that they are for the
/// workspace: whoever lets a journey change owes both.
pub(super) fn leave<'a>(
    sql: &SqlStorage,
    workspace: &WorkspaceId,
    scene: &Scene<'_>,
    by: By<'_>,
    events: impl IntoIterator<Item = (&'a ContentId, &'a Event)>,
) -> Result<Vec<Change>> {
    let mut statements = Vec::new();
    for (id, event) in events {
        audit::note(sql, scene, (id, event), by)?;
        statements.extend(training::statement_of(workspace, scene, id, event));
    }
    Ok(statements)
}
