//! What operators read: `GET /v1/session`, `/v1/responses`, `/v1/accounts` and one of them,
//! `/v1/metrics/nps`.

use serde::{Serialize, de::DeserializeOwned};
use shared::id::AccountId;
use worker::Env;

use super::export::{self, Format};
use crate::{
    access::{Operator, Role},
    error::{ApiError, Resource},
    http::{Reply, Request, query::Query},
    objects::{
        ObjectName,
        account::{self, PeopleQuery},
        decode,
        workspace::{self, AccountsQuery, ResponsesQuery, Span},
    },
    store,
};

#[derive(Serialize)]
struct Session<'a> {
    workspace: Workspace<'a>,
    id: &'a str,
    role: Role,
    label: &'a str,
}

#[derive(Serialize)]
struct Workspace<'a> {
    id: &'a str,
    name: String,
}

/// `GET /v1/session`: who the token stands for.
///
/// - Answer: `{workspace: {id, name}, id, role, label}`; `id` is the token's, by which history
///   says who did something.
pub(super) async fn session(env: &Env, operator: &Operator) -> Result<Reply, ApiError> {
    let name = store::workspace::name(env, &operator.workspace).await?;
    let workspace = Workspace { id: operator.workspace.as_str(), name };
    let Operator { id, role, label, .. } = operator;
    Ok(Reply::json(&Session { workspace, id, role: *role, label })?)
}

/// `GET /v1/responses`: the inbox, newest first.
///
/// - Query: `survey`, `account`, `user`, `from`, `to` (milliseconds or RFC 3339, `to` not
///   included), `limit`
///   (1 to 100), `cursor`, `format` (`json`, `csv`, `ndjson`; the last two bring all rows).
/// - Answer: `{results, next}`; see [`workspace::ResponseRow`].
/// - Errors: 400 `invalid_query`.
pub(super) async fn responses(
    request: &Request,
    env: &Env,
    operator: &Operator,
) -> Result<Reply, ApiError> {
    let query = Query::of(request)?;
    let wanted =
        ResponsesQuery { span: span(&query)?, after: cursor(&query)?, limit: query.limit()? };
    match Format::of(&query)? {
        Format::Json => {
            let page = workspace::responses(env, &operator.workspace, &wanted).await?;
            Ok(Reply::json(&page)?)
        }
        format => {
            let (env, workspace) = (env.clone(), operator.workspace.clone());
            export::download("responses", format, move |after| {
                let wanted = ResponsesQuery { after, limit: export::PAGE, ..wanted.clone() };
                let (env, workspace) = (env.clone(), workspace.clone());
                async move { workspace::responses(&env, &workspace, &wanted).await }
            })
        }
    }
}

/// `GET /v1/accounts`: the portfolio, last seen first.
///
/// - Query: `limit`, `cursor`. An account that is active while one turns the pages comes at the end,
///   even if it was on a page before; none is skipped.
/// - Answer: `{results, next}`; see [`workspace::AccountRow`].
/// - Errors: 400 `invalid_query`.
pub(super) async fn accounts(
    request: &Request,
    env: &Env,
    operator: &Operator,
) -> Result<Reply, ApiError> {
    let query = Query::of(request)?;
    let wanted = AccountsQuery { after: cursor(&query)?, limit: query.limit()? };
    Ok(Reply::json(&workspace::accounts(env, &operator.workspace, &wanted).await?)?)
}

/// `GET /v1/accounts/{id}`: what an account pays for, and who is in it.
///
/// - Query: `limit`, `cursor`: of `people`, last seen first. Who is seen while one turns the pages
///   comes at the end, even if they were on a page before; nobody is skipped.
/// - Answer: `{id, traits, history: {mrr: [{since, value}], …}, users, people: {results, next},
///   created_at, last_seen_at, deleted_at, trial_started_at, trial_ended_at}`; see
///   [`account::AccountDetail`].
/// - Errors: 400 `invalid_query`, 404 `unknown_account`.
pub(super) async fn account(
    request: &Request,
    env: &Env,
    operator: &Operator,
    id: &str,
) -> Result<Reply, ApiError> {
    #[derive(Serialize)]
    struct Answer<'a> {
        id: &'a str,
        #[serde(flatten)]
        detail: account::AccountDetail,
    }
    let query = Query::of(request)?;
    let wanted = PeopleQuery { after: cursor(&query)?, limit: query.limit()? };
    let unknown = || ApiError::Unknown(Resource::Account);
    let account = AccountId::try_from(id).map_err(|_| unknown())?;
    let name = ObjectName::Account(operator.workspace.clone(), account);
    let detail = account::detail(env, &name, &wanted).await?.ok_or_else(unknown)?;
    Ok(Reply::json(&Answer { id, detail })?)
}

#[derive(Serialize)]
struct NpsAnswer {
    score: Option<f64>,
    centre: Option<f64>,
    margin: Option<f64>,
    promoters: u32,
    passives: u32,
    detractors: u32,
    answers: u32,
    dismissals: u32,
}

/// `GET /v1/metrics/nps`: the Net Promoter score with its 95 % interval.
///
/// - Query: `survey`, `account`, `user`, `from`, `to`, as for responses.
/// - Answer: `score`, `centre` and `margin` in `-100..=100`, null without an answer; counts.
pub(super) async fn nps(
    request: &Request,
    env: &Env,
    operator: &Operator,
) -> Result<Reply, ApiError> {
    let span = span(&Query::of(request)?)?;
    let counts = workspace::nps(env, &operator.workspace, &span).await?;
    let (tally, nps) = (counts.tally, counts.tally.score());
    Ok(Reply::json(&NpsAnswer {
        score: nps.map(|nps| nps.score),
        centre: nps.map(|nps| nps.centre),
        margin: nps.map(|nps| nps.margin),
        promoters: tally.promoters,
        passives: tally.passives,
        detractors: tally.detractors,
        answers: tally.answers(),
        dismissals: counts.dismissals,
    })?)
}

fn span(query: &Query) -> Result<Span, ApiError> {
    Ok(Span {
        survey: query.id("survey")?,
        account: query.id("account")?,
        user: query.text("user").map(str::to_owned),
        from: query.instant("from")?,
        to: query.instant("to")?,
    })
}

/// Where an earlier page ended.
pub(super) fn cursor<C: DeserializeOwned>(query: &Query) -> Result<Option<C>, ApiError> {
    let expected = "the `next` of an earlier page";
    let decode =
        |text: &str| decode(text).ok_or(ApiError::InvalidQuery { name: "cursor", expected });
    query.text("cursor").map(decode).transpose()
}
