//! Routes of development and tests. Absent from a production build.

use serde::{Deserialize, Serialize};
use shared::{
    id::{AccountId, UserId, WorkspaceId},
    person::Person,
    time::UnixMillis,
};
use worker::Env;

use super::table::ROUTES;
use crate::{
    access::{Access, Role},
    clock,
    error::ApiError,
    faults,
    http::{Reply, Request, body, query::Query},
    objects::{ObjectName, account},
    settle,
    store::{
        self,
        keys::{self, KeyDraft, KeyKind},
        tokens,
    },
};

#[derive(Serialize)]
struct RouteRow {
    method: String,
    path: &'static str,
    access: Access,
}

/// `GET /dev/routes`: the route table, for the authorisation test.
pub(super) fn routes() -> Result<Reply, ApiError> {
    let rows: Vec<RouteRow> = ROUTES
        .iter()
        .map(|route| RouteRow {
            method: route.method.to_string(),
            path: route.path,
            access: route.access,
        })
        .collect();
    Ok(Reply::json(&rows)?)
}

/// `POST /dev/panic`: panics, here or with `?in=account` inside the object of an account of
/// the demo workspace, `?account=acme` unless told, in the middle of its writes; with `?how=fail`
/// it fails there instead.
pub(super) async fn panic(request: &Request, env: &Env) -> Result<Reply, ApiError> {
    let query = Query::of(request)?;
    assert!(query.text("in") == Some("account"), "asked to panic by /dev/panic");
    let workspace = WorkspaceId::try_from("demo").expect("a slug");
    let user = UserId::try_from("nobody").expect("printable");
    let account = query.id::<AccountId>("account")?;
    let account = account.unwrap_or_else(|| AccountId::try_from("acme").expect("printable"));
    let name = ObjectName::of(&workspace, &Person::User(user), Some(&account));
    account::panic(env, &name, query.text("how") != Some("fail")).await?;
    Ok(Reply::json(&())?)
}

/// `POST /dev/faults?queue=0.3`: makes the queue's consumer fail with this probability.
pub(super) fn faults(request: &Request) -> Result<Reply, ApiError> {
    let expected = "a probability";
    let probability = Query::of(request)?.text("queue").and_then(|text| text.parse().ok());
    faults::set_queue(probability.ok_or(ApiError::InvalidQuery { name: "queue", expected })?);
    Ok(Reply::json(&())?)
}

#[derive(Deserialize)]
struct Moved {
    now: UnixMillis,
}

/// `POST /dev/clock` with `{"now": ms}`: moves the clock of the Worker forward to that instant, in
/// milliseconds since 1970, and runs the alarms of its accounts. It stays ahead until the runtime
/// ends. 400 `invalid_field` if that lies behind.
pub(super) async fn clock(mut request: Request, env: &Env) -> Result<Reply, ApiError> {
    let text = body::read_text(&mut request).await?;
    let Moved { now } = body::parse(&text)?;
    if !clock::move_to(now) {
        let detail = format!("the clock goes forward only, and shows {}", clock::now().0);
        return Err(ApiError::InvalidField { pointer: "/now", detail });
    }
    account::run_alarms(env).await?;
    Ok(Reply::json(&())?)
}

/// `POST /dev/hang`: waits for what never comes. The runtime ends the request, and says nothing of
/// it, as it does when a client hangs up.
pub(super) async fn hang() -> Result<Reply, ApiError> {
    std::future::pending().await
}

#[derive(Serialize)]
struct Tasks {
    waiting: usize,
}

/// `GET /dev/tasks`: how many requests and calls wait for something in this isolate.
pub(super) fn tasks() -> Result<Reply, ApiError> {
    Ok(Reply::json(&Tasks { waiting: settle::n_waiting() })?)
}

#[derive(Serialize)]
struct NewWorkspace {
    write_key: String,
    server_key: String,
    operator_token: String,
}

/// `POST /dev/workspace?id=other`: makes a workspace with a key of each kind and an admin.
pub(super) async fn workspace(request: &Request, env: &Env) -> Result<Reply, ApiError> {
    let query = Query::of(request)?;
    let expected = "a slug";
    let id: WorkspaceId = query.id("id")?.ok_or(ApiError::InvalidQuery { name: "id", expected })?;
    store::workspace::insert(env, &id).await?;
    let draft = |kind| KeyDraft { kind, label: "Test".to_owned(), origins: None, limits: None };
    let (_, write_key) = keys::insert(env, &id, &draft(KeyKind::Write)).await?;
    let (_, server_key) = keys::insert(env, &id, &draft(KeyKind::Server)).await?;
    let (_, operator_token) = tokens::insert(env, &id, Role::Admin, "Test").await?;
    Ok(Reply::json(&NewWorkspace { write_key, server_key, operator_token })?)
}
