//! `POST /v1/commands`: what a person did in the widget.

use serde::Deserialize;
use serde_json::{Map, Value};
use shared::{command::Field, id::MessageId};
use worker::Env;

use super::placements::Looker;
use crate::{
    access, clock,
    error::ApiError,
    http::{Reply, Request, body},
    objects::account::{Asked, CommandOutcome, Outcome, Visited},
    record::{Batch, Looking, Recorded, new_message_id, record},
};

/// The most commands a request may have. A person makes a handful.
const MAX_COMMANDS: usize = 100;

#[derive(Deserialize)]
struct Body {
    commands: Vec<Map<String, Value>>,
}

/// `POST /v1/commands`.
///
/// - Body: as `/v1/placements`, with `commands: [{id, placement, type, …}]`, flat records of
///   strings and numbers, applied in order.
/// - Answer: 200 and a [`crate::draw::Drawn`], whose `results` say for each command what became
///   of it; of what is refused the HTML tells the person, in their language.
/// - Errors: those of `/v1/placements`; 400 `invalid_field` if nobody is signed in; of a request
///   with one command also 422 and, beside what is drawn, why it was rejected: `missing_field`, `unknown_command`,
///   `invalid_id`, `invalid_rating`, `invalid_comment`, `unknown_placement`, `wrong_command`,
///   `unknown_item`, `item_not_by_hand`, `item_locked`, `item_not_skippable`, `unknown_question`,
///   `invalid_choice`, `invalid_text`, `unknown_lesson`, `no_quiz`, `quiz_first`,
///   `quiz_incomplete`, `no_attempt_left`, `not_enrolled`.
pub(super) async fn post(mut request: Request, env: &Env) -> Result<Reply, ApiError> {
    let text = body::read_text(&mut request).await?;
    let looker: Looker = body::parse(&text)?;
    let Body { commands } = body::parse(&text)?;
    if commands.is_empty() || commands.len() > MAX_COMMANDS {
        let detail = format!("must have 1 to {MAX_COMMANDS} commands");
        return Err(ApiError::InvalidField { pointer: "/commands", detail });
    }
    let key = access::event_key(&request, env, looker.write_key.as_deref()).await?;
    let commands = commands.into_iter().map(asked).collect::<Result<Vec<_>, _>>()?;
    let sender = key.sender(env, looker.token.as_deref()).await?;
    let mut looking = looker.looking(env, &request, &key.workspace, &sender).await?;
    let Some(Looking { viewer, .. }) = &mut looking else {
        let detail = "a command needs the user who gives it".to_owned();
        return Err(ApiError::InvalidField { pointer: "/userId", detail });
    };
    let fields: Vec<_> = commands.iter().map(|asked| asked.fields.clone()).collect();
    viewer.commands = commands;
    let batch = Batch::empty(&key, sender, clock::now());
    let Recorded { mut visited, allowance, .. } = record(env, &batch, looking).await?;
    let only = visited.as_mut().and_then(|visited| {
        tell(visited, &fields);
        refusal_of_only(visited)
    });
    let drawn = looker.draw(&request, visited).await?;
    let reply = match only {
        Some(refusal) => refusal.to_reply_with(&drawn)?,
        None => Reply::json(&drawn)?,
    };
    Ok(allowance.into_iter().fold(reply, Reply::with_allowance))
}

/// Tells the person what of their commands, which have these `fields`, was refused last.
fn tell(visited: &mut Visited, fields: &[Vec<Field>]) {
    let Some(state) = &mut visited.state else { return };
    for (CommandOutcome { id, outcome }, fields) in visited.commands.iter().zip(fields) {
        if let Outcome::Rejected { code, .. } = outcome {
            state.tell(id, fields, code);
        }
    }
}

/// Why the one command of a request was refused.
fn refusal_of_only(visited: &Visited) -> Option<ApiError> {
    let [only] = visited.commands.as_slice() else { return None };
    let Outcome::Rejected { code, pointer, detail } = only.outcome.clone() else { return None };
    let pointer = format!("/commands/0{pointer}");
    Some(ApiError::CommandRejected { code, pointer, detail })
}

/// A record as it came: strings as they are, numbers as their digits, the rest left out.
fn asked(mut record: Map<String, Value>) -> Result<Asked, ApiError> {
    let id = match record.remove("id") {
        None | Some(Value::Null) => new_message_id(),
        Some(Value::String(text)) => {
            MessageId::try_from(text).map_err(|error| invalid_id(error.to_string()))?
        }
        Some(_) => return Err(invalid_id("must be a string".to_owned())),
    };
    let fields = record.into_iter().filter_map(|(name, value)| field(name, value)).collect();
    Ok(Asked { id, fields, is_new_prompt: false })
}

const fn invalid_id(detail: String) -> ApiError {
    ApiError::InvalidField { pointer: "/commands/0/id", detail }
}

fn field(name: String, value: Value) -> Option<Field> {
    match value {
        Value::String(text) => Some((name, text)),
        Value::Number(number) => Some((name, number.to_string())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_as_good_as_its_digits() {
        let record = serde_json::from_str(r#"{"id":"m","rating":9,"type":"answer","x":[1]}"#);
        let asked = asked(record.unwrap()).unwrap();
        let fields = [("rating", "9"), ("type", "answer")];
        assert_eq!(asked.fields, fields.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
