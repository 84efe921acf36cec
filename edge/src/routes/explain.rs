//! `/v1/explain`: why something is shown to a person, or not.

use serde::{Deserialize, Serialize};
use shared::{
    contact::Explanation,
    id::{AccountId, ContentId, UserId},
    targeting::Device,
    text::Locale,
};
use worker::Env;

use super::placements::{Looker, id};
use crate::{
    access::{self, Operator},
    clock,
    error::ApiError,
    http::{Reply, Request, body, query::Query},
    objects::{
        ObjectName,
        account::{self, Viewer},
    },
    record::{Batch, Looking, object_of_user, refuse_viewer},
};

/// What is answered.
#[derive(Serialize)]
struct Explained {
    results: Vec<Explanation>,
}

#[derive(Deserialize)]
struct Asked {
    content: Option<String>,
}

/// `POST /v1/explain`: what `rumbo.explain()` asks, as somebody who looks at a page.
///
/// - Body: as `/v1/placements`, with `content?`, an id.
/// - Answer: 200 `{results: [{content, kind, shown, started, gates: [{gate, passes, detail?,
///   until?}]}]}`, in order of id; `until` is in milliseconds. Nothing of it is stored, and no
///   trait of anybody is in it.
/// - Errors: as `/v1/placements`; 400 `invalid_field` if nobody is signed in.
pub(super) async fn post(mut request: Request, env: &Env) -> Result<Reply, ApiError> {
    let text = body::read_text(&mut request).await?;
    let looker: Looker = body::parse(&text)?;
    let Asked { content } = body::parse(&text)?;
    let key = access::event_key(&request, env, looker.write_key.as_deref()).await?;
    let looking = looker.looking(env, &request, &key.workspace).await?;
    let looking = looking.ok_or_else(|| ApiError::InvalidField {
        pointer: "/userId",
        detail: "say for whom it is to be explained: call `identify` first".to_owned(),
    })?;
    let batch = Batch::empty(&key, key.sender(env, looker.token.as_deref()).await?, clock::now());
    if let Some(refusal) = refuse_viewer(&batch, Some(&looking)) {
        return Err(refusal);
    }
    let content = content.map(|text| id::<ContentId>("/content", &text)).transpose()?;
    explain(env, &key.workspace, &looking, content).await
}

/// `GET /v1/explain`: the same for operators.
///
/// - Query: `user`; `account` (the one the user joined last, unless told), `content`, `url`,
///   `locale`, `device` (`phone`, `tablet`, `desktop`): what the person would look at.
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
        None => object_of_user(env, workspace, user.clone()).await?,
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
    let looking = Looking { object, account, viewer };
    explain(env, workspace, &looking, query.id("content")?).await
}

async fn explain(
    env: &Env,
    workspace: &shared::id::WorkspaceId,
    looking: &Looking,
    content: Option<ContentId>,
) -> Result<Reply, ApiError> {
    let mut results = account::explain(env, &looking.object, workspace, &looking.viewer).await?;
    if let Some(content) = content {
        results.retain(|explanation| explanation.content == content);
        if results.is_empty() {
            results.push(Explanation::unpublished(content));
        }
    }
    Ok(Reply::json(&Explained { results })?)
}
