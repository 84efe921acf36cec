//! The Durable Object class.
#![expect(missing_docs, reason = "the expansion of `durable_object` has public methods")]

use shared::id::AccountId;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object, wasm_bindgen};

use super::{
    super::storage,
    history, membership, outbox,
    protocol::{self, Visit, Visited},
    schema, visit,
};
use crate::clock;

/// An account, with everybody in it.
#[expect(missing_debug_implementations, reason = "handles of the platform, with nothing to show")]
#[durable_object(alarm)]
pub struct AccountObject {
    state: State,
    env: Env,
}

impl DurableObject for AccountObject {
    fn new(state: State, env: Env) -> Self {
        storage::migrate(&state.storage().sql(), schema::STEPS)
            .expect("tests run the steps against every earlier schema");
        Self { state, env }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let path = request.path();
        let body = request.text().await?;
        match path.as_str() {
            protocol::VISIT => {
                let visit: Visit = serde_json::from_str(&body)?;
                let visited = self.visit(&visit).await?;
                Response::from_json(&visited)
            }
            protocol::EVENTS => {
                let sql = self.state.storage().sql();
                Response::from_json(&history::list(&sql, &serde_json::from_str(&body)?)?)
            }
            protocol::MEMBERSHIP => {
                Response::from_json(&membership::find(&self.state.storage().sql())?)
            }
            protocol::JOIN => {
                let account: AccountId = serde_json::from_str(&body)?;
                membership::store(&self.state.storage().sql(), &account, clock::now())?;
                Response::from_json(&())
            }
            #[cfg(feature = "dev")]
            protocol::PANIC => panic!("asked to panic by /dev/panic"),
            _ => Response::error("no such path in an account object", 404),
        }
    }

    async fn alarm(&self) -> Result<Response> {
        if let Err(error) = outbox::drain(self.state.storage(), self.env.clone()).await {
            // An alarm that fails is tried a few times and then given up; this one is not.
            worker::console_warn!("outbox: {error}; trying again");
            self.state.storage().set_alarm(outbox::RETRY_MS).await?;
        }
        Response::empty()
    }
}

impl AccountObject {
    async fn visit(&self, visit: &Visit<'_>) -> Result<Visited> {
        let content = crate::store::content::load_published(&self.env, &visit.workspace).await?;
        let storage = self.state.storage();
        let sql = storage.sql();
        // One transaction, with no `.await` in it: all of the visit is stored or none.
        let (visited, n_told) =
            storage::transaction(&storage, || visit::visit(&sql, visit, &content))?;
        if n_told > 0 {
            self.tell().await?;
        }
        Ok(visited)
    }

    /// Sends what the outbox holds, now if the queue takes it, else by alarm.
    async fn tell(&self) -> Result<()> {
        // Set before we answer: should we be killed in between, the alarm still comes.
        self.state.storage().set_alarm(outbox::RETRY_MS).await?;
        let (storage, env) = (self.state.storage(), self.env.clone());
        self.state.wait_until(async move {
            if let Err(error) = outbox::drain(storage, env).await {
                worker::console_warn!("outbox: {error}; the alarm will try again");
            }
        });
        Ok(())
    }
}
