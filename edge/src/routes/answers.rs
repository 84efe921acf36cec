//! `POST /v1/responses`: an answer that came without the widget, by a link in a mail, say.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::{
    command::PlacedCommand,
    contact::ContactPolicy,
    content::Content,
    id::{AccountId, MessageId, UserId, WorkspaceId},
    ingest::{Sender, given_id},
    person::Person,
    placement::{Journey, Scene, Team},
    targeting::Facts,
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
        account::{self, Asked, Claim, Claimed, CommandOutcome, Outcome, Viewer},
    },
    record::{Batch, Looking, Recorded, account_seen_in, new_message_id, record},
    store::content,
    wording::Language,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    write_key: Option<String>,
    survey: String,
    #[serde(default, deserialize_with = "given_id")]
    user: Option<String>,
    #[serde(default, deserialize_with = "given_id")]
    account: Option<String>,
    rating: Value,
    comment: Option<String>,
    #[serde(default, deserialize_with = "given_id")]
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
/// - Body: `{survey, user, rating, account?, comment?, messageId?}`; `account` is the one that the
///   user joined last unless told, and if they joined none, the one in which they were seen last.
///   The key must be a server's.
/// - Answer: 200 `{messageId, status}`, `accepted` or, for a `messageId` known before,
///   `duplicate`, wherever the user's answers went then. Each message is a response of its own; one
///   that is sent again goes where it went first, whatever `account` says now.
/// - Errors: as `/v1/batch`; 403 `server_key_required`; 400 `invalid_field`; 422
///   `unknown_placement`, `invalid_rating`, `invalid_comment`, `wrong_command`.
pub(super) async fn post(mut request: Request, env: &Env) -> Result<Reply, ApiError> {
    let text = body::read_text(&mut request).await?;
    let body: Body = body::parse(&text)?;
    let key = access::server_key(&request, env, body.write_key.as_deref()).await?;
    let workspace = &key.workspace;
    let user: UserId = id("/user", body.user.as_deref().unwrap_or_default())?;
    let account: Option<AccountId> =
        body.account.as_deref().map(|text| id("/account", text)).transpose()?;
    let given = body.message_id.as_deref().map(|text| id("/messageId", text)).transpose()?;
    let message_id = given.clone().unwrap_or_else(new_message_id);
    let asked = asked(message_id.clone(), body);

    let content = content::load_published(env, workspace).await?;
    let claim = Claim {
        id: message_id.clone(),
        // An id of ours is sent once. What is refused may be sent again for another account.
        is_kept: given.is_some() && is_good(&asked, &user, &content),
        account: account.clone(),
        may_stay: false,
    };
    let Some(place) = place(env, workspace, &user, claim).await? else {
        return Ok(Reply::json(&Answer { message_id, outcome: Outcome::Duplicate })?);
    };
    let object = ObjectName::of(workspace, &Person::User(user.clone()), place.as_ref());
    let viewer = Viewer { commands: vec![asked], ..Viewer::of(user, Locale::default()) };
    let batch = Batch::empty(&key, Sender::Server, clock::now());
    let looking = Looking { object, account, viewer };
    let Recorded { visited, allowance, .. } = record(env, &batch, Some(looking)).await?;
    let outcome = visited.and_then(|visited| visited.commands.into_iter().next());
    match outcome {
        Some(CommandOutcome { outcome: Outcome::Rejected { code, pointer, detail }, .. }) => {
            // What a command calls a placement is here the survey.
            let pointer = pointer.replace("/placement", "/survey");
            Err(ApiError::CommandRejected { code, pointer, detail })
        }
        Some(CommandOutcome { outcome, .. }) => {
            let reply = Reply::json(&Answer { message_id, outcome })?;
            Ok(allowance.into_iter().fold(reply, Reply::with_allowance))
        }
        None => Err(ApiError::Internal("the object did not answer the command".to_owned())),
    }
}

/// Where the answer goes: to an account, or else to the user's own object; `None` if it was accepted
/// before.
async fn place(
    env: &Env,
    workspace: &WorkspaceId,
    user: &UserId,
    claim: Claim,
) -> Result<Option<Option<AccountId>>, ApiError> {
    let own = ObjectName::User(workspace.clone(), user.clone());
    let left = match account::claim(env, &own, &claim).await? {
        Claimed::Known => return Ok(None),
        Claimed::To(account) => return Ok(Some(account)),
        Claimed::Unplaced(left) => left,
    };
    let account = account_seen_in(env, workspace, user, &left).await?;
    let claim = Claim { account, may_stay: true, ..claim };
    match account::claim(env, &own, &claim).await? {
        Claimed::Known => Ok(None),
        Claimed::To(account) => Ok(Some(account)),
        Claimed::Unplaced(_) => Ok(Some(None)),
    }
}

/// Whether the answer is one that anybody could give now. Whoever takes it in decides again, but
/// finds the same: nothing that it depends on is of the user's.
fn is_good(asked: &Asked, user: &UserId, content: &[Content]) -> bool {
    let Ok(placed) = PlacedCommand::from_fields(&asked.fields) else { return false };
    let facts = Facts::of(user.clone(), Locale::default(), clock::now());
    let (words, policy) = (Language(&facts.locale), ContactPolicy::default());
    let scene = Scene { content, policy: &policy, facts: &facts, words: &words };
    Journey::default().apply_anew(&mut Team::default(), &scene, &placed).is_ok()
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
