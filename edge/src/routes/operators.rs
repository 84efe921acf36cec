//! What operators read: `GET /v1/session`, `/v1/responses`, `/v1/events`, `/v1/accounts` and one
//! of them, `/v1/metrics/nps`.

use serde::{Serialize, de::DeserializeOwned};
use shared::id::{AccountId, UserId};
use worker::{Env, Request, Response};

use super::export::{self, Format};
use crate::{
    access::{Operator, Role},
    error::{ApiError, Resource},
    http::{query::Query, respond},
    objects::{
        Cursor, ObjectName,
        account::{self, EventsQuery, PeopleQuery},
        workspace::{self, AccountsQuery, ResponsesQuery, Span},
    },
    record::object_of_user,
    store,
};

#[derive(Serialize)]
struct Session<'a> {
    workspace: Workspace<'a>,
    role: Role,
    label: &'a str,
}

#[derive(Serialize)]
struct Workspace<'a> {
    id: &'a str,
    name: String,
}

/// `GET /v1/session`: who the token stands for.
pub(super) async fn session(env: &Env, operator: &Operator) -> Result<Response, ApiError> {
    let name = store::workspace::name(env, &operator.workspace).await?;
    let workspace = Workspace { id: operator.workspace.as_str(), name };
    Ok(respond::json(&Session { workspace, role: operator.role, label: &operator.label })?)
}

/// `GET /v1/responses`: the inbox, newest first.
///
/// - Query: `survey`, `account`, `user`, `from`, `to` (milliseconds, `to` not included), `limit`
///   (1 to 100), `cursor`, `format` (`json`, `csv`, `ndjson`; the last two bring all rows).
/// - Answer: `{results, next}`; see [`workspace::ResponseRow`].
/// - Errors: 400 `invalid_query`.
pub(super) async fn responses(
    request: &Request,
    env: &Env,
    operator: &Operator,
) -> Result<Response, ApiError> {
    let query = Query::of(request)?;
    let wanted =
        ResponsesQuery { span: span(&query)?, after: cursor(&query)?, limit: query.limit()? };
    match Format::of(&query)? {
        Format::Json => {
            let page = workspace::responses(env, &operator.workspace, &wanted).await?;
            Ok(respond::json(&page)?)
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

/// `GET /v1/events`: what clients sent, newest first.
///
/// - Query: `account` or `user`, at least one: events lie with the account they belong to;
///   `from`, `to` (milliseconds of `timestamp`, `to` not included), `limit`, `cursor`, `format`.
/// - Answer: `{results, next}`; a result has the fields the client sent, and `receivedAt`.
/// - Errors: 400 `invalid_query`.
pub(super) async fn events(
    request: &Request,
    env: &Env,
    operator: &Operator,
) -> Result<Response, ApiError> {
    let query = Query::of(request)?;
    let (account, user) = (query.id::<AccountId>("account")?, query.id::<UserId>("user")?);
    let workspace = &operator.workspace;
    let name = match (account, &user) {
        (Some(account), _) => ObjectName::Account(workspace.clone(), account),
        (None, Some(user)) => object_of_user(env, workspace, user.clone()).await?,
        (None, None) => {
            let expected = "given, unless `user` is";
            return Err(ApiError::InvalidQuery { name: "account", expected });
        }
    };
    let wanted = EventsQuery {
        user,
        from: query.integer("from")?,
        to: query.integer("to")?,
        after: cursor(&query)?,
        limit: query.limit()?,
    };
    match Format::of(&query)? {
        Format::Json => Ok(respond::json(&account::events(env, &name, &wanted).await?)?),
        format => {
            let env = env.clone();
            export::download("events", format, move |after| {
                let wanted = EventsQuery { after, limit: export::PAGE, ..wanted.clone() };
                let (env, name) = (env.clone(), name.clone());
                async move { account::events(&env, &name, &wanted).await }
            })
        }
    }
}

/// `GET /v1/accounts`: the portfolio, last seen first.
///
/// - Query: `limit`, `cursor`. Answer: `{results, next}`; see [`workspace::AccountRow`].
/// - Errors: 400 `invalid_query`.
pub(super) async fn accounts(
    request: &Request,
    env: &Env,
    operator: &Operator,
) -> Result<Response, ApiError> {
    let query = Query::of(request)?;
    let wanted = AccountsQuery { after: cursor(&query)?, limit: query.limit()? };
    Ok(respond::json(&workspace::accounts(env, &operator.workspace, &wanted).await?)?)
}

/// `GET /v1/accounts/{id}`: what an account pays for, and who is in it.
///
/// - Query: `limit`, `cursor`: of `people`, last seen first.
/// - Answer: `{id, traits, history: {mrr: [{since, value}], …}, users, people: {results, next},
///   created_at, last_seen_at, deleted_at, trial_started_at, trial_ended_at}`; see
///   [`account::AccountDetail`].
/// - Errors: 400 `invalid_query`, 404 `unknown_account`.
pub(super) async fn account(
    request: &Request,
    env: &Env,
    operator: &Operator,
    id: &str,
) -> Result<Response, ApiError> {
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
    Ok(respond::json(&Answer { id, detail })?)
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
) -> Result<Response, ApiError> {
    let span = span(&Query::of(request)?)?;
    let counts = workspace::nps(env, &operator.workspace, &span).await?;
    let (tally, nps) = (counts.tally, counts.tally.score());
    Ok(respond::json(&NpsAnswer {
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
        from: query.integer("from")?,
        to: query.integer("to")?,
    })
}

fn cursor<K: Serialize + DeserializeOwned>(query: &Query) -> Result<Option<Cursor<K>>, ApiError> {
    let expected = "the `next` of an earlier page";
    let decode = |text: &str| {
        Cursor::decode(text).ok_or(ApiError::InvalidQuery { name: "cursor", expected })
    };
    query.text("cursor").map(decode).transpose()
}
