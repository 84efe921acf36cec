//! What the Worker says to an account object, and what it answers.
//!
//! Internal: both ends ship in the same Worker, so nothing of it is stored or versioned.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use shared::{
    command::Field,
    contact::{Contacts, Explanation},
    id::{AccountId, ContentId, ItemId, MessageId, UserId, WorkspaceId},
    ingest::VerbName,
    limit::{Allowance, Limits},
    placement::WidgetState,
    survey::BrowserTrigger,
    targeting::Device,
    text::Locale,
    time::UnixMillis,
};
use worker::{Env, Error, Result};

use super::{
    super::{ObjectName, Page, call},
    AccountDetail, BINDING, Checks, Claim, Claimed, EventFields, EventRows, EventsQuery,
    MembershipChange, Memberships, Parcel, PeopleQuery, Train, Trained,
};

pub(super) const VISIT: &str = "/visit";
pub(super) const EVENTS: &str = "/events";
pub(super) const MEMBERSHIPS: &str = "/memberships";
pub(super) const TIE: &str = "/tie";
pub(super) const RECEIVE: &str = "/receive";
pub(super) const KNOWN: &str = "/known";
pub(super) const CLAIM: &str = "/claim";
pub(super) const SEEN_AT: &str = "/seen-at";
pub(super) const EXPLAIN: &str = "/explain";
pub(super) const TOLD: &str = "/told";
pub(super) const TRAIN: &str = "/train";
pub(super) const DETAIL: &str = "/detail";
pub(super) const CONTACTED: &str = "/contacted";
pub(super) const NOTE_CONTACTS: &str = "/note-contacts";
#[cfg(feature = "dev")]
pub(super) const PANIC: &str = "/panic";
#[cfg(feature = "dev")]
pub(super) const ALARM: &str = "/alarm";

/// Everything one request brings to one account. It goes as postcard: JSON would take as long to
/// read as its events take to store.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Visit<'a> {
    /// Whose account it is.
    pub(crate) workspace: WorkspaceId,
    /// The account; `None` in the database of a person.
    pub(crate) account: Option<AccountId>,
    /// The user whose own database it is, if it is one.
    pub(crate) owner: Option<UserId>,
    /// The object's own name, as projections know it.
    pub(crate) source: String,
    /// Our clock when the request came.
    pub(crate) received_at: UnixMillis,
    /// The key that brings it, and how much that may send.
    pub(crate) key: KeyLimits<'a>,
    /// What the users of the request could prove, where the workspace wants to know.
    pub(crate) checks: Checks,
    /// How many events come with it, as rows that SQLite reads ([`EventRows`]).
    pub(crate) n_events: usize,
    /// The users of these events.
    pub(crate) users: Vec<SeenUser>,
    /// Those of the events that say more than that they happened.
    #[serde(borrow)]
    pub(crate) notable: Vec<NotableEvent<'a>>,
    /// Who looks, if somebody does.
    pub(crate) viewer: Option<Viewer>,
}

/// A key and its limits.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct KeyLimits<'a> {
    /// By which people speak of the key.
    pub(crate) id: &'a str,
    /// How much it may send.
    pub(crate) limits: Limits,
}

/// A user who did something.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SeenUser {
    /// Who.
    pub(crate) user: UserId,
    /// When they did the last of it, by our clock.
    pub(crate) at: UnixMillis,
    /// How many events are theirs.
    pub(crate) n: u32,
}

/// An event that changes a person, the account, or how far somebody is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct NotableEvent<'a> {
    /// Its id.
    pub(crate) message_id: &'a str,
    /// The verb.
    pub(crate) r#type: VerbName,
    /// Who did it: their place among the visit's users.
    pub(crate) user: usize,
    /// The name of a `track`.
    pub(crate) name: Option<&'a str>,
    /// When it happened, by our clock.
    pub(crate) timestamp: UnixMillis,
    /// Whether a server, or a verified identity, stands behind it.
    pub(crate) trusted: bool,
    /// What an `identify` or `group` says, a JSON object.
    pub(crate) traits: Option<&'a str>,
}

impl Visit<'_> {
    /// Who did `event`, which is one of the visit's.
    pub(super) fn user_of(&self, event: &NotableEvent<'_>) -> &UserId {
        &self.users[event.user].user
    }
}

/// Which events of a visit are new.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Accepted {
    /// All of them.
    All,
    /// Those with these ids; of two with one id, the first.
    Only(BTreeSet<String>),
}

/// Somebody in front of the widget.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Viewer {
    /// Who.
    pub(crate) user: UserId,
    /// Which language they read.
    pub(crate) locale: Locale,
    /// Content that the host product asks for now.
    pub(crate) start: Vec<ContentId>,
    /// What they did in the widget, in order.
    pub(crate) commands: Vec<Asked>,
    /// The address of the page they look at.
    pub(crate) page: Option<String>,
    /// What they look at it with.
    pub(crate) device: Device,
    /// Content of which the page saw the trigger fire.
    pub(crate) fired: Vec<ContentId>,
}

impl Viewer {
    /// Somebody who does nothing, on no page.
    pub(crate) fn of(user: UserId, locale: Locale) -> Self {
        let (start, commands, fired) = (vec![], vec![], vec![]);
        Self { user, locale, start, commands, page: None, device: Device::default(), fired }
    }

    /// The same person, who just looks.
    pub(crate) fn looking_on(&self) -> Self {
        let page = self.page.clone();
        Self { page, device: self.device, ..Self::of(self.user.clone(), self.locale.clone()) }
    }
}

/// A command as it came.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// What makes it idempotent.
    pub(crate) id: MessageId,
    /// The flat record.
    pub(crate) fields: Vec<Field>,
    /// Whether it is about a prompt of its own: an answer that came by mail, say, stands
    /// beside those given before.
    pub(crate) is_new_prompt: bool,
}

/// What an object answers to a visit.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VisitAnswer {
    /// It was taken in.
    Visited(Box<Visited>),
    /// It was more than may be sent for now; nothing was stored.
    Limited(Allowance),
}

/// What a visit came to.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Visited {
    /// Which events are new.
    pub(crate) accepted: Accepted,
    /// For each command, what became of it.
    pub(crate) commands: Vec<CommandOutcome>,
    /// Content that was to be started and is not published.
    pub(crate) unknown: Vec<ContentId>,
    /// What happened to the viewer's placements.
    pub(crate) happened: Vec<Happened>,
    /// What the viewer sees now.
    pub(crate) state: Option<WidgetState>,
    /// Whether what is visible is so on any page.
    pub(crate) lasts: bool,
    /// What the viewer's page is to listen for.
    pub(crate) awaited: Vec<(ContentId, BrowserTrigger)>,
    /// What may still be sent.
    pub(crate) allowance: Allowance,
}

/// Where the person of an object belongs from now on.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Ties {
    /// Whose people they are.
    pub(crate) workspace: WorkspaceId,
    /// The object's own name.
    pub(crate) source: String,
    /// Its user; `None` for a browser nobody signed in to.
    pub(crate) user: Option<UserId>,
    /// The accounts they joined or left.
    pub(crate) changes: Vec<MembershipChange>,
    /// The user they turned out to be.
    pub(crate) alias: Option<UserId>,
}

/// What came of [`Ties`].
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Arrival {
    /// Whether history has moved.
    pub(crate) has_moved: bool,
    /// What the user was asked elsewhere, for the accounts they are in for the first time.
    pub(crate) contacts: Contacts,
    /// These accounts.
    pub(crate) joined: Vec<AccountId>,
}

/// What became of a command.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CommandOutcome {
    /// The command's id.
    pub(crate) id: MessageId,
    /// What became of it.
    #[serde(flatten)]
    pub(crate) outcome: Outcome,
}

/// What became of an item or command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// Stored.
    Accepted,
    /// Stored before.
    Duplicate,
    /// Not stored, and why.
    Rejected {
        /// The stable machine-readable code.
        code: String,
        /// JSON pointer of the fault.
        pointer: String,
        /// For people.
        detail: String,
    },
}

/// Something that happened to a placement, for `rumbo.on()`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Happened {
    /// Its name in the browser API.
    pub(crate) r#type: String,
    /// The content.
    pub(crate) placement: ContentId,
    /// The item, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) item: Option<ItemId>,
}

/// Brings `visit` with its `rows` to its object.
pub(crate) async fn visit(
    env: &Env,
    visit: &Visit<'_>,
    rows: EventRows<'_>,
) -> Result<VisitAnswer> {
    let head = postcard::to_allocvec(visit)
        .map_err(|error| Error::RustError(format!("a visit: {error}")))?;
    call::send(env, BINDING, &visit.source, VISIT, rows.call(head)?).await
}

/// Why things are shown to `viewer`, or not. Stores nothing.
pub(crate) async fn explain(
    env: &Env,
    name: &ObjectName,
    workspace: &WorkspaceId,
    viewer: &Viewer,
) -> Result<Vec<Explanation>> {
    call::post(env, BINDING, &name.to_string(), EXPLAIN, &(workspace, viewer)).await
}

/// A page of what happened in the object `name`, newest first.
pub(crate) async fn events(
    env: &Env,
    name: &ObjectName,
    query: &EventsQuery,
) -> Result<Page<EventFields>> {
    call::post(env, BINDING, &name.to_string(), EVENTS, query).await
}

/// The accounts of `user`.
pub(crate) async fn memberships(
    env: &Env,
    workspace: &WorkspaceId,
    user: &UserId,
) -> Result<Memberships> {
    let name = ObjectName::User(workspace.clone(), user.clone());
    call::post(env, BINDING, &name.to_string(), MEMBERSHIPS, &()).await
}

/// Tells the object `name` where its person belongs.
pub(crate) async fn tie(env: &Env, name: &ObjectName, ties: &Ties) -> Result<Arrival> {
    call::post(env, BINDING, &name.to_string(), TIE, ties).await
}

/// Hands `parcel` to the object `name`, which stores it once.
pub(super) async fn receive(env: &Env, name: &ObjectName, parcel: &Parcel) -> Result<()> {
    call::post(env, BINDING, &name.to_string(), RECEIVE, parcel).await
}

/// Which of the messages `ids` the object `name` has.
pub(crate) async fn known(env: &Env, name: &ObjectName, ids: &[String]) -> Result<Vec<String>> {
    call::post(env, BINDING, &name.to_string(), KNOWN, &ids).await
}

/// Asks the own object `name` of a user where an answer of theirs goes.
pub(crate) async fn claim(env: &Env, name: &ObjectName, claim: &Claim) -> Result<Claimed> {
    call::post(env, BINDING, &name.to_string(), CLAIM, claim).await
}

/// When `user` was seen last in the object `name`, if they were.
pub(crate) async fn seen_at(
    env: &Env,
    name: &ObjectName,
    user: &UserId,
) -> Result<Option<UnixMillis>> {
    call::post(env, BINDING, &name.to_string(), SEEN_AT, user).await
}

/// Tells the object that its workspace knows what the messages `ids` of its outbox say.
pub(crate) async fn told(env: &Env, object: &str, ids: &[i64]) -> Result<()> {
    call::post(env, BINDING, object, TOLD, &ids).await
}

/// Tells the object of a person what others say of their training.
pub(crate) async fn train(env: &Env, train: &Train) -> Result<Trained> {
    call::post(env, BINDING, &train.source, TRAIN, train).await
}

/// Tells the object `name` what `user` was asked in another account.
pub(crate) async fn contacted(
    env: &Env,
    name: &ObjectName,
    (user, contacts): (&UserId, Contacts),
) -> Result<()> {
    call::post(env, BINDING, &name.to_string(), CONTACTED, &(user, contacts)).await
}

/// Tells the own object of `user` what they were asked, in whatever account; returns their accounts.
pub(crate) async fn note_contacts(
    env: &Env,
    workspace: &WorkspaceId,
    user: &UserId,
    contacts: Contacts,
) -> Result<Memberships> {
    let name = ObjectName::User(workspace.clone(), user.clone());
    call::post(env, BINDING, &name.to_string(), NOTE_CONTACTS, &contacts).await
}

/// The account in the object `name`, with a page of its people; `None` if there is none.
pub(crate) async fn detail(
    env: &Env,
    name: &ObjectName,
    query: &PeopleQuery,
) -> Result<Option<AccountDetail>> {
    call::post(env, BINDING, &name.to_string(), DETAIL, query).await
}

/// Makes the object `name` panic, or fail, after it has written something.
#[cfg(feature = "dev")]
pub(crate) async fn panic(env: &Env, name: &ObjectName, is_panic: bool) -> Result<()> {
    call::post(env, BINDING, &name.to_string(), PANIC, &is_panic).await
}

/// Runs the alarms of all objects that this isolate has called.
#[cfg(feature = "dev")]
pub(crate) async fn run_alarms(env: &Env) -> Result<()> {
    for name in call::called(BINDING) {
        call::post::<()>(env, BINDING, &name, ALARM, &()).await?;
    }
    Ok(())
}
