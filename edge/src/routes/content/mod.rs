//! `/v1/content`: what is shown to people, and how it came to be so.
//!
//! Content is edited as a draft, and what is published is never changed: each save is a new
//! version, and history only grows. `ETag` is the number of the newest version; a change that
//! names in `If-Match` the one it was made from is refused if there is a newer one.

mod edit;
mod read;

pub(super) use edit::{discard, publish, rollback, save, unpublish};
pub(super) use read::{get, list, preview, versions};

use shared::{content::ContentKind, id::ContentId};
use worker::Env;

use crate::{
    access::Operator,
    error::{ApiError, Resource},
    store::{
        content_history::Place,
        content_list::{self, Head},
    },
};

/// The piece of content that a path names.
///
/// # Errors
/// 404 `unknown_content` where nothing could have such a name.
pub(super) fn place(operator: &Operator, kind: &str, id: &str) -> Result<Place, ApiError> {
    let unknown = || ApiError::Unknown(Resource::Content);
    Ok(Place {
        workspace: operator.workspace.clone(),
        kind: ContentKind::try_from(kind).map_err(|_| unknown())?,
        id: ContentId::try_from(id).map_err(|_| unknown())?,
    })
}

/// How the content at `place` stands.
///
/// # Errors
/// 404 `unknown_content`, also where its id is that of content of another kind.
async fn head(env: &Env, place: &Place) -> Result<Head, ApiError> {
    let head = content_list::head(env, place).await?;
    head.filter(|head| head.kind == place.kind.as_str()).ok_or(ApiError::Unknown(Resource::Content))
}
