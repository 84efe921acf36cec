//! The Durable Object class.
#![expect(missing_docs, reason = "the expansion of `durable_object` has public methods")]

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use serde::{Deserialize, Serialize};
use shared::{
    contact::{Contacts, Explanation},
    id::{UserId, WorkspaceId},
    limit::{Allowance, Meter},
    time::UnixMillis,
};
use wasm_bindgen::prelude::*;
use worker::{
    DurableObject, Env, Error, Request, Response, Result, SqlStorage, State, durable_object,
};

use super::{
    super::storage,
    Arrival, MembershipChange, Parcel, Ties, Viewer, VisitAnswer,
    audit::{self, AuditQuery},
    checks, command, detail, event, facts, history, membership,
    memory::Memory,
    outbox,
    packing::{self, Sender},
    parcel::Destination,
    person::{self, PersonQuery, Tick},
    protocol::{self, Visit},
    receive,
    rows::Values,
    schema, training,
    visit::{self, Chores},
};
use crate::{
    clock,
    settle::settle,
    store::{self, content},
};

/// How long counts may wait until the workspace is told.
const COUNTS_GRAIN_MS: i64 = 3_000;
/// How late an alarm may be until it counts as lost.
const LOST_MS: i64 = 60_000;
/// How soon more of a long history goes. Others have their turn in between.
const MOVE_ON_MS: i64 = 20;

/// An account, with everybody in it.
#[expect(missing_debug_implementations, reason = "handles of the platform, with nothing to show")]
#[durable_object(alarm)]
pub struct AccountObject {
    account: Rc<Account>,
}

/// What calls share; one that has to wait holds on to it.
struct Account {
    state: State,
    env: Env,
    memory: RefCell<Memory>,
    /// Who sent how much lately. Lost when the object rests, by when most buckets are full.
    meter: RefCell<Meter>,
    /// When the alarm comes, if we have set it since we started.
    alarm_at: Cell<Option<UnixMillis>>,
    /// Since when a call sends what the outbox holds.
    telling_since: Cell<Option<UnixMillis>>,
}

impl DurableObject for AccountObject {
    fn new(state: State, env: Env) -> Self {
        storage::migrate(&state.storage().sql(), schema::STEPS, Some(schema::WHOLE))
            .expect("tests run the steps against every earlier schema");
        let (memory, meter) = (RefCell::default(), RefCell::default());
        let (alarm_at, telling_since) = (Cell::default(), Cell::default());
        let account = Account { state, env, memory, meter, alarm_at, telling_since };
        Self { account: Rc::new(account) }
    }

    /// Objects are called by their methods.
    async fn fetch(&self, _: Request) -> Result<Response> {
        Response::error("objects are not served", 404)
    }

    /// Does what is left to do. An alarm that fails is tried a few times and then given up;
    /// this one sets itself anew instead.
    async fn alarm(&self) -> Result<Response> {
        self.account.alarm().await?;
        Response::empty()
    }
}

#[wasm_bindgen]
impl AccountObject {
    /// Answers what the Worker asks, with text or a promise of it. `bytes` are all of the call,
    /// of which `body` is what is said to us; if `rows_at` is not 0, rows for SQLite begin there.
    ///
    /// # Errors
    /// Whatever fails: nothing of the call is stored then.
    pub fn call(
        &self,
        path: String,
        body: Vec<u8>,
        bytes: JsValue,
        rows_at: u32,
    ) -> std::result::Result<JsValue, JsValue> {
        let (account, values) = (Rc::clone(&self.account), Values { bytes, rows_at });
        settle(async move { account.answer(&path, &body, &values).await })
    }
}

impl Account {
    async fn answer(self: &Rc<Self>, path: &str, body: &[u8], values: &Values) -> Result<String> {
        match path {
            protocol::VISIT => write(&self.visit(&read_visit(body)?, values).await?),
            protocol::EVENTS => write(&history::list(&self.sql(), &read(body)?)?),
            protocol::DETAIL => write(&detail::detail(&self.sql(), &read(body)?)?),
            protocol::CLAIM => write(&command::claim(&self.sql(), &read(body)?)?),
            protocol::SEEN_AT => write(&detail::seen_at(&self.sql(), &read(body)?)?),
            protocol::KNOWN => write(&event::known(&self.sql(), &read::<Vec<String>>(body)?)?),
            protocol::MEMBERSHIPS => write(&membership::find(&self.sql())?),
            protocol::TIE => write(&self.tie(&read(body)?).await?),
            protocol::RECEIVE => write(&self.receive(&read(body)?).await?),
            protocol::EXPLAIN => write(&self.explain(&read(body)?).await?),
            protocol::TRAIN => write(&self.train(&read(body)?).await?),
            audit::AUDIT => {
                let query: AuditQuery = read(body)?;
                let content = self.stand(&query.workspace).await?.content;
                write(&audit::list(&self.sql(), &content, &query)?)
            }
            person::PERSON => {
                let query: PersonQuery = read(body)?;
                let stand = self.stand(&query.workspace).await?;
                write(&stand.person(&query, &mut self.memory.borrow_mut())?)
            }
            person::TICK => {
                let tick: Tick = read(body)?;
                let stand = self.stand(&tick.of.workspace).await?;
                write(&stand.tick(&tick, &mut self.memory.borrow_mut())?)
            }
            protocol::CONTACTED => {
                let (user, contacts) = read(body)?;
                write(&facts::note_elsewhere(&self.sql(), &user, contacts)?)
            }
            protocol::NOTE_CONTACTS => {
                membership::note_contacts(&self.sql(), read(body)?)?;
                write(&membership::find(&self.sql())?)
            }
            protocol::TOLD => write(&outbox::forget(&self.sql(), &read::<Vec<i64>>(body)?)?),
            #[cfg(feature = "dev")]
            protocol::ALARM => write(&self.alarm().await?),
            #[cfg(feature = "dev")]
            protocol::PANIC => {
                // Something to take back.
                let query = "INSERT INTO event (message_id, type, timestamp, received_at, body) \
                             VALUES ('taken back', 'track', 0, 0, '{}')";
                storage::execute(&self.sql(), query, vec![])?;
                assert!(!read::<bool>(body)?, "asked to panic by /dev/panic");
                Err(Error::RustError("asked to fail by /dev/panic".to_owned()))
            }
            _ => Err(Error::RustError(format!("an account object has no {path}"))),
        }
    }

    async fn alarm(&self) -> Result<()> {
        self.alarm_at.take();
        checks::tell(&self.sql())?;
        let sent = outbox::drain(self.state.storage(), self.env.clone(), clock::now()).await;
        let moved = self.move_on().await;
        for error in [sent.as_ref().err(), moved.as_ref().err()].into_iter().flatten() {
            worker::console_warn!("alarm: {error}; trying again");
        }
        let retry = (sent.is_err() || moved.is_err()).then_some(outbox::RETRY_MS);
        let more = matches!(moved, Ok(true)).then_some(MOVE_ON_MS);
        let due = outbox::next_due_ms(&self.sql(), clock::now())?;
        let due = due.map(|ms| ms.max(outbox::RETRY_MS));
        if let Some(ms) = retry.into_iter().chain(more).chain(due).min() {
            self.wake_in(ms).await?;
        }
        Ok(())
    }

    /// Makes sure that the alarm comes in `ms` milliseconds at the latest. Set anew by each call,
    /// that of a busy object would never come.
    ///
    /// What was written before is stored with it, or not at all: nothing is waited for in between,
    /// so the alarm that was set is remembered and not looked up.
    async fn wake_in(&self, ms: i64) -> Result<()> {
        let now = clock::of_platform();
        let at = now.plus(ms);
        // Should one ever be lost, the next takes its place.
        let is_due = |set: UnixMillis| set <= at && set.plus(LOST_MS) > now;
        if !self.alarm_at.get().is_some_and(is_due) {
            self.alarm_at.set(Some(at));
            self.state.storage().set_alarm(ms).await?;
        }
        Ok(())
    }

    /// By what it is told how far people are, and changed.
    async fn stand(&self, workspace: &WorkspaceId) -> Result<person::Stand> {
        let content = content::load_published(&self.env, workspace).await?;
        let policy = store::workspace::contact_policy(&self.env, workspace).await?;
        Ok(person::Stand { sql: self.sql(), content, policy, now: clock::now() })
    }

    fn sql(&self) -> SqlStorage {
        self.state.storage().sql()
    }

    async fn visit(self: &Rc<Self>, visit: &Visit<'_>, values: &Values) -> Result<VisitAnswer> {
        let content = content::load_published(&self.env, &visit.workspace).await?;
        let policy = store::workspace::contact_policy(&self.env, &visit.workspace).await?;
        let allowance = match self.admit(visit) {
            Ok(allowance) => allowance,
            Err(allowance) => return Ok(VisitAnswer::Limited(allowance)),
        };
        // No `.await` in here: all of the visit is stored or none.
        let (visited, Chores { tell, tell_later }) = visit::visit(
            &self.sql(),
            visit,
            values,
            (&content, &policy),
            allowance,
            &mut self.memory.borrow_mut(),
        )?;
        if tell {
            self.tell().await?;
        } else if tell_later {
            self.wake_in(COUNTS_GRAIN_MS).await?;
        }
        // In a person's object, what came late goes where the rest went.
        let has_deeds = visit.viewer.as_ref().is_some_and(|viewer| !viewer.commands.is_empty());
        if visit.account.is_none() && (visit.n_events > 0 || has_deeds) {
            let sender = Sender {
                workspace: visit.workspace.clone(),
                source: visit.source.clone(),
                user: visit.owner.clone(),
                hops: 0,
            };
            self.forward(&sender).await?;
        }
        Ok(VisitAnswer::Visited(Box::new(visited)))
    }

    async fn explain(&self, asked: &(WorkspaceId, Viewer)) -> Result<Vec<Explanation>> {
        let (workspace, viewer) = asked;
        let content = content::load_published(&self.env, workspace).await?;
        let policy = store::workspace::contact_policy(&self.env, workspace).await?;
        let mut memory = self.memory.borrow_mut();
        visit::explain(&self.sql(), viewer, (&content, &policy), &mut memory, clock::now())
    }

    /// Takes in what others say of somebody's training.
    async fn train(self: &Rc<Self>, train: &training::Train) -> Result<training::Trained> {
        let content = content::load_published(&self.env, &train.workspace).await?;
        let trained = training::train(
            &self.sql(),
            train,
            &content,
            &mut self.memory.borrow_mut(),
            clock::now(),
        )?;
        if trained == training::Trained::Changed {
            self.tell().await?;
        }
        Ok(trained)
    }

    /// Takes what the visit costs out of the buckets of its key and users.
    fn admit(&self, visit: &Visit<'_>) -> std::result::Result<Allowance, Allowance> {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let n_commands = visit.viewer.as_ref().map_or(0, |viewer| count(viewer.commands.len()));
        let mut users: Vec<(UserId, u32)> = Vec::new();
        if visit.key.limits.per_user.is_some() {
            users.extend(visit.users.iter().map(|seen| (seen.user.clone(), seen.n)));
            if let Some(viewer) = &visit.viewer {
                match users.iter_mut().find(|(user, _)| *user == viewer.user) {
                    Some((_, cost)) => *cost += n_commands,
                    None => users.push((viewer.user.clone(), n_commands.max(1))),
                }
            }
        }
        let total = count(visit.n_events).saturating_add(n_commands).max(1);
        let key = visit.key;
        self.meter.borrow_mut().admit(key.id, key.limits, total, &users, visit.received_at)
    }

    /// Notes where the person belongs, and sends their history there.
    async fn tie(self: &Rc<Self>, ties: &Ties) -> Result<Arrival> {
        let sql = self.sql();
        let mut changes = Vec::with_capacity(ties.changes.len());
        for change in &ties.changes {
            if membership::is_new(&sql, &change.id)? {
                changes.push(change);
            }
        }
        let contacts = membership::contacts(&sql)?;
        let mut joined = Vec::new();
        // Most were asked nothing: there is nothing to hand on then.
        if contacts != Contacts::default() {
            let before = membership::find(&sql)?;
            let new = changes.iter().filter(|change| {
                let MembershipChange { account, is_join, .. } = change;
                *is_join && !before.has(account)
            });
            joined.extend(new.map(|change| change.account.clone()));
        }
        for change in changes {
            membership::note(&sql, change)?;
        }
        if let Some(user) = &ties.alias {
            membership::note_alias(&sql, user)?;
        }
        let sender = Sender {
            workspace: ties.workspace.clone(),
            source: ties.source.clone(),
            user: ties.user.clone(),
            hops: 0,
        };
        let has_moved = self.forward(&sender).await?;
        Ok(Arrival { has_moved, contacts, joined })
    }

    async fn receive(self: &Rc<Self>, parcel: &Parcel) -> Result<()> {
        let content = content::load_published(&self.env, &parcel.workspace).await?;
        let n_told = {
            let mut memory = self.memory.borrow_mut();
            receive::receive(&self.sql(), parcel, &content, &mut memory, clock::now())?
        };
        // The user may be in an account by now: it goes on to there.
        let has_packed = match &parcel.to {
            Destination::Account(_) => false,
            Destination::User(user) => self.pack(&Sender {
                workspace: parcel.workspace.clone(),
                source: parcel.to.name(&parcel.workspace).to_string(),
                user: Some(user.clone()),
                hops: parcel.hops + 1,
            })?,
        };
        if has_packed {
            self.send_parcels().await?;
        } else if n_told > 0 {
            self.tell().await?;
        }
        Ok(())
    }

    /// Sends on what belongs elsewhere. Whether there was anything.
    async fn forward(self: &Rc<Self>, sender: &Sender) -> Result<bool> {
        let has_packed = self.pack(sender)?;
        if has_packed {
            self.send_parcels().await?;
        }
        Ok(has_packed)
    }

    fn pack(&self, sender: &Sender) -> Result<bool> {
        let sql = self.sql();
        let has_packed = packing::pack(&sql, sender, &membership::find(&sql)?, clock::now())?;
        if has_packed {
            // What was remembered has gone.
            self.memory.take();
        }
        Ok(has_packed)
    }

    /// Sends parcels now; what cannot be sent, or is too much for now, goes by alarm.
    async fn send_parcels(self: &Rc<Self>) -> Result<()> {
        // Before we send, and with the alarm: should we be killed in between, that still comes.
        self.tell().await?;
        match packing::send(self.state.storage(), &self.env).await {
            Ok(is_more) if is_more || packing::rest(&self.sql())?.is_some() => {
                self.wake_in(MOVE_ON_MS).await?;
            }
            Ok(_) => {}
            Err(error) => worker::console_warn!("parcel: {error}; the alarm will try again"),
        }
        Ok(())
    }

    /// Sends more of what belongs elsewhere. Whether there is more still.
    async fn move_on(&self) -> Result<bool> {
        if packing::send(self.state.storage(), &self.env).await? {
            return Ok(true);
        }
        // Packed only when all that was packed has gone: who waits should not wait for more.
        let Some(sender) = packing::rest(&self.sql())? else { return Ok(false) };
        let has_packed = self.pack(&sender)?;
        if !has_packed {
            // They belong nowhere else by now: it stays.
            packing::note_rest(&self.sql(), None)?;
        }
        Ok(has_packed)
    }

    /// Sends what the outbox holds, now if the queue takes it, else by alarm.
    async fn tell(self: &Rc<Self>) -> Result<()> {
        // Set before we answer: should we be killed in between, the alarm still comes.
        self.wake_in(outbox::RETRY_MS).await?;
        // Who sends looks for more until there is none; two would send everything twice. A call
        // may end while it sends, unheard: so not for ever.
        let now = clock::now();
        let is_telling = |since: UnixMillis| now < since.plus(outbox::RETRY_MS);
        if self.telling_since.get().is_some_and(is_telling) {
            return Ok(());
        }
        self.telling_since.set(Some(now));
        let account = Rc::clone(self);
        self.state.wait_until(async move {
            let (storage, env) = (account.state.storage(), account.env.clone());
            let drained = outbox::drain(storage, env, now).await;
            account.telling_since.take();
            if let Err(error) = drained {
                worker::console_warn!("outbox: {error}; the alarm will try again");
            }
        });
        Ok(())
    }
}

fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T> {
    Ok(serde_json::from_slice(body)?)
}

fn read_visit(body: &[u8]) -> Result<Visit<'_>> {
    postcard::from_bytes(body).map_err(|error| Error::RustError(format!("a visit: {error}")))
}

fn write(answer: &impl Serialize) -> Result<String> {
    Ok(serde_json::to_string(answer)?)
}
