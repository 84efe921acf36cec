//! The Durable Object class.
#![expect(missing_docs, reason = "the expansion of `durable_object` has public methods")]

use serde::{Serialize, de::DeserializeOwned};
use shared::id::AccountId;
use wasm_bindgen::prelude::*;
use worker::{
    DurableObject, Env, Error, Request, Response, Result, SqlStorage, State, durable_object,
};

use super::{
    super::storage, accounts, enrollments, identity, metrics, people, protocol, responses, schema,
    statements,
};
use crate::{
    clock,
    projection::{Change, Message, StatementRecord},
};

/// What operators read of all accounts of a workspace.
#[expect(missing_debug_implementations, reason = "handles of the platform, with nothing to show")]
#[durable_object(fetch)]
pub struct WorkspaceObject {
    state: State,
}

impl DurableObject for WorkspaceObject {
    fn new(state: State, _env: Env) -> Self {
        storage::migrate(&state.storage().sql(), schema::STEPS, None)
            .expect("tests run the steps against every earlier schema");
        Self { state }
    }

    /// Objects are called by their methods.
    async fn fetch(&self, _: Request) -> Result<Response> {
        Response::error("objects are not served", 404)
    }
}

#[wasm_bindgen]
impl WorkspaceObject {
    /// Answers what the Worker asks.
    ///
    /// # Errors
    /// Whatever fails: nothing of the call is stored then.
    pub fn call(&self, path: &str, body: &[u8]) -> std::result::Result<String, JsValue> {
        Ok(self.answer(path, body)?)
    }
}

impl WorkspaceObject {
    fn answer(&self, path: &str, body: &[u8]) -> Result<String> {
        let sql = self.state.storage().sql();
        match path {
            protocol::APPLY => {
                let messages: Vec<Message> = read(body)?;
                for message in &messages {
                    apply(&sql, message)?;
                }
                write(&())
            }
            protocol::RESPONSES => write(&responses::list(&sql, &read(body)?)?),
            protocol::ACCOUNTS => write(&accounts::list(&sql, &read(body)?)?),
            protocol::IDENTITY => write(&identity::count(&sql, &read(body)?)?),
            protocol::ACCOUNT_AFTER => {
                let before: Option<AccountId> = read(body)?;
                write(&accounts::after(&sql, before.as_ref())?)
            }
            protocol::ACCOUNTS_OF => write(&people::accounts_of(&sql, &read(body)?)?),
            protocol::ENROLLMENTS => write(&enrollments::list(&sql, &read(body)?)?),
            protocol::CERTIFICATE => {
                write(&enrollments::certificate(&sql, &read::<String>(body)?)?)
            }
            protocol::STATEMENTS => write(&statements::list(&sql, &read(body)?)?),
            protocol::PUT_STATEMENTS => {
                let records: Vec<StatementRecord> = read(body)?;
                write(&statements::put(&sql, &records, clock::now())?)
            }
            protocol::NPS => write(&metrics::nps(&sql, &read(body)?)?),
            _ => Err(Error::RustError(format!("a workspace object has no {path}"))),
        }
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    Ok(serde_json::from_slice(body)?)
}

fn write(answer: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string(answer)?)
}

fn apply(sql: &SqlStorage, message: &Message) -> Result<()> {
    match &message.change {
        Change::Account(record) => accounts::upsert(sql, message, record),
        Change::Person(record) => people::insert(sql, message, record),
        Change::Response(record) => responses::insert(sql, message, record),
        Change::Dismissal(record) => metrics::insert_dismissal(sql, message, record),
        Change::IdentityChecks(record) => identity::upsert(sql, message, record),
        Change::Enrollment(record) => enrollments::upsert(sql, message, record),
        Change::EnrollmentMoved(record) => enrollments::hide(sql, message, record),
        Change::Statement(record) => statements::insert(sql, record, clock::now()),
    }
}
