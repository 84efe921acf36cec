//! One account, and who is in it.

use std::rc::Rc;

use web_sys::AbortSignal;
use yew::prelude::*;

use crate::{
    api::{AccountDetail, ApiError, Client, Page, Person, get_account},
    components::{Badge, More, PageHeader, Panel, TimeAgo},
    hooks::{Session, use_list, use_load, use_now, use_refused, use_revision},
    model::{PersonFilter, ResponseFilter, UnixMillis},
    route::Route,
    wording::listed,
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

/// What the account says of itself, and its people, last seen first.
#[component]
pub(crate) fn AccountPage(props: &AccountPageProps) -> Html {
    let (revision, on_retry) = use_revision();
    let key = (props.session.client.clone(), props.account.clone());
    let account = use_load(key.clone(), revision, load_account);
    let people = use_list(key, revision, load_people);
    let (list, now) = (people.list, use_now());
    use_refused(&props.on_refused, &[&account.phase, &list.first, &list.more]);

    let rows = list.rows.as_deref().unwrap_or_default();
    let name = account.value.as_ref().and_then(|account| account.traits.name.clone());
    let responses = ResponseFilter::default().with_account(&props.account);
    let unknown = account.phase.error().is_some_and(|error| error.is("unknown_account"));
    html! {
        <>
            <PageHeader title={name.unwrap_or_else(|| props.account.clone())}
                note={props.account.clone()}
                trail={vec![("Accounts".into(), Route::Accounts)]}>
                <a class="button" href={Route::Responses(responses).to_string()}>{ "Responses" }</a>
            </PageHeader>
            if unknown {
                <section class="card empty">
                    <p class="empty-title">{ "There is no account with this ID" }</p>
                    <p><a href={Route::Accounts.to_string()}>{ "See all accounts" }</a>{ "." }</p>
                </section>
            } else {
                if let Some(account) = &account.value { { facts(account, now) } }
                <Panel id="people-title" title="People" phase={list.first.clone()}
                    status={listed(rows.len(), list.next.is_some(), "person")}
                    is_loaded={list.rows.is_some()} {on_retry}>
                    if rows.is_empty() {
                        <p class="empty">{ "Nobody has been seen in this account yet." }</p>
                    } else {
                        { table(&props.account, rows, now) }
                        <More phase={list.more.clone()} has_more={list.next.is_some()}
                            on_more={people.on_more} />
                    }
                </Panel>
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
            <div><dt>{ "Users" }</dt><dd>{ account.users }</dd></div>
            <div><dt>{ "Last seen" }</dt><dd><TimeAgo at={account.last_seen_at} {now} /></dd></div>
            <div><dt>{ "Known since" }</dt><dd><TimeAgo at={account.created_at} {now} /></dd></div>
        </dl>
    }
}

fn table(account: &str, rows: &[Person], now: UnixMillis) -> Html {
    let header = |name: &'static str| html! { <th role="columnheader" scope="col">{ name }</th> };
    html! {
        <table class="table" role="table" aria-labelledby="people-title">
            <thead role="rowgroup">
                <tr role="row">
                    { header("Person") }
                    { header("E-mail") }
                    { header("Role") }
                    { header("Last seen") }
                </tr>
            </thead>
            <tbody role="rowgroup">
                for row in rows {
                    <tr key={row.id.as_str()} role="row">
                        <td role="cell" class="cell-wide">
                            <span class="party">
                                <a class="primary" href={
                                    Route::Person(PersonFilter::of(account, &row.id)).to_string()
                                }>
                                    { row.name.as_ref().unwrap_or(&row.id) }
                                </a>
                                <span class="item-notes secondary">
                                    { &row.id }
                                    if row.is_champion { <Badge word="Champion" class="good" /> }
                                    if row.left_at.is_some() { <Badge word="Left" /> }
                                </span>
                            </span>
                        </td>
                        { cell("E-mail", row.email.as_deref()) }
                        { cell("Role", row.role.as_deref()) }
                        <td role="cell" class="cell-labelled" data-label="Last seen">
                            <TimeAgo at={row.last_seen_at} {now} />
                        </td>
                    </tr>
                }
            </tbody>
        </table>
    }
}

fn cell(label: &'static str, text: Option<&str>) -> Html {
    html! {
        <td role="cell" class={if text.is_some() { "cell-labelled" } else { "cell-absent" }}
            data-label={label}>
            { text.unwrap_or("—") }
        </td>
    }
}
