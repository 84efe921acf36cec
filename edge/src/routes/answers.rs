//! `POST /v1/responses`: an answer that came without the widget, by a link in a mail, say.

use futures_util::future::try_join_all;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::{
    id::{AccountId, MessageId, UserId, WorkspaceId},
    ingest::Sender,
    text::Locale,
};
use worker::Env;

use super::placements::id;
use crate::{
    access, clock,
    error::ApiError,
    http::{Reply, Request, body},
    objects::{
        ObjectName,
        account::{self, Asked, CommandOutcome, Memberships, Outcome, Viewer},
    },
    record::{Batch, Looking, new_message_id, record},
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    write_key: Option<String>,
    survey: String,
    user: String,
    account: Option<String>,
    rating: Value,
    comment: Option<String>,
    message_id: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    #[serde(rename = "messageId")]
    message_id: MessageId,
    #[serde(flatten)]
    outcome: Outcome,
}

/// `POST /v1/responses`.
///
/// - Body: `{survey, user, rating, account?, comment?, messageId?}`; `account` is the one the
///   user joined unless told. The key must be a server's.
/// - Answer: 200 `{messageId, status}`, `accepted` or, for a `messageId` known before,
///   `duplicate`, wherever the user's answers went then. Each message is a response of its own.
/// - Errors: as `/v1/batch`; 403 `server_key_required`; 400 `invalid_field`; 422
///   `unknown_placement`, `invalid_rating`, `invalid_comment`, `wrong_command`.
pub(super) async fn post(mut request: Request, env: &Env) -> Result<Reply, ApiError> {
    let text = body::read_text(&mut request).await?;
    let body: Body = body::parse(&text)?;
    let key = access::server_key(&request, env, body.write_key.as_deref()).await?;
    let workspace = &key.workspace;
    let user: UserId = id("/user", &body.user)?;
    let account: Option<AccountId> =
        body.account.as_deref().map(|text| id("/account", text)).transpose()?;
    let (message_id, is_ours) = match &body.message_id {
        Some(text) => (id("/messageId", text)?, false),
        None => (new_message_id(), true),
    };
    let own = ObjectName::User(workspace.clone(), user.clone());
    let memberships = account::memberships(env, workspace, &user).await?;
    let object = match account.as_ref().or(memberships.current.as_ref()) {
        Some(account) => ObjectName::Account(workspace.clone(), account.clone()),
        None => own.clone(),
    };
    // An id of ours is new.
    let home = (workspace, &own);
    if !is_ours && is_known_elsewhere(env, &object, home, &memberships, &message_id).await? {
        return Ok(Reply::json(&Answer { message_id, outcome: Outcome::Duplicate })?);
    }
    let commands = vec![asked(message_id.clone(), body)];
    let viewer = Viewer { commands, ..Viewer::of(user, Locale::default()) };
    let batch = Batch::empty(&key, Sender::Server, clock::now());
    let looking = Looking { object: object.clone(), account, viewer };
    let visited = record(env, &batch, Some(looking)).await?.visited;
    let outcome = visited.and_then(|visited| visited.commands.into_iter().next());
    match outcome {
        Some(CommandOutcome { outcome: Outcome::Rejected { code, pointer, detail }, .. }) => {
            // What a command calls a placement is here the survey.
            let pointer = pointer.replace("/placement", "/survey");
            Err(ApiError::CommandRejected { code, pointer, detail })
        }
        Some(CommandOutcome { outcome, .. }) => {
            if !is_ours && object != own {
                // An account may be named that they never joined: a retry without it asks here.
                account::note_command(env, &own, &message_id).await?;
            }
            Ok(Reply::json(&Answer { message_id, outcome })?)
        }
        None => Err(ApiError::Internal("the object did not answer the command".to_owned())),
    }
}

/// Whether the message was accepted in another object than `object`: their own, or an account they
/// are or were in.
async fn is_known_elsewhere(
    env: &Env,
    object: &ObjectName,
    (workspace, own): (&WorkspaceId, &ObjectName),
    memberships: &Memberships,
    id: &MessageId,
) -> Result<bool, ApiError> {
    let accounts = memberships.current.iter().chain(&memberships.others);
    let accounts = accounts.map(|name| ObjectName::Account(workspace.clone(), name.clone()));
    let others: Vec<ObjectName> =
        accounts.chain([own.clone()]).filter(|name| name != object).collect();
    let known = others.iter().map(|name| account::knows_command(env, name, id));
    Ok(try_join_all(known).await?.contains(&true))
}

/// The answer as the command that the widget would have sent.
fn asked(id: MessageId, body: Body) -> Asked {
    let rating = match body.rating {
        Value::String(text) => text,
        other => other.to_string(),
    };
    let fields = [
        ("placement", body.survey),
        ("type", "answer".to_owned()),
        ("rating", rating),
        ("comment", body.comment.unwrap_or_default()),
    ];
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Asked { id, fields, is_new_prompt: true }
}
