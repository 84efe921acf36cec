//! One person: how far they are, and why they see what they see.

use std::rc::Rc;

use web_sys::AbortSignal;
use yew::prelude::*;

use super::AuditPanel;
use crate::{
    api::{
        ApiError, Checklist, Client, ContentRow, Explanation, PersonDetail, Role, Tick,
        get_all_contents, get_explanations, get_person, send_tick,
    },
    components::{
        Badge, ChecklistCard, ExplainForm, ExplanationCard, Notice, PageHeader, Panel, TimeAgo,
    },
    hooks::{
        Session, UseLoadHandle, navigate, use_load, use_now, use_refused, use_revision, use_send,
    },
    model::{EnrollmentFilter, PersonFilter, ResponseFilter, UnixMillis},
    route::Route,
    wording::count,
};

/// Properties of [`PersonPage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PersonPageProps {
    /// Who, and what is asked about them, as the URL says.
    pub(crate) filter: PersonFilter,
    /// Who is signed in.
    pub(crate) session: Rc<Session>,
    /// Told when the edge no longer takes the token.
    pub(crate) on_refused: Callback<()>,
}

/// The person's checklists, and the gates before everything there is.
#[component]
pub(crate) fn PersonPage(props: &PersonPageProps) -> Html {
    let PersonPageProps { filter, session, on_refused } = props;
    let (account, user) = (&filter.account, &filter.user);
    let client = &session.client;
    let (revision, on_retry) = use_revision();
    let (n_ticks, on_ticked) = use_revision();
    let key = (client.clone(), account.clone(), user.clone());
    let person = use_load(key, revision, get_person);
    let unknown = person.phase.error().is_some_and(|error| error.is("unknown_person"));

    let training = EnrollmentFilter::of(account, Some(user));
    let responses = ResponseFilter::default().with_account(account).with_user(user);
    let name = person.value.as_ref().and_then(|person| person.person.name.clone());
    html! {
        <>
            <PageHeader title={name.unwrap_or_else(|| user.clone())}
                note={format!("{user} in {account}")}
                trail={vec![
                    ("Accounts".into(), Route::Accounts),
                    (account.clone().into(), Route::Account(account.clone())),
                ]}>
                <a class="button" href={Route::Training(training).to_string()}>
                    { "Training" }<span class="unseen">{ " of this person" }</span>
                </a>
                <a class="button" href={Route::Responses(responses).to_string()}>
                    { "Responses" }<span class="unseen">{ " of this person" }</span>
                </a>
            </PageHeader>
            if unknown {
                <section class="card empty">
                    <p class="empty-title">{ "Nobody with this ID has been seen in this account" }</p>
                    <p>
                        <a href={Route::Account(account.clone()).to_string()}>
                            { "See who is in it" }
                        </a>{ "." }
                    </p>
                </section>
            } else {
                <Checklists {person} filter={filter.clone()} session={session.clone()}
                    on_refused={on_refused.clone()} {on_ticked} {on_retry} />
                <AuditPanel account={account.clone()} user={user.clone()} client={client.clone()}
                    revision={n_ticks} on_refused={on_refused.clone()} />
                <Why filter={filter.clone()} session={session.clone()}
                    on_refused={on_refused.clone()} />
            }
        </>
    }
}

/// Properties of [`Checklists`].
#[derive(Debug, Clone, PartialEq, Properties)]
struct ChecklistsProps {
    person: UseLoadHandle<PersonDetail>,
    filter: PersonFilter,
    session: Rc<Session>,
    on_refused: Callback<()>,
    /// Told of each tick that got through.
    on_ticked: Callback<()>,
    on_retry: Callback<()>,
}

/// The checklists of the person, in which the operator ticks what is the vendor's.
#[component]
fn Checklists(props: &ChecklistsProps) -> Html {
    let ChecklistsProps { person, filter, session, on_refused, on_ticked, on_retry } = props;
    let done = use_state_eq(AttrValue::default);
    let now = use_now();
    let on_done = {
        let (person, done, on_ticked) = (person.clone(), done.setter(), on_ticked.clone());
        Callback::from(move |(tick, checklist): (Tick, Checklist)| {
            done.set(told(&tick, &checklist).into());
            on_ticked.emit(());
            if let Some(mut detail) = person.value.clone() {
                let stale = detail.checklists.iter_mut().find(|of| of.id == checklist.id);
                if let Some(stale) = stale {
                    *stale = checklist;
                }
                person.on_change.emit(detail);
            }
        })
    };
    let send = {
        let (client, filter) = (session.client.clone(), filter.clone());
        async move |tick: Tick, signal: AbortSignal| {
            send_tick(&client, (&filter.account, &filter.user), &tick, &signal).await
        }
    };
    let ticks = use_send(send, on_done);
    use_refused(on_refused, &[&person.phase, &ticks.phase]);

    let may_tick = session.operator.may(Role::Csm);
    let detail = person.value.as_ref();
    let checklists = detail.map(|detail| &*detail.checklists).unwrap_or_default();
    let has_ours = checklists.iter().flat_map(|list| &list.items).any(|item| item.is_vendors);
    html! {
        <>
            if let Some(detail) = detail { { facts(detail, now) } }
            <Panel id="lists-title" title="Checklists" status={(*done).clone()}
                phase={person.phase.clone()} is_loaded={detail.is_some()} on_retry={on_retry.clone()}>
                if let Some(error) = ticks.phase.error() {
                    <Notice message={error.to_string()} action="Dismiss"
                        on_retry={ticks.on_forget.clone()} />
                }
                if checklists.is_empty() {
                    <div class="empty">
                        <p class="empty-title">{ "No checklist is meant for this person" }</p>
                        <p>{ "Below you see what each of them asks for." }</p>
                    </div>
                }
                if has_ours && !may_tick {
                    <p class="hint secondary">
                        { "Operators with the role csm or admin mark what is yours to do as done. You \
                           are signed in as " }{ &session.operator.role }{ "." }
                    </p>
                }
                for checklist in checklists {
                    <ChecklistCard key={checklist.id.clone()} checklist={checklist.clone()} {may_tick}
                        is_busy={ticks.phase.is_loading()} {now} on_tick={ticks.on_send.clone()} />
                }
            </Panel>
        </>
    }
}

/// What came of a tick, for the status.
fn told(tick: &Tick, checklist: &Checklist) -> String {
    let item = checklist.items.iter().find(|item| item.id == tick.item);
    let title = item.map_or(&*tick.item, |item| &*item.title);
    if tick.is_done {
        format!("“{title}” is marked as done.")
    } else {
        format!("“{title}” is open again.")
    }
}

fn facts(PersonDetail { person, .. }: &PersonDetail, now: UnixMillis) -> Html {
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "Not known".to_owned());
    html! {
        <dl class="card facts">
            <div><dt>{ "E-mail" }</dt><dd>{ said(&person.email) }</dd></div>
            <div>
                <dt>{ "Role" }</dt>
                <dd class="item-notes">
                    { said(&person.role) }
                    if person.is_champion { <Badge word="Champion" class="good" /> }
                    if person.left_at.is_some() { <Badge word="Left the account" /> }
                </dd>
            </div>
            <div><dt>{ "Last seen" }</dt><dd><TimeAgo at={person.last_seen_at} {now} /></dd></div>
        </dl>
    }
}

/// Properties of [`Why`].
#[derive(Debug, Clone, PartialEq, Properties)]
struct WhyProps {
    filter: PersonFilter,
    session: Rc<Session>,
    on_refused: Callback<()>,
}

/// Why this is shown to the person, and that is not.
#[component]
fn Why(props: &WhyProps) -> Html {
    let WhyProps { filter, session, on_refused } = props;
    let (revision, on_retry) = use_revision();
    let now = use_now();
    let key = (session.client.clone(), filter.clone());
    let explained = use_load(key, revision, load_explanations);
    let (contents_revision, on_contents) = use_revision();
    let contents = use_load(session.client.clone(), contents_revision, load_contents);
    use_refused(on_refused, &[&explained.phase, &contents.phase]);

    let rows = contents.value.as_deref().unwrap_or_default();
    let content: Vec<(AttrValue, AttrValue)> = rows
        .iter()
        .map(|row| (row.id.clone().into(), format!("{} ({})", row.title, row.id).into()))
        .collect();
    let title = |id: &str| {
        let row = rows.iter().find(|row| row.id == id);
        row.map(|row| AttrValue::from(row.title.clone())).filter(|title| !title.is_empty())
    };
    let results = explained.value.as_deref().unwrap_or_default();
    let status = if explained.value.is_some() {
        let n_shown = results.iter().filter(|result| result.shown).count();
        format!("{n_shown} shown now, of {}", count(results.len(), "piece") + " of content")
    } else {
        String::new()
    };
    html! {
        <Panel id="why-title" title="Why is this shown, or not?" {status}
            phase={explained.phase.clone()} is_loaded={true} {on_retry}>
            if let Some(error) = contents.phase.error() {
                <Notice message={format!("What can be asked about is missing from the form. {error}")}
                    on_retry={on_contents} />
            }
            <div class="hint">
                <ExplainForm filter={filter.clone()} {content}
                    on_apply={Callback::from(|filter| navigate(&Route::Person(filter)))} />
            </div>
            if explained.value.is_some() && results.is_empty() {
                <div class="empty">
                    <p class="empty-title">{ "Nothing is published yet" }</p>
                    <p>
                        <a href={Route::Contents(None).to_string()}>{ "See the content" }</a>
                        { " there is." }
                    </p>
                </div>
            }
            for result in results {
                <ExplanationCard key={result.content.clone()} explanation={result.clone()} is_open={results.len() == 1}
                    title={title(&result.content)} {now} />
            }
        </Panel>
    }
}

async fn load_contents(client: Client, signal: AbortSignal) -> Result<Vec<ContentRow>, ApiError> {
    get_all_contents(&client, None, &signal).await
}

async fn load_explanations(
    (client, filter): (Client, PersonFilter),
    signal: AbortSignal,
) -> Result<Vec<Explanation>, ApiError> {
    get_explanations(&client, &filter.params(), &signal).await
}
