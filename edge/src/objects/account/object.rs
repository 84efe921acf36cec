//! The Durable Object class.
#![expect(missing_docs, reason = "the expansion of `durable_object` has public methods")]

use std::cell::RefCell;

use shared::{
    id::UserId,
    limit::{Allowance, Meter},
    time::UnixMillis,
};
use worker::{
    DurableObject, Env, Request, Response, Result, SqlStorage, State, durable_object, wasm_bindgen,
};

use super::{
    super::storage,
    EventRow, Parcel, Ties, VisitAnswer, checks, detail, event, history, membership, outbox,
    parcel,
    protocol::{self, Visit},
    receive, schema,
    visit::{self, Chores},
};
use crate::clock;

/// How long counts may wait until the workspace is told.
const COUNTS_GRAIN_MS: i64 = 3_000;

/// An account, with everybody in it.
#[expect(missing_debug_implementations, reason = "handles of the platform, with nothing to show")]
#[durable_object(alarm)]
pub struct AccountObject {
    state: State,
    env: Env,
    /// Who sent how much lately. Lost when the object rests, by when the buckets are full.
    meter: RefCell<Meter>,
}

impl DurableObject for AccountObject {
    fn new(state: State, env: Env) -> Self {
        storage::migrate(&state.storage().sql(), schema::STEPS)
            .expect("tests run the steps against every earlier schema");
        Self { state, env, meter: RefCell::default() }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let path = request.path();
        let body = request.text().await?;
        match path.as_str() {
            protocol::VISIT => Response::from_json(&self.visit(&read(&body)?).await?),
            protocol::EVENTS => Response::from_json(&history::list(&self.sql(), &read(&body)?)?),
            protocol::DETAIL => Response::from_json(&detail::detail(&self.sql(), &read(&body)?)?),
            protocol::KNOWN => {
                let ids: Vec<String> = read(&body)?;
                Response::from_json(&event::known(&self.sql(), &ids)?)
            }
            protocol::MEMBERSHIPS => Response::from_json(&membership::find(&self.sql())?),
            protocol::TIE => Response::from_json(&self.tie(&read(&body)?).await?),
            protocol::RECEIVE => {
                self.receive(&read(&body)?).await?;
                Response::from_json(&())
            }
            protocol::TOLD => {
                let ids: Vec<i64> = read(&body)?;
                outbox::forget(&self.sql(), &ids)?;
                Response::from_json(&())
            }
            #[cfg(feature = "dev")]
            protocol::PANIC => panic!("asked to panic by /dev/panic"),
            _ => Response::error("no such path in an account object", 404),
        }
    }

    /// Does what is left to do. An alarm that fails is tried a few times and then given up;
    /// this one sets itself anew instead.
    async fn alarm(&self) -> Result<Response> {
        let now = clock::now();
        storage::transaction(&self.state.storage(), || checks::tell(&self.sql()))?;
        let sent = outbox::drain(self.state.storage(), self.env.clone(), now).await;
        let moved = parcel::send(self.state.storage(), &self.env).await;
        for error in [sent.as_ref().err(), moved.as_ref().err()].into_iter().flatten() {
            worker::console_warn!("alarm: {error}; trying again");
        }
        let retry = (sent.is_err() || moved.is_err()).then_some(outbox::RETRY_MS);
        let due = outbox::next_due_ms(&self.sql(), clock::now())?;
        let due = due.map(|ms| ms.max(outbox::RETRY_MS));
        if let Some(ms) = retry.into_iter().chain(due).min() {
            self.state.storage().set_alarm(ms).await?;
        }
        Response::empty()
    }
}

fn read<'a, T: serde::Deserialize<'a>>(body: &'a str) -> Result<T> {
    Ok(serde_json::from_str(body)?)
}

impl AccountObject {
    fn sql(&self) -> SqlStorage {
        self.state.storage().sql()
    }

    async fn visit(&self, visit: &Visit<'_>) -> Result<VisitAnswer> {
        let content = crate::store::content::load_published(&self.env, &visit.workspace).await?;
        let events: Vec<EventRow> = serde_json::from_str(visit.events.get())?;
        let allowance = match self.admit(visit, &events) {
            Ok(allowance) => allowance,
            Err(allowance) => return Ok(VisitAnswer::Limited(allowance)),
        };
        let (storage, sql) = (self.state.storage(), self.sql());
        // One transaction, with no `.await` in it: all of the visit is stored or none.
        let (visited, Chores { tell, tell_later }) = storage::transaction(&storage, || {
            visit::visit(&sql, visit, &events, &content, allowance)
        })?;
        if tell {
            self.tell().await?;
        } else if tell_later && self.state.storage().get_alarm().await?.is_none() {
            self.state.storage().set_alarm(COUNTS_GRAIN_MS).await?;
        }
        // In a person's object, what came late goes where the rest went.
        if visit.account.is_none() && !visited.accepted.is_empty() {
            self.forward(visit).await?;
        }
        Ok(VisitAnswer::Visited(visited))
    }

    /// Takes what the visit costs out of the buckets of its key and users.
    fn admit(
        &self,
        visit: &Visit<'_>,
        events: &[EventRow<'_>],
    ) -> std::result::Result<Allowance, Allowance> {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut users: Vec<(UserId, u32)> = Vec::new();
        let mut charge = |user: &UserId, cost| match users.iter_mut().find(|(u, _)| u == user) {
            Some((_, total)) => *total += cost,
            None => users.push((user.clone(), cost)),
        };
        if visit.key.limits.per_user.is_some() {
            for user in events.iter().filter_map(|event| event.user.as_ref()) {
                charge(user, 1);
            }
            if let Some(viewer) = &visit.viewer {
                charge(&viewer.user, count(viewer.commands.len()).max(1));
            }
        }
        let n_commands = visit.viewer.as_ref().map_or(0, |viewer| viewer.commands.len());
        let total = count(events.len() + n_commands).max(1);
        let key = visit.key;
        self.meter.borrow_mut().admit(key.id, key.limits, total, &users, visit.received_at)
    }

    /// Notes where the person belongs, and sends their history there. Whether some has gone.
    async fn tie(&self, ties: &Ties) -> Result<bool> {
        let (storage, sql) = (self.state.storage(), self.sql());
        let has_packed = storage::transaction(&storage, || {
            for change in &ties.changes {
                membership::note(&sql, change)?;
            }
            if let Some(user) = &ties.alias {
                membership::note_alias(&sql, user)?;
            }
            let sender = parcel::Sender {
                workspace: &ties.workspace,
                source: &ties.source,
                user: ties.user.as_ref(),
                hops: 0,
            };
            parcel::pack(&sql, &sender, &membership::find(&sql)?, clock::now())
        })?;
        if has_packed {
            self.send_parcels().await?;
        }
        Ok(has_packed)
    }

    /// Sends on what a visit left in a person's object that belongs elsewhere.
    async fn forward(&self, visit: &Visit<'_>) -> Result<()> {
        let (storage, sql) = (self.state.storage(), self.sql());
        let belongs = membership::find(&sql)?;
        if belongs.current.is_none() && belongs.alias.is_none() {
            return Ok(());
        }
        let sender = parcel::Sender {
            workspace: &visit.workspace,
            source: &visit.source,
            user: visit.owner.as_ref(),
            hops: 0,
        };
        let has_packed = storage::transaction(&storage, || {
            parcel::pack(&sql, &sender, &belongs, visit.received_at)
        })?;
        if has_packed {
            self.send_parcels().await?;
        }
        Ok(())
    }

    async fn receive(&self, parcel: &Parcel) -> Result<()> {
        let content = crate::store::content::load_published(&self.env, &parcel.workspace).await?;
        let (storage, sql) = (self.state.storage(), self.sql());
        let (n_told, has_packed) = storage::transaction(&storage, || {
            let n_told = receive::receive(&sql, parcel, &content, clock::now())?;
            // The user may be in an account by now: it goes on to there.
            let has_packed = match &parcel.to {
                parcel::Destination::Account(_) => false,
                parcel::Destination::User(user) => {
                    let source = parcel.to.name(&parcel.workspace).to_string();
                    let sender = parcel::Sender {
                        workspace: &parcel.workspace,
                        source: &source,
                        user: Some(user),
                        hops: parcel.hops + 1,
                    };
                    parcel::pack(&sql, &sender, &membership::find(&sql)?, clock::now())?
                }
            };
            Ok((n_told, has_packed))
        })?;
        if n_told > 0 {
            self.tell().await?;
        }
        if has_packed {
            self.send_parcels().await?;
        }
        Ok(())
    }

    /// Sends parcels now; what cannot be sent goes by alarm.
    async fn send_parcels(&self) -> Result<()> {
        // Set before we send: should we be killed in between, the alarm still comes.
        self.state.storage().set_alarm(outbox::RETRY_MS).await?;
        if let Err(error) = parcel::send(self.state.storage(), &self.env).await {
            worker::console_warn!("parcel: {error}; the alarm will try again");
        }
        Ok(())
    }

    /// Sends what the outbox holds, now if the queue takes it, else by alarm.
    async fn tell(&self) -> Result<()> {
        // Set before we answer: should we be killed in between, the alarm still comes.
        self.state.storage().set_alarm(outbox::RETRY_MS).await?;
        let (storage, env) = (self.state.storage(), self.env.clone());
        let now: UnixMillis = clock::now();
        self.state.wait_until(async move {
            if let Err(error) = outbox::drain(storage, env, now).await {
                worker::console_warn!("outbox: {error}; the alarm will try again");
            }
        });
        Ok(())
    }
}
