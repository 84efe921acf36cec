//! Counts behind the measures.

use serde::{Deserialize, Serialize};
use shared::{
    id::{AccountId, ContentId},
    survey::NpsTally,
};
use worker::{Result, SqlStorage, SqlStorageValue};

use super::{
    super::storage::{execute, filter, integer, rows},
    Span,
};
use crate::projection::{DismissalRecord, Message};

/// What the Net Promoter score is made of.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct NpsCounts {
    /// The answers.
    pub(crate) tally: NpsTally,
    /// Prompts sent away. No answers.
    pub(crate) dismissals: u32,
}

/// Stores a dismissal unless it is stored. One that moved with its user gains their account.
pub(super) fn insert_dismissal(
    sql: &SqlStorage,
    message: &Message,
    record: &DismissalRecord,
) -> Result<()> {
    let query = "INSERT INTO dismissal \
                 (source, dismissal_id, survey_id, account_id, user_id, dismissed_at) \
                 VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (source, dismissal_id) DO UPDATE \
                 SET account_id = excluded.account_id, user_id = excluded.user_id \
                 WHERE account_id IS NULL AND excluded.account_id IS NOT NULL";
    execute(
        sql,
        query,
        vec![
            message.source.as_str().into(),
            record.id.as_str().into(),
            record.survey.as_str().into(),
            message.account_text().into(),
            record.user.as_str().into(),
            integer(record.dismissed_at.0),
        ],
    )
}

/// Counts the answers and dismissals of `span`.
pub(super) fn nps(sql: &SqlStorage, span: &Span) -> Result<NpsCounts> {
    #[derive(Deserialize)]
    struct Dismissals {
        n: u32,
    }
    let (filter, bindings) = span.filter("answered_at");
    let statement = format!(
        "SELECT count(*) FILTER (WHERE category = 'promoter') AS promoters, \
         count(*) FILTER (WHERE category = 'passive') AS passives, \
         count(*) FILTER (WHERE category = 'detractor') AS detractors \
         FROM response WHERE kind = 'nps' AND {filter}"
    );
    let tally = rows::<NpsTally>(sql, &statement, bindings)?.pop().unwrap_or_default();
    let (filter, bindings) = span.filter("dismissed_at");
    let statement = format!("SELECT count(*) AS n FROM dismissal WHERE {filter}");
    let dismissals = rows::<Dismissals>(sql, &statement, bindings)?.pop().map_or(0, |row| row.n);
    Ok(NpsCounts { tally, dismissals })
}

impl Span {
    /// The span as an SQL condition over the column `at` and its bindings.
    pub(super) fn filter(&self, at: &str) -> (String, Vec<SqlStorageValue>) {
        let text = |value: Option<&str>| value.map(|value| value.to_owned().into());
        let conditions: [(String, Option<SqlStorageValue>); 5] = [
            ("survey_id = ?".to_owned(), text(self.survey.as_ref().map(ContentId::as_str))),
            ("account_id = ?".to_owned(), text(self.account.as_ref().map(AccountId::as_str))),
            ("user_id = ?".to_owned(), text(self.user.as_deref())),
            (format!("{at} >= ?"), self.from.map(integer)),
            (format!("{at} < ?"), self.to.map(integer)),
        ];
        filter(conditions)
    }
}
