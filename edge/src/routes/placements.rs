//! `POST /v1/placements`: what a person should see now.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::value::RawValue;
use shared::{
    id::{AccountId, ContentId, InvalidId, UserId, WorkspaceId},
    ingest::{Common, InvalidEnvelope, MAX_BATCH_ITEMS, Sender, given_id},
    targeting::Device,
    text::Locale,
    time::UnixMillis,
};
use worker::Env;

use super::explain::{explain, explain_to_nobody};
use crate::{
    access, clock,
    draw::{Awaited, Drawn, Has, Outcome, draw},
    error::ApiError,
    http::{RareHeader, Reply, Request, body},
    objects::{ObjectName, account::Viewer},
    record::{Batch, Looking, object_of_user, record},
};

/// Who looks, where, and at what: common to placements and commands.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Looker {
    pub(super) write_key: Option<String>,
    #[serde(default, deserialize_with = "given_id")]
    user_id: Option<String>,
    #[serde(default, deserialize_with = "given_id")]
    group_id: Option<String>,
    pub(super) token: Option<String>,
    #[serde(default, deserialize_with = "body::or_default")]
    context: Context,
    have: Option<String>,
    css: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Context {
    #[serde(default, deserialize_with = "body::or_default")]
    locale: Locale,
    #[serde(default, deserialize_with = "body::or_default")]
    page: Page,
}

#[derive(Debug, Default, Deserialize)]
struct Page {
    url: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    sent_at: Option<String>,
    #[serde(borrow)]
    anonymous_id: Option<&'a RawValue>,
    #[serde(borrow)]
    context: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "body::or_default")]
    batch: Vec<&'a RawValue>,
    #[serde(default, deserialize_with = "body::or_default")]
    start: Vec<ContentId>,
    #[serde(default, deserialize_with = "body::or_default")]
    fired: Vec<ContentId>,
    #[serde(default, deserialize_with = "body::or_default")]
    explain: Vec<String>,
}

/// `POST /v1/placements`.
///
/// - Body: `{writeKey, userId?, anonymousId?, groupId?, token?, context: {locale, page: {url}},
///   batch?, start?, fired?, explain?, have?, css?}`.
///   `batch` are items of the event API, stored first, with what each leaves out of `anonymousId`
///   and `context`; `start` is content to show at once;
///   `fired` is content of which the page saw the trigger, as an answer's `awaited` asked for;
///   `explain` is content of which is asked why it is shown or not, `""` for all of it, also where
///   nobody is signed in;
///   `have` and `css` name what the page has already.
/// - Answer: 200 and a [`Drawn`]; its `explain` is as the results of `GET /v1/explain`. Somebody
///   nobody signed in is shown nothing.
/// - Errors: as `/v1/batch`; 400 `invalid_field`; 401 `identity_required`, `identity_unverified`.
pub(super) async fn post(mut request: Request, env: &Env) -> Result<Reply, ApiError> {
    let text = body::read_text(&mut request).await?;
    let looker: Looker = body::parse(&text)?;
    let body: Body = body::parse(&text)?;
    if body.batch.len() > MAX_BATCH_ITEMS {
        return Err(InvalidEnvelope::TooManyItems(body.batch.len()).into());
    }
    // Before anything is stored: a bad id changes nothing.
    let explain_id = |text: &String| (!text.is_empty()).then(|| id("/explain", text)).transpose();
    let asked = body.explain.iter().map(explain_id).collect::<Result<BTreeSet<_>, _>>()?;
    let key = access::event_key(&request, env, looker.write_key.as_deref()).await?;
    let sender = key.sender(env, looker.token.as_deref()).await?;
    let mut looking = looker.looking(env, &request, &key.workspace, &sender).await?;
    if let Some(Looking { viewer, .. }) = &mut looking {
        (viewer.start, viewer.fired) = (body.start, body.fired);
    }
    let viewing =
        looking.as_ref().map(|looking| (looking.object.clone(), looking.viewer.looking_on()));
    let common = Common::new(body.anonymous_id, body.context, body.batch.len());
    let completed: Vec<_> = body.batch.iter().map(|item| common.complete(item)).collect();
    let items = body.batch.iter().zip(&completed);
    let batch = Batch {
        key: &key,
        sender,
        items: items.map(|(item, whole)| whole.as_deref().unwrap_or(item)).collect(),
        path_verb: None,
        sent_at: body.sent_at.as_deref().and_then(UnixMillis::parse_rfc3339),
        received_at: clock::now(),
    };
    let recorded = record(env, &batch, looking).await?;
    let mut drawn = looker.draw(&request, recorded.visited).await?;
    drawn.results = recorded.results.into_iter().map(Outcome::Item).collect();
    if !asked.is_empty() {
        drawn.explain = Some(match viewing {
            Some((object, viewer)) => {
                explain(env, &key.workspace, (&object, &viewer), asked).await?
            }
            None => explain_to_nobody(env, &key.workspace, asked).await?,
        });
    }
    Ok(recorded.allowance.into_iter().fold(Reply::json(&drawn)?, Reply::with_allowance))
}

impl Looker {
    /// The object the looker belongs to, and where they look; `None` for somebody
    /// nobody signed in.
    pub(super) async fn looking(
        &self,
        env: &Env,
        request: &Request,
        workspace: &WorkspaceId,
        sender: &Sender,
    ) -> Result<Option<Looking>, ApiError> {
        let Some(user) = &self.user_id else { return Ok(None) };
        let user: UserId = id("/userId", user)?;
        let account = self.group_id.as_deref().map(|text| id::<AccountId>("/groupId", text));
        let account = account.transpose()?.or_else(|| sender.account_of(&user).cloned());
        let object = match &account {
            Some(account) => ObjectName::Account(workspace.clone(), account.clone()),
            None => object_of_user(env, workspace, user.clone()).await?,
        };
        let agent = request.rare_header(RareHeader::UserAgent).unwrap_or_default();
        let viewer = Viewer {
            page: self.context.page.url.clone(),
            device: Device::of_user_agent(&agent),
            ..Viewer::of(user, self.context.locale.clone())
        };
        Ok(Some(Looking { object, account, viewer }))
    }

    /// What the looker's page is answered.
    pub(super) async fn draw(
        &self,
        request: &Request,
        visited: Option<crate::objects::account::Visited>,
    ) -> Result<Drawn, ApiError> {
        let Some(visited) = visited else { return Ok(Drawn::nothing()) };
        let has = Has { etag: self.have.clone(), css: self.css.clone() };
        let mut drawn = match visited.state {
            Some(mut state) => {
                // Only here it is known where the edge is.
                let origin = request.url()?.origin().ascii_serialization();
                state.link_certificates(&origin);
                draw(&state, &has).await?
            }
            None => Drawn::nothing(),
        };
        // The next page has nothing to do with what was refused on this one.
        drawn.lasts = visited.lasts && !drawn.is_refused();
        drawn.awaited = visited.awaited.into_iter().map(Awaited::from).collect();
        drawn.unknown = visited.unknown;
        drawn.events = visited.happened;
        drawn.results = visited.commands.into_iter().map(Outcome::Command).collect();
        Ok(drawn)
    }
}

/// The id in the field at `pointer`.
pub(super) fn id<T>(pointer: &'static str, text: &str) -> Result<T, ApiError>
where
    T: TryFrom<String, Error = InvalidId>,
{
    T::try_from(text.to_owned())
        .map_err(|error| ApiError::InvalidField { pointer, detail: error.to_string() })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// What is read of a body whose optional fields are all `value`.
    fn read(value: Option<&Value>) -> (String, String) {
        let names = ["userId", "groupId", "token", "context", "have", "css", "sentAt"];
        let names = names.into_iter().chain(["batch", "start", "fired", "explain"]);
        let fields = names.filter_map(|name| Some((name.to_owned(), value?.clone())));
        let text = Value::Object(fields.collect()).to_string();
        let looker: Looker = body::parse(&text).unwrap();
        let body: Body = body::parse(&text).unwrap();
        (format!("{looker:?}"), format!("{body:?}"))
    }

    #[test]
    fn null_is_as_good_as_absent() {
        assert_eq!(read(Some(&Value::Null)), read(None));
        for context in [json!({"locale": null, "page": null}), json!({"page": {"url": null}})] {
            let text = json!({ "context": context }).to_string();
            let looker: Looker = body::parse(&text).unwrap();
            assert_eq!(format!("{looker:?}"), read(None).0);
        }
    }
}
