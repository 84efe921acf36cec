//! One account, and who is in it.

use std::rc::Rc;

use web_sys::AbortSignal;
use yew::prelude::*;

use super::AuditPanel;
use crate::{
    api::{AccountDetail, ApiError, Client, Page, Person, get_account, get_people_choices},
    browser::{instant_of, show_money},
    components::{
        Badge, Due, FindForm, PageHeader, PagedList, PartyCell, TextCell, TimeAgo, TimeCell,
    },
    hooks::{Session, navigate, use_list, use_load, use_now, use_refused, use_revision},
    model::{EnrollmentFilter, PersonFilter, ResponseFilter, Suggestions, UnixMillis},
    route::Route,
    wording::number,
};

/// Properties of [`AccountPage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct AccountPageProps {
    /// The account's id, as the URL says.
    pub(crate) account: String,
    /// Who is signed in.
    pub(crate) session: Rc<Session>,
    /// Told when the edge no longer takes the token.
    pub(crate) on_refused: Callback<()>,
}

const COLUMNS: &[&str] = &["Person", "E-mail", "Role", "Last seen"];

/// What the account says of itself, and its people, last seen first.
#[component]
pub(crate) fn AccountPage(props: &AccountPageProps) -> Html {
    let (revision, on_retry) = use_revision();
    let key = (props.session.client.clone(), props.account.clone());
    let account = use_load(key.clone(), revision, load_account);
    let people = use_list(key.clone(), revision, load_people);
    let is_wanted = use_state_eq(|| false);
    let found = use_load(is_wanted.then_some(key), 0, get_people_choices);
    let now = use_now();
    let phases = [&account.phase, &people.list.first, &people.list.more, &found.phase];
    use_refused(&props.on_refused, &phases);

    let name = account.value.as_ref().and_then(|account| account.traits.name.clone());
    let training = EnrollmentFilter::of(&props.account, None);
    let responses = ResponseFilter::default().with_account(&props.account);
    let unknown = account.phase.error().is_some_and(|error| error.is("unknown_account"));
    let (set_wanted, found) = (is_wanted.setter(), Suggestions::from(found));
    let of = props.account.clone();
    let on_open = Callback::from(move |user: String| {
        navigate(&Route::Person(PersonFilter::of(&of, &user)));
    });
    let empty = html! { <p class="empty">{ "Nobody has been seen in this account yet." }</p> };
    html! {
        <>
            <PageHeader title={name.unwrap_or_else(|| props.account.clone())}
                note={props.account.clone()}
                trail={vec![("Accounts".into(), Route::Accounts)]}>
                <a class="button" href={Route::Training(training).to_string()}>
                    { "Training" }<span class="unseen">{ " of this account" }</span>
                </a>
                <a class="button" href={Route::Responses(responses).to_string()}>{ "Responses" }</a>
            </PageHeader>
            if unknown {
                <section class="card empty">
                    <p class="empty-title">{ "There is no account with this ID" }</p>
                    <p><a href={Route::Accounts.to_string()}>{ "See all accounts" }</a>{ "." }</p>
                </section>
            } else {
                if let Some(account) = &account.value { { facts(account, now) } }
                if people.list.next.is_some() || *is_wanted {
                    <FindForm id="find-person" label="Find a person in this account" noun="person"
                        {found}
                        on_want={Callback::from(move |()| set_wanted.set(true))} {on_open} />
                }
                <PagedList<Person> id="people-title" title="People" noun="person"
                    list={people.clone()} columns={COLUMNS} {empty} {on_retry}>
                    for row in people.list.rows.iter().flatten() {
                        { person(&props.account, row, now) }
                    }
                </PagedList<Person>>
                <AuditPanel account={props.account.clone()} client={props.session.client.clone()}
                    on_refused={props.on_refused.clone()} />
            }
        </>
    }
}

async fn load_account(
    (client, account): (Client, String),
    signal: AbortSignal,
) -> Result<AccountDetail, ApiError> {
    get_account(&client, &account, None, &signal).await
}

async fn load_people(
    (client, account): (Client, String),
    cursor: Option<String>,
    signal: AbortSignal,
) -> Result<Page<Person>, ApiError> {
    Ok(get_account(&client, &account, cursor, &signal).await?.people)
}

fn facts(account: &AccountDetail, now: UnixMillis) -> Html {
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "Not known".to_owned());
    html! {
        <dl class="card facts">
            <div><dt>{ "Stage" }</dt><dd>{ said(&account.traits.stage) }</dd></div>
            <div><dt>{ "Plan" }</dt><dd>{ said(&account.traits.plan) }</dd></div>
            if let Some(mrr) = account.traits.mrr {
                <div>
                    <dt>{ "MRR" }</dt>
                    <dd>{ show_money(mrr, account.traits.currency.as_deref()) }</dd>
                </div>
            }
            <div><dt>{ "Users" }</dt><dd>{ users(account) }</dd></div>
            if let Some(at) = account.traits.renewal_at.as_deref().and_then(instant_of) {
                <div><dt>{ "Renewal" }</dt><dd><Due {at} {now} /></dd></div>
            }
            <div><dt>{ "Last seen" }</dt><dd><TimeAgo at={account.last_seen_at} {now} /></dd></div>
            <div><dt>{ "Known since" }</dt><dd><TimeAgo at={account.created_at} {now} /></dd></div>
        </dl>
    }
}

/// `3`, or `3, 12 seats` where it is known how many were bought.
fn users(account: &AccountDetail) -> String {
    let users = number(account.users as usize);
    match account.traits.seats {
        Some(seats) => format!("{users}, {} seats", show_money(seats, None)),
        None => users,
    }
}

fn person(account: &str, row: &Person, now: UnixMillis) -> Html {
    let name = row.name.as_ref().unwrap_or(&row.id).clone();
    let href = Route::Person(PersonFilter::of(account, &row.id)).to_string();
    html! {
        <tr key={row.id.as_str()} role="row">
            <PartyCell {name} id={row.id.clone()} {href}>
                if row.is_champion { <Badge word="Champion" class="good" /> }
                if row.left_at.is_some() { <Badge word="Left" /> }
            </PartyCell>
            <TextCell label="E-mail" text={row.email.clone()} />
            <TextCell label="Role" text={row.role.clone()} />
            <TimeCell label="Last seen" at={row.last_seen_at} {now} />
        </tr>
    }
}
