//! `/xapi/statements`: what people do in courses, as xAPI 1.0.3 says it.

use std::rc::Rc;

use serde_json::{Value, json};
use shared::{
    id::UserId,
    time::UnixMillis,
    xapi::{self, Statement},
};
use uuid::Uuid;
use worker::{Env, Method};

use crate::{
    access::{self, EventKey},
    clock,
    error::{ApiError, Resource},
    http::{RareHeader, Reply, Request, body, query::Query},
    objects::{
        account::{self, Train},
        workspace::{self, StatementRow, StatementsQuery},
    },
    projection::StatementRecord,
    record::object_of_absent,
};

/// The header by which both sides say what they speak.
const VERSION_HEADER: &str = "x-experience-api-version";
/// The most statements of a request.
const MAX_STATEMENTS: usize = 100;

/// `PUT`, `POST` and `GET /xapi/statements`, with a server key by Basic authentication.
///
/// - Every request names its version, `X-Experience-API-Version: 1.0.x`.
/// - `PUT ?statementId=`: 204; the same again changes nothing.
/// - `POST`, one statement or a list: 200 and their ids.
/// - `GET ?statementId=`: the statement. `GET` with `agent`, `verb`, `activity`, `since`,
///   `until`, `ascending`, `limit` (1 to 100), `cursor`: `{statements, more}`.
/// - A statement of `launched`, `attempted`, `initialized`, `completed`, `passed` or `failed`
///   about a course or lesson of ours moves the person whose account it names.
/// - Errors: 400 `xapi_version`, `invalid_json`, `invalid_field`, `invalid_query`; 401, 403
///   `server_key_required`; 404 `unknown_statement`; 409 `statement_conflict`.
pub(super) async fn answer(
    request: Request,
    env: &Env,
    method: &Method,
) -> Result<Reply, ApiError> {
    let reply = match dispatch(request, env, method).await {
        Ok(reply) => reply,
        Err(error) => error.to_reply()?,
    };
    Ok(reply
        .with(VERSION_HEADER, xapi::VERSION)
        .with("x-experience-api-consistent-through", clock::now().to_rfc3339()))
}

async fn dispatch(request: Request, env: &Env, method: &Method) -> Result<Reply, ApiError> {
    let key = access::server_key(&request, env, None).await?;
    let version = request.rare_header(RareHeader::XapiVersion).unwrap_or_default();
    if version != "1.0" && !version.starts_with("1.0.") {
        return Err(ApiError::XapiVersion);
    }
    match method {
        Method::Get => get(&request, env, &key).await,
        Method::Put => put(request, env, &key).await,
        _ => post(request, env, &key).await,
    }
}

async fn put(mut request: Request, env: &Env, key: &Rc<EventKey>) -> Result<Reply, ApiError> {
    let id = statement_id(&Query::of(&request)?)?.ok_or(MISSING_ID)?;
    let text = body::read_text(&mut request).await?;
    let statement: Value = body::parse_any(&text)?;
    store(env, key, vec![named(statement, Some(id))?]).await?;
    Ok(Reply::empty(204))
}

async fn post(mut request: Request, env: &Env, key: &Rc<EventKey>) -> Result<Reply, ApiError> {
    let text = body::read_text(&mut request).await?;
    let statements = match body::parse_any(&text)? {
        Value::Array(statements) => statements,
        one => vec![one],
    };
    if statements.len() > MAX_STATEMENTS {
        return Err(ApiError::BatchTooLarge(format!("at most {MAX_STATEMENTS} statements")));
    }
    let statements =
        statements.into_iter().map(|statement| named(statement, None)).collect::<Result<_, _>>()?;
    Ok(Reply::json(&store(env, key, statements).await?)?)
}

const MISSING_ID: ApiError =
    ApiError::InvalidQuery { name: "statementId", expected: "the UUID of the statement" };

fn statement_id(query: &Query) -> Result<Option<String>, ApiError> {
    let parse = |text: &str| Uuid::try_parse(text).map(|id| id.to_string());
    query.text("statementId").map(parse).transpose().map_err(|_| MISSING_ID)
}

/// The statement under its id: `id`, its own, or one that we make.
fn named(mut statement: Value, id: Option<String>) -> Result<(String, Value), ApiError> {
    let invalid = |detail: &str| ApiError::InvalidField { pointer: "/id", detail: detail.into() };
    let fields = statement.as_object_mut().ok_or_else(|| ApiError::InvalidField {
        pointer: "",
        detail: "a statement is an object".to_owned(),
    })?;
    let own = match fields.remove("id") {
        None => None,
        Some(Value::String(text)) => {
            Some(Uuid::try_parse(&text).map_err(|_| invalid("must be a UUID"))?.to_string())
        }
        Some(_) => return Err(invalid("must be a UUID")),
    };
    let id = match (id, own) {
        (Some(id), Some(own)) if id != own => {
            return Err(invalid("is another than `statementId`"));
        }
        (Some(id), _) | (None, Some(id)) => id,
        (None, None) => Uuid::new_v4().to_string(),
    };
    Ok((id, statement))
}

/// Stores all or none; then moves whom they are about. A retry does both again, which changes
/// nothing that was done.
async fn store(
    env: &Env,
    key: &Rc<EventKey>,
    statements: Vec<(String, Value)>,
) -> Result<Vec<String>, ApiError> {
    let mut records = Vec::new();
    let mut deeds = Vec::new();
    for (id, body) in statements {
        let read = Statement::read(&body, &key.workspace).map_err(|wrong| {
            ApiError::InvalidField { pointer: wrong.pointer, detail: wrong.detail.to_owned() }
        })?;
        if let (Some(user), Some((course, deed))) = (&read.user, read.deed) {
            deeds.push((user.clone(), course, deed, read.at, format!("xapi {id}")));
        }
        let Statement { user, verb, activity, .. } = read;
        records.push(StatementRecord { id, user, verb, activity, body });
    }
    if workspace::put_statements(env, &key.workspace, &records).await?.is_some() {
        return Err(ApiError::Conflict {
            code: "statement_conflict",
            detail: "another statement has this id",
        });
    }
    for (user, course, deed, at, id) in deeds {
        let workspace = key.workspace.clone();
        let name = object_of_absent(env, &workspace, user.clone()).await?;
        let (account, source) = (name.account().cloned(), name.to_string());
        // A course that is not published, or refuses, leaves the statement as what was said.
        account::train(
            env,
            &Train { workspace, source, account, user, course, deed, at, id: Some(id) },
        )
        .await?;
    }
    Ok(records.into_iter().map(|record| record.id).collect())
}

async fn get(request: &Request, env: &Env, key: &Rc<EventKey>) -> Result<Reply, ApiError> {
    let query = Query::of(request)?;
    if let Some(id) = statement_id(&query)? {
        let wanted = StatementsQuery { id: Some(id), limit: 1, ..Default::default() };
        let found = workspace::statements(env, &key.workspace, &wanted).await?.pop();
        let row = found.ok_or(ApiError::Unknown(Resource::Statement))?;
        return Ok(Reply::json(&whole(&row)?)?);
    }
    let (user, mbox) = agent(&query)?;
    let wanted = StatementsQuery {
        id: None,
        user,
        mbox,
        verb: query.text("verb").map(str::to_owned),
        activity: query.text("activity").map(str::to_owned),
        since: query.instant("since")?,
        until: query.instant("until")?,
        ascending: query.text("ascending") == Some("true"),
        after: query.integer("cursor")?,
        // 0 leaves it to us.
        limit: if query.text("limit") == Some("0") { MAX } else { query.limit()? },
    };
    let mut rows = workspace::statements(env, &key.workspace, &wanted).await?;
    let has_more = rows.len() > wanted.limit as usize;
    rows.truncate(wanted.limit as usize);
    let more = match rows.last().filter(|_| has_more) {
        Some(last) => more(request, last.row)?,
        None => String::new(),
    };
    let statements = rows.iter().map(whole).collect::<Result<Vec<_>, _>>()?;
    Ok(Reply::json(&json!({"statements": statements, "more": more}))?)
}

const MAX: u32 = 100;

/// Who is asked for: the name of an account, or an address.
fn agent(query: &Query) -> Result<(Option<UserId>, Option<String>), ApiError> {
    let Some(text) = query.text("agent") else { return Ok((None, None)) };
    let invalid = || ApiError::InvalidQuery {
        name: "agent",
        expected: "an agent with an `account` or an `mbox`, in JSON",
    };
    let agent: Value = serde_json::from_str(text).map_err(|_| invalid())?;
    if let Some(mbox) = agent.get("mbox").and_then(Value::as_str) {
        return Ok((None, Some(mbox.to_owned())));
    }
    let name = agent.pointer("/account/name").and_then(Value::as_str).ok_or_else(invalid)?;
    Ok((Some(UserId::try_from(name).map_err(|_| invalid())?), None))
}

/// Where the rest is: the same question, from here on.
fn more(request: &Request, row: i64) -> Result<String, ApiError> {
    let mut url = request.url()?;
    let rest: Vec<(String, String)> =
        url.query_pairs().into_owned().filter(|(name, _)| name != "cursor").collect();
    url.query_pairs_mut().clear().extend_pairs(rest).append_pair("cursor", &row.to_string());
    Ok(format!("{}?{}", url.path(), url.query().unwrap_or_default()))
}

/// The statement with what the store adds.
fn whole(row: &StatementRow) -> Result<Value, ApiError> {
    let mut body: Value =
        serde_json::from_str(&row.body).map_err(|error| ApiError::Internal(error.to_string()))?;
    let stored = UnixMillis(row.stored_at).to_rfc3339();
    body["id"] = row.id.as_str().into();
    if body.get("timestamp").is_none() {
        body["timestamp"] = stored.as_str().into();
    }
    body["stored"] = stored.into();
    body["version"] = xapi::VERSION.into();
    Ok(body)
}
