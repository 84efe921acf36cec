//! `POST /v1/responses`: an answer that came without the widget, by a link in a mail, say.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::{
    id::{AccountId, MessageId, UserId},
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
        account::{Asked, CommandOutcome, Outcome, Viewer},
    },
    record::{Batch, Looking, new_message_id, object_of_user, record},
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
///   `duplicate`. Each message is a response of its own.
/// - Errors: as `/v1/batch`; 403 `server_key_required`; 400 `invalid_field`; 422
///   `unknown_placement`, `invalid_rating`, `invalid_comment`, `wrong_command`.
pub(super) async fn post(mut request: Request, env: &Env) -> Result<Reply, ApiError> {
    let text = body::read_text(&mut request).await?;
    let body: Body = body::parse(&text)?;
    let key = access::server_key(&request, env, body.write_key.as_deref()).await?;
    let workspace = &key.workspace;
    let user: UserId = id("/user", &body.user)?;
    let message_id = match &body.message_id {
        Some(text) => id("/messageId", text)?,
        None => new_message_id(),
    };
    let account: Option<AccountId> =
        body.account.as_deref().map(|text| id("/account", text)).transpose()?;
    let object = match &account {
        Some(account) => ObjectName::Account(workspace.clone(), account.clone()),
        None => object_of_user(env, workspace, user.clone()).await?,
    };
    let commands = vec![asked(message_id.clone(), body)];
    let viewer = Viewer { commands, ..Viewer::of(user, Locale::default()) };
    let batch = Batch::empty(&key, Sender::Server, clock::now());
    let visited = record(env, &batch, Some(Looking { object, account, viewer })).await?.visited;
    let outcome = visited.and_then(|visited| visited.commands.into_iter().next());
    match outcome {
        Some(CommandOutcome { outcome: Outcome::Rejected { code, pointer, detail }, .. }) => {
            // What a command calls a placement is here the survey.
            let pointer = pointer.replace("/placement", "/survey");
            Err(ApiError::CommandRejected { code, pointer, detail })
        }
        Some(CommandOutcome { outcome, .. }) => Ok(Reply::json(&Answer { message_id, outcome })?),
        None => Err(ApiError::Internal("the object did not answer the command".to_owned())),
    }
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
