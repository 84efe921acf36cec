//! `/v1/explain`: why something is shown to a person, or not.

use std::collections::BTreeSet;

use serde::Serialize;
use shared::{
    contact::Explanation,
    id::{AccountId, ContentId, UserId, WorkspaceId},
    targeting::Device,
    text::Locale,
};
use worker::Env;

use crate::{
    access::Operator,
    error::ApiError,
    http::{Reply, Request, query::Query},
    objects::{
        ObjectName,
        account::{self, Viewer},
    },
    record::object_of_absent,
    store,
};

/// What is answered.
#[derive(Serialize)]
struct Explained {
    results: Vec<Explanation>,
}

/// `GET /v1/explain`: as `explain` of `/v1/placements`, for operators. Nothing is stored.
///
/// - Query: `user`; `account` (the one the user joined last, or was seen in, unless told), `content`, `url`,
///   `locale`, `device` (`phone`, `tablet`, `desktop`): what the person would look at.
/// - Answer: 200 `{results: [{content, kind, shown, started, gates: [{gate, passes, detail?,
///   until?}]}]}`, in order of id; `until` is in milliseconds. No trait of anybody is in it.
/// - Errors: 400 `invalid_query`.
pub(super) async fn get(
    request: &Request,
    env: &Env,
    operator: &Operator,
) -> Result<Reply, ApiError> {
    let query = Query::of(request)?;
    let missing = ApiError::InvalidQuery { name: "user", expected: "the id of a user" };
    let user: UserId = query.id("user")?.ok_or(missing)?;
    let account: Option<AccountId> = query.id("account")?;
    let workspace = &operator.workspace;
    let object = match &account {
        Some(account) => ObjectName::Account(workspace.clone(), account.clone()),
        None => object_of_absent(env, workspace, user.clone()).await?,
    };
    let device = match query.text("device") {
        None | Some("desktop") => Device::Desktop,
        Some("phone") => Device::Phone,
        Some("tablet") => Device::Tablet,
        Some(_) => {
            let expected = "one of phone, tablet, desktop";
            return Err(ApiError::InvalidQuery { name: "device", expected });
        }
    };
    let viewer = Viewer {
        page: query.text("url").map(str::to_owned),
        device,
        ..Viewer::of(user, Locale::from(query.text("locale").unwrap_or_default().to_owned()))
    };
    let content = BTreeSet::from([query.id("content")?]);
    let results = explain(env, workspace, (&object, &viewer), content).await?;
    Ok(Reply::json(&Explained { results })?)
}

/// What is said of each of `content`; of everything, where one of them is `None`.
pub(super) async fn explain(
    env: &Env,
    workspace: &WorkspaceId,
    (object, viewer): (&ObjectName, &Viewer),
    content: BTreeSet<Option<ContentId>>,
) -> Result<Vec<Explanation>, ApiError> {
    let results = account::explain(env, object, workspace, viewer).await?;
    Ok(choose(results, content))
}

/// The same for a page that has not said who looks at it.
pub(super) async fn explain_to_nobody(
    env: &Env,
    workspace: &WorkspaceId,
    content: BTreeSet<Option<ContentId>>,
) -> Result<Vec<Explanation>, ApiError> {
    let published = store::content::load_published(env, workspace).await?;
    let results = published.iter().map(Explanation::unidentified).collect();
    Ok(choose(results, content))
}

/// Of `results` those that are asked for, and for what is not among them, why.
fn choose(mut results: Vec<Explanation>, content: BTreeSet<Option<ContentId>>) -> Vec<Explanation> {
    if content.contains(&None) {
        return results;
    }
    let asked: BTreeSet<ContentId> = content.into_iter().flatten().collect();
    results.retain(|explanation| asked.contains(&explanation.content));
    let known: BTreeSet<ContentId> = results.iter().map(|one| one.content.clone()).collect();
    let unknown = asked.into_iter().filter(|content| !known.contains(content));
    results.extend(unknown.map(Explanation::unpublished));
    results
}
