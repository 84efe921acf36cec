//! `POST /v1/{identify,group,track,page,screen,alias}` and `POST /v1/batch`: the event API.

use serde::Serialize;
use shared::ingest::{Envelope, Rejection, VerbName};
use worker::Env;

use crate::{
    access, clock,
    error::ApiError,
    http::{Reply, Request, body},
    record::{Batch, ItemResult, Recorded, record},
};

#[derive(Serialize)]
struct Answer {
    results: Vec<ItemResult>,
}

/// `POST /v1/batch`.
///
/// - Body: `{batch: [item…], writeKey?, sentAt?, token?}`, at most 500 KB and 2,500 items.
/// - Answer: 200 and one result for each item, in order: `accepted`, `duplicate`, or
///   `rejected` with a code and the JSON pointer of the fault.
/// - Errors: 400 `invalid_json`, 401 `missing_key`, `unknown_key`, 403 `origin_not_allowed`, 413
///   `body_too_large`, `batch_too_large`: nothing is stored then. 429 `rate_limited`: of a batch
///   for several accounts some may be, and is a duplicate when all is sent again.
pub(super) async fn batch(mut request: Request, env: &Env) -> Result<Reply, ApiError> {
    let text = body::read_text(&mut request).await?;
    let envelope = Envelope::of_batch(&text)?;
    let key = access::event_key(&request, env, envelope.write_key.as_deref()).await?;
    let batch = Batch {
        key: &key,
        sender: key.sender(env, envelope.token.as_deref()).await?,
        items: envelope.items,
        path_verb: None,
        sent_at: envelope.sent_at,
        received_at: clock::now(),
    };
    answer(record(env, &batch, None).await?)
}

fn answer(recorded: Recorded) -> Result<Reply, ApiError> {
    let reply = Reply::json(&Answer { results: recorded.results })?;
    Ok(recorded.allowance.into_iter().fold(reply, Reply::with_allowance))
}

/// `POST /v1/{identify,group,track,page,screen,alias}`.
///
/// - Body: one item, with `writeKey` in it where the key does not come by Basic, and `token`.
/// - Answer: as a batch of one. A rejected item is a 400 with its code and pointer; 401
///   `identity_required`, `identity_unverified` where its user had to be proved.
pub(super) async fn single(
    mut request: Request,
    env: &Env,
    verb: VerbName,
) -> Result<Reply, ApiError> {
    let text = body::read_text(&mut request).await?;
    let envelope = Envelope::of_single(&text)?;
    let key = access::event_key(&request, env, envelope.write_key.as_deref()).await?;
    let batch = Batch {
        key: &key,
        sender: key.sender(env, envelope.token.as_deref()).await?,
        items: envelope.items,
        path_verb: Some(verb),
        sent_at: envelope.sent_at,
        received_at: clock::now(),
    };
    let recorded = record(env, &batch, None).await?;
    if let Some(rejection) = recorded.first_rejection.clone() {
        return Err(match rejection {
            Rejection::Identity(_) => ApiError::IdentityRefused(rejection),
            other => other.into(),
        });
    }
    answer(recorded)
}
