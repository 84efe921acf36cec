//! `GET /v1/accounts/{id}/audit`: what became of the items of checklists, when, and by whom.

use shared::id::AccountId;
use worker::Env;

use super::{
    export::{self, Export, Format},
    operators::cursor,
};
use crate::{
    access::Operator,
    error::{ApiError, Resource},
    http::{Reply, Request, query::Query},
    objects::{
        ObjectName, Page,
        account::{self, AuditQuery, AuditRow},
    },
};

/// `GET /v1/accounts/{id}/audit`: the audit trail of an account, the newest first.
///
/// - Query: `user` (what is in their lists, with what counts for everybody), `checklist`, `locale`
///   (the language of titles), `limit`, `cursor`, `format` (`json`, `csv`, `ndjson`; the last two
///   bring all rows).
/// - Answer: `{results, next}`; see [`AuditRow`].
/// - Errors: 400 `invalid_query`; 404 `unknown_account`.
pub(super) async fn list(
    request: &Request,
    env: &Env,
    operator: &Operator,
    id: &str,
) -> Result<Reply, ApiError> {
    let unknown = || ApiError::Unknown(Resource::Account);
    let query = Query::of(request)?;
    let account = AccountId::try_from(id).map_err(|_| unknown())?;
    let name = ObjectName::Account(operator.workspace.clone(), account);
    let wanted = AuditQuery {
        workspace: operator.workspace.clone(),
        user: query.id("user")?,
        checklist: query.id("checklist")?,
        locale: query.locale(),
        after: cursor(&query)?,
        limit: query.limit()?,
    };
    let format = Format::of(&query)?;
    // Of files too: an account that is not there is no empty one.
    let page = account::audit(env, &name, &wanted).await?.ok_or_else(unknown)?;
    if format == Format::Json {
        return Ok(Reply::json(&page)?);
    }
    let env = env.clone();
    export::download("audit", format, move |after| {
        let wanted = AuditQuery { after, limit: export::PAGE, ..wanted.clone() };
        let (env, name) = (env.clone(), name.clone());
        async move {
            let page = account::audit(&env, &name, &wanted).await?;
            Ok(page.unwrap_or(Page { results: vec![], next: None }))
        }
    })
}

impl Export for AuditRow {
    const HEADER: &'static [&'static str] = &[
        "at",
        "type",
        "checklist",
        "checklist_title",
        "item",
        "item_title",
        "user",
        "user_name",
        "cause",
        "actor",
        "actor_name",
        "id",
    ];

    fn cells(&self) -> Vec<String> {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            self.at.to_rfc3339(),
            self.r#type.clone(),
            self.checklist.to_string(),
            text(&self.checklist_title),
            self.item.to_string(),
            text(&self.item_title),
            text(&self.user),
            text(&self.user_name),
            self.by.cause.as_str().to_owned(),
            self.by.actor.clone(),
            text(&self.by.actor_name),
            self.id.to_string(),
        ]
    }
}
