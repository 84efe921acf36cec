//! Reading content: the list, one piece, its history, and how it will look.

use serde::Serialize;
use serde_json::value::RawValue;
use shared::{
    contact::ContactPolicy,
    content::Content,
    id::UserId,
    placement::{Journey, Scene, Team},
    targeting::Facts,
    time::UnixMillis,
};
use worker::Env;

use super::{
    super::{
        export::{self, Export, Format},
        operators::cursor,
    },
    head,
};
use crate::{
    access::Operator,
    clock,
    draw::{Has, draw},
    error::{ApiError, Resource, etag},
    http::{Reply, Request, query::Query},
    store::{
        content_history::{self, Place, VersionRow},
        content_list::{self, ContentQuery, ContentRow, Head},
    },
    wording::Language,
};

/// `GET /v1/content`: everything that is published or to be published, in order of id.
///
/// - Query: `kind`; `locale`, the language of titles; `limit`, `cursor`, `format`, as for
///   responses.
/// - Answer: `{results, next}`; see [`ContentRow`].
/// - Errors: 400 `invalid_query`.
pub(in super::super) async fn list(
    request: &Request,
    env: &Env,
    operator: &Operator,
) -> Result<Reply, ApiError> {
    let query = Query::of(request)?;
    let expected = "a kind of content";
    let kind = query.text("kind").map(TryInto::try_into).transpose();
    let wanted = ContentQuery {
        kind: kind.map_err(|_| ApiError::InvalidQuery { name: "kind", expected })?,
        locale: query.locale(),
        after: cursor(&query)?,
        limit: query.limit()?,
    };
    match Format::of(&query)? {
        Format::Json => {
            Ok(Reply::json(&content_list::list(env, &operator.workspace, &wanted).await?)?)
        }
        format => {
            let (env, workspace) = (env.clone(), operator.workspace.clone());
            export::download("content", format, move |after| {
                let wanted = ContentQuery { after, limit: export::PAGE, ..wanted.clone() };
                let (env, workspace) = (env.clone(), workspace.clone());
                async move { content_list::list(&env, &workspace, &wanted).await }
            })
        }
    }
}

impl Export for ContentRow {
    const HEADER: &'static [&'static str] = &[
        "kind",
        "id",
        "title",
        "version",
        "published_version",
        "draft_version",
        "published_at",
        "updated_at",
    ];

    fn cells(&self) -> Vec<String> {
        let number = |number: Option<i64>| number.map(|it| it.to_string()).unwrap_or_default();
        let instant = |at: i64| UnixMillis(at).to_rfc3339();
        vec![
            self.kind.clone(),
            self.id.clone(),
            self.title.clone(),
            self.version.to_string(),
            number(self.published_version),
            number(self.draft_version),
            self.published_at.map(instant).unwrap_or_default(),
            instant(self.updated_at),
        ]
    }
}

#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    head: Head,
    published: Option<VersionRow>,
    draft: Option<VersionRow>,
}

/// `GET /v1/content/{kind}/{id}`: what people see, and what is to be published.
///
/// - Query: `version`, for that version alone.
/// - Answer: `{kind, id, version, published_version, draft_version, published, draft}`, the last
///   two with their bodies, or null; see [`VersionRow`]. With `version`: that row. `ETag` is the
///   newest version.
/// - Errors: 400 `invalid_query`; 404 `unknown_content`, `unknown_version`.
pub(in super::super) async fn get(
    request: &Request,
    env: &Env,
    place: &Place,
) -> Result<Reply, ApiError> {
    let asked = Query::of(request)?.integer("version")?;
    let head = head(env, place).await?;
    let tag = etag(head.version);
    if let Some(number) = asked {
        let row = version(env, place, number).await?;
        return Ok(Reply::json(&row)?.with("etag", tag));
    }
    let find = async |number: Option<i64>| match number {
        Some(number) => version(env, place, number).await.map(Some),
        None => Ok(None),
    };
    let (published, draft) = (find(head.published_version).await?, find(head.draft_version).await?);
    Ok(Reply::json(&Answer { head, published, draft })?.with("etag", tag))
}

/// `GET /v1/content/{kind}/{id}/versions`: who did what when, the newest version first.
///
/// - Query: `limit`, `cursor`. Answer: `{results, next}`; see [`VersionRow`].
/// - Errors: 400 `invalid_query`; 404 `unknown_content`.
pub(in super::super) async fn versions(
    request: &Request,
    env: &Env,
    place: &Place,
) -> Result<Reply, ApiError> {
    let query = Query::of(request)?;
    let (before, limit) = (cursor(&query)?, query.limit()?);
    let tag = etag(head(env, place).await?.version);
    let page = content_history::versions(env, place, before, limit).await?;
    Ok(Reply::json(&page)?.with("etag", tag))
}

/// `GET /v1/content/{kind}/{id}/preview`: the draft as the widget would show it to somebody who
/// has done nothing yet; without a draft, what is published. Stores nothing.
///
/// - Query: `locale`; `version`, for that version.
/// - Answer: a [`crate::draw::Drawn`], as `/v1/placements` gives.
/// - Errors: 400 `invalid_query`; 404 `unknown_content`, `unknown_version`.
pub(in super::super) async fn preview(
    request: &Request,
    env: &Env,
    place: &Place,
) -> Result<Reply, ApiError> {
    let query = Query::of(request)?;
    let asked = query.integer("version")?;
    let head = head(env, place).await?;
    let number = asked.or(head.draft_version).or(head.published_version);
    let row = version(env, place, number.unwrap_or(head.version)).await?;
    let content = [parse(place, row.body.as_deref())?];

    let nobody = UserId::try_from("nobody").map_err(|id| ApiError::Internal(id.to_string()))?;
    let facts = Facts::of(nobody, query.locale(), clock::now());
    let (words, policy) = (Language(&facts.locale), ContactPolicy::default());
    let scene = Scene { content: &content, policy: &policy, facts: &facts, words: &words };
    let mut journey = Journey::default();
    // Whom it is meant for, and when, is not the question here.
    let started = journey.start(&scene, &place.id);
    started.map_err(|refusal| ApiError::Internal(refusal.to_string()))?;
    let look = journey.look(&Team::default(), &scene, &[]);
    Ok(Reply::json(&draw(&look.state, &Has::default()).await?)?)
}

/// Version `number` with its body.
pub(super) async fn version(env: &Env, place: &Place, number: i64) -> Result<VersionRow, ApiError> {
    let row = content_history::version(env, place, number).await?;
    row.ok_or(ApiError::Unknown(Resource::Version))
}

/// A stored body as content.
///
/// # Errors
/// 409 `unreadable_version` if an edge of another time wrote it.
pub(super) fn parse(place: &Place, body: Option<&RawValue>) -> Result<Content, ApiError> {
    let json = body.map_or("", RawValue::get);
    Content::parse(place.kind, json).map_err(|_| ApiError::Conflict {
        code: "unreadable_version",
        detail: "this version is of another time and cannot be shown any more",
    })
}
