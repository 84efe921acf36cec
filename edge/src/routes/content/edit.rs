//! Changing content. Each answers how it stands then, `{kind, id, version, published_version,
//! draft_version}`, with the newest version as `ETag`, and takes `If-Match`.

use serde::Deserialize;
use shared::content::{Fault, check, compact, is_same};
use worker::Env;

use super::{
    head,
    read::{parse, version},
};
use crate::{
    access::Operator,
    error::{ApiError, etag},
    http::{RareHeader, Reply, Request, body},
    store::{
        content_edit,
        content_history::Place,
        content_list::{self, Head},
    },
};

/// `PUT /v1/content/{kind}/{id}`: saves a draft.
///
/// - Body: the content as JSON; `$schema` at its top is not kept. `If-None-Match: *` asks that
///   there be none of this id yet.
/// - Answer: 201 for the first version; 200. What is in the newest version already is not saved
///   again.
/// - Errors: 400 `invalid_json`; 409 `id_taken`; 412 `version_conflict`; 422 `invalid_content`
///   with all `faults`, `[{pointer, path, detail}]`.
pub(in super::super) async fn save(
    mut request: Request,
    env: &Env,
    operator: &Operator,
    place: &Place,
) -> Result<Reply, ApiError> {
    let text = body::read_text(&mut request).await?;
    let before = content_list::head(env, place).await?;
    if before.as_ref().is_some_and(|head| head.kind != place.kind.as_str()) {
        return Err(ApiError::Conflict {
            code: "id_taken",
            detail: "content of another kind has this id; it is unique among all kinds",
        });
    }
    expect(&request, before.as_ref())?;
    let json = checked(place, &text)?;
    if let Some(head) = &before
        && let Some(newest) = head.draft_version.or(head.published_version)
        && let Some(body) = version(env, place, newest).await?.body
        && is_same(body.get(), &json)
    {
        return answer(head, 200);
    }
    let base = before.as_ref().map_or(0, |head| head.version);
    let saved = content_edit::save(env, place, operator, &json, base).await?;
    changed(env, place, saved, if base == 0 { 201 } else { 200 }).await
}

/// The body as it is kept, if it is without fault.
fn checked(place: &Place, text: &str) -> Result<String, ApiError> {
    let _: serde::de::IgnoredAny = body::parse_any(text)?;
    let content = check(place.kind, text).map_err(ApiError::InvalidContent)?;
    if *content.id() != place.id {
        let message = format!("must be `{}`, as in the path", place.id);
        return Err(ApiError::InvalidContent(vec![Fault { path: "id".to_owned(), message }]));
    }
    compact(text).map_err(|error| ApiError::InvalidJson(error.to_string()))
}

/// `DELETE /v1/content/{kind}/{id}`: discards the draft. What is published stays, and so does
/// the history, out of which `rollback` brings anything back.
///
/// - Errors: 404 `unknown_content`; 409 `no_draft`; 412 `version_conflict`.
pub(in super::super) async fn discard(
    request: &Request,
    env: &Env,
    operator: &Operator,
    place: &Place,
) -> Result<Reply, ApiError> {
    let head = expected(request, env, place).await?;
    let draft = head.draft_version.ok_or(NO_DRAFT)?;
    let discarded = content_edit::discard(env, place, operator, draft).await?;
    changed(env, place, discarded, 200).await
}

/// `POST /v1/content/{kind}/{id}/publish`: people see the draft, within ten seconds everywhere.
///
/// - Errors: 404 `unknown_content`; 409 `no_draft`, `unreadable_version`; 412 `version_conflict`.
pub(in super::super) async fn publish(
    request: &Request,
    env: &Env,
    operator: &Operator,
    place: &Place,
) -> Result<Reply, ApiError> {
    let head = expected(request, env, place).await?;
    let draft = head.draft_version.ok_or(NO_DRAFT)?;
    parse(place, version(env, place, draft).await?.body.as_deref())?;
    let published = content_edit::publish(env, place, operator, draft).await?;
    changed(env, place, published, 200).await
}

/// `POST /v1/content/{kind}/{id}/unpublish`: nobody sees it, within ten seconds everywhere. How
/// far people are in it is kept. Unless there is a draft, what was published becomes one, so
/// that `publish` brings it back.
///
/// - Errors: 404 `unknown_content`; 409 `not_published`; 412 `version_conflict`.
pub(in super::super) async fn unpublish(
    request: &Request,
    env: &Env,
    operator: &Operator,
    place: &Place,
) -> Result<Reply, ApiError> {
    let head = expected(request, env, place).await?;
    let published = head.published_version.ok_or(ApiError::Conflict {
        code: "not_published",
        detail: "nobody sees this content as it is",
    })?;
    let withdrawn = content_edit::unpublish(env, place, operator, published).await?;
    changed(env, place, withdrawn, 200).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rollback {
    version: i64,
}

/// `POST /v1/content/{kind}/{id}/rollback`: publishes the body of an old version as a new one.
/// A draft stays one. What people see already is not published again.
///
/// - Body: `{version}`.
/// - Errors: 400 `invalid_json`; 404 `unknown_content`, `unknown_version`; 409
///   `unreadable_version`; 412 `version_conflict`.
pub(in super::super) async fn rollback(
    mut request: Request,
    env: &Env,
    operator: &Operator,
    place: &Place,
) -> Result<Reply, ApiError> {
    let Rollback { version: source } = body::parse(&body::read_text(&mut request).await?)?;
    let head = expected(&request, env, place).await?;
    if head.published_version == Some(source) {
        return answer(&head, 200);
    }
    parse(place, version(env, place, source).await?.body.as_deref())?;
    let done = content_edit::rollback(env, place, operator, source, head.version).await?;
    changed(env, place, done, 200).await
}

const NO_DRAFT: ApiError =
    ApiError::Conflict { code: "no_draft", detail: "there is no draft; `PUT` saves one" };

/// How the content stands, if that is what the caller began from.
async fn expected(request: &Request, env: &Env, place: &Place) -> Result<Head, ApiError> {
    let head = head(env, place).await?;
    expect(request, Some(&head))?;
    Ok(head)
}

/// # Errors
/// 412 `version_conflict` if `If-Match` names another version than the newest, or
/// `If-None-Match: *` asks that there be none.
fn expect(request: &Request, head: Option<&Head>) -> Result<(), ApiError> {
    let newest = head.map_or(0, |head| head.version);
    let wanted = request.rare_header(RareHeader::IfMatch);
    let holds = match wanted.as_deref().map(|tag| tag.trim_start_matches("W/")) {
        None => true,
        Some("*") => head.is_some(),
        Some(tag) => head.is_some() && tag.trim_matches('"') == newest.to_string(),
    };
    let is_new =
        request.rare_header(RareHeader::IfNoneMatch).as_deref() != Some("*") || head.is_none();
    if holds && is_new { Ok(()) } else { Err(ApiError::VersionConflict(newest)) }
}

/// The answer to a change, which may have come too late.
async fn changed(env: &Env, place: &Place, done: bool, status: u16) -> Result<Reply, ApiError> {
    let head = head(env, place).await?;
    if done { answer(&head, status) } else { Err(ApiError::VersionConflict(head.version)) }
}

fn answer(head: &Head, status: u16) -> Result<Reply, ApiError> {
    Ok(Reply::json(head)?.with_status(status).with("etag", etag(head.version)))
}
