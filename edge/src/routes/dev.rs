//! Routes of development and tests. Absent from a production build.

use serde::Serialize;
use shared::{
    id::{AccountId, UserId, WorkspaceId},
    person::Person,
};
use worker::{Env, Request, Response};

use super::table::ROUTES;
use crate::{
    access::Access,
    error::ApiError,
    http::{query::Query, respond},
    objects::{ObjectName, account},
};

#[derive(Serialize)]
struct RouteRow {
    method: String,
    path: &'static str,
    access: Access,
}

/// `GET /dev/routes`: the route table, for the authorisation test.
pub(super) fn routes() -> Result<Response, ApiError> {
    let rows: Vec<RouteRow> = ROUTES
        .iter()
        .map(|route| RouteRow {
            method: route.method.to_string(),
            path: route.path,
            access: route.access,
        })
        .collect();
    Ok(respond::json(&rows)?)
}

/// `POST /dev/panic`: panics, here or with `?in=account` inside the object of an account of
/// the demo workspace, `?account=acme` unless told.
pub(super) async fn panic(request: &Request, env: &Env) -> Result<Response, ApiError> {
    let query = Query::of(request)?;
    assert!(query.text("in") == Some("account"), "asked to panic by /dev/panic");
    let workspace = WorkspaceId::try_from("demo").expect("a slug");
    let user = UserId::try_from("nobody").expect("printable");
    let account = query.id::<AccountId>("account")?;
    let account = account.unwrap_or_else(|| AccountId::try_from("acme").expect("printable"));
    account::panic(env, &ObjectName::of(&workspace, &Person::User(user), Some(&account))).await?;
    Ok(respond::json(&())?)
}
