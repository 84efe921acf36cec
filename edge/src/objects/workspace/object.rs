//! The Durable Object class.
#![expect(missing_docs, reason = "the expansion of `durable_object` has public methods")]

use serde::de::DeserializeOwned;
use shared::id::AccountId;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object, wasm_bindgen};

use super::{super::storage, accounts, identity, metrics, protocol, responses, schema};
use crate::projection::{Change, Message};

/// What operators read of all accounts of a workspace.
#[expect(missing_debug_implementations, reason = "handles of the platform, with nothing to show")]
#[durable_object(fetch)]
pub struct WorkspaceObject {
    state: State,
}

impl DurableObject for WorkspaceObject {
    fn new(state: State, _env: Env) -> Self {
        storage::migrate(&state.storage().sql(), schema::STEPS)
            .expect("tests run the steps against every earlier schema");
        Self { state }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let path = request.path();
        let body = request.text().await?;
        let sql = self.state.storage().sql();
        match path.as_str() {
            protocol::APPLY => {
                let messages: Vec<Message> = read(&body)?;
                storage::transaction(&self.state.storage(), || {
                    messages.iter().try_for_each(|message| match &message.change {
                        Change::Account(record) => accounts::upsert(&sql, message, record),
                        Change::Response(record) => responses::insert(&sql, message, record),
                        Change::Dismissal(record) => {
                            metrics::insert_dismissal(&sql, message, record)
                        }
                        Change::IdentityChecks(record) => identity::upsert(&sql, message, record),
                    })
                })?;
                Response::from_json(&())
            }
            protocol::RESPONSES => Response::from_json(&responses::list(&sql, &read(&body)?)?),
            protocol::ACCOUNTS => Response::from_json(&accounts::list(&sql, &read(&body)?)?),
            protocol::IDENTITY => Response::from_json(&identity::count(&sql, &read(&body)?)?),
            protocol::ACCOUNT_AFTER => {
                let before: Option<AccountId> = read(&body)?;
                Response::from_json(&accounts::after(&sql, before.as_ref())?)
            }
            protocol::NPS => Response::from_json(&metrics::nps(&sql, &read(&body)?)?),
            _ => Response::error("no such path in a workspace object", 404),
        }
    }
}

fn read<T: DeserializeOwned>(body: &str) -> Result<T> {
    Ok(serde_json::from_str(body)?)
}
