//! What the Worker says to a workspace object, and what it answers. Internal.

use serde::{Deserialize, Serialize};
use shared::id::{AccountId, ContentId, UserId, WorkspaceId};
use worker::{Env, Result};

use super::{
    super::{Page, call},
    AccountRow, AccountsQuery, BINDING, CertificateRow, EnrollmentRow, EnrollmentsQuery,
    IdentityCounts, NpsCounts, ResponseRow, ResponsesQuery, StatementRow, StatementsQuery,
};
use crate::projection::{Message, StatementRecord};

pub(super) const APPLY: &str = "/apply";
pub(super) const RESPONSES: &str = "/responses";
pub(super) const ACCOUNTS: &str = "/accounts";
pub(super) const ACCOUNT_AFTER: &str = "/account-after";
pub(super) const ACCOUNTS_OF: &str = "/accounts-of";
pub(super) const ENROLLMENTS: &str = "/enrollments";
pub(super) const CERTIFICATE: &str = "/certificate";
pub(super) const STATEMENTS: &str = "/statements";
pub(super) const PUT_STATEMENTS: &str = "/put-statements";
pub(super) const NPS: &str = "/nps";
pub(super) const IDENTITY: &str = "/identity";

/// Which answers count: all filters must hold, absent ones do.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Span {
    /// Only of this survey.
    pub(crate) survey: Option<ContentId>,
    /// Only of this account.
    pub(crate) account: Option<AccountId>,
    /// Only of this user.
    pub(crate) user: Option<String>,
    /// Only from this instant on.
    pub(crate) from: Option<i64>,
    /// Only before this instant.
    pub(crate) to: Option<i64>,
}

/// Applies messages, once each however often they come.
pub(crate) async fn apply(env: &Env, workspace: &WorkspaceId, messages: &[&Message]) -> Result<()> {
    call::post(env, BINDING, workspace.as_str(), APPLY, &messages).await
}

/// A page of responses, newest first.
pub(crate) async fn responses(
    env: &Env,
    workspace: &WorkspaceId,
    query: &ResponsesQuery,
) -> Result<Page<ResponseRow>> {
    call::post(env, BINDING, workspace.as_str(), RESPONSES, query).await
}

/// A page of accounts, last seen first.
pub(crate) async fn accounts(
    env: &Env,
    workspace: &WorkspaceId,
    query: &AccountsQuery,
) -> Result<Page<AccountRow>> {
    call::post(env, BINDING, workspace.as_str(), ACCOUNTS, query).await
}

/// The account whose id follows `before`, in the order of ids.
pub(crate) async fn account_after(
    env: &Env,
    workspace: &WorkspaceId,
    before: Option<&AccountId>,
) -> Result<Option<AccountId>> {
    call::post(env, BINDING, workspace.as_str(), ACCOUNT_AFTER, &before).await
}

/// The accounts in which `user` was seen, as far as they have told; in the order of ids.
pub(crate) async fn accounts_of(
    env: &Env,
    workspace: &WorkspaceId,
    user: &UserId,
) -> Result<Vec<AccountId>> {
    call::post(env, BINDING, workspace.as_str(), ACCOUNTS_OF, user).await
}

/// A page of enrollments, the last first.
pub(crate) async fn enrollments(
    env: &Env,
    workspace: &WorkspaceId,
    query: &EnrollmentsQuery,
) -> Result<Page<EnrollmentRow>> {
    call::post(env, BINDING, workspace.as_str(), ENROLLMENTS, query).await
}

/// The certificate of this id.
pub(crate) async fn certificate(
    env: &Env,
    workspace: &WorkspaceId,
    id: &str,
) -> Result<Option<CertificateRow>> {
    call::post(env, BINDING, workspace.as_str(), CERTIFICATE, &id).await
}

/// Statements; one more than asked for, if there are more.
pub(crate) async fn statements(
    env: &Env,
    workspace: &WorkspaceId,
    query: &StatementsQuery,
) -> Result<Vec<StatementRow>> {
    call::post(env, BINDING, workspace.as_str(), STATEMENTS, query).await
}

/// Stores statements, all or none; the id of one that says something else than before.
pub(crate) async fn put_statements(
    env: &Env,
    workspace: &WorkspaceId,
    statements: &[StatementRecord],
) -> Result<Option<String>> {
    call::post(env, BINDING, workspace.as_str(), PUT_STATEMENTS, &statements).await
}

/// Counts for the Net Promoter score.
pub(crate) async fn nps(env: &Env, workspace: &WorkspaceId, span: &Span) -> Result<NpsCounts> {
    call::post(env, BINDING, workspace.as_str(), NPS, span).await
}

/// How many visits of users were proved, and how many not.
pub(crate) async fn identity_counts(
    env: &Env,
    workspace: &WorkspaceId,
    span: &Span,
) -> Result<IdentityCounts> {
    call::post(env, BINDING, workspace.as_str(), IDENTITY, span).await
}
