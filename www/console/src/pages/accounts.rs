//! Who the customers are.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    api::{Account, get_account_choices, get_accounts},
    components::{FindForm, PageHeader, PagedList, PartyCell, TextCell, TimeCell},
    hooks::{Session, navigate, use_list, use_load, use_now, use_refused, use_revision},
    model::Suggestions,
    route::Route,
    wording::number,
};

/// Properties of [`AccountsPage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct AccountsPageProps {
    /// Who is signed in.
    pub(crate) session: Rc<Session>,
    /// Told when the edge no longer takes the token.
    pub(crate) on_refused: Callback<()>,
}

const COLUMNS: &[&str] = &["Account", "Plan", "Stage", "Users", "Last seen"];

/// All accounts, last seen first.
#[component]
pub(crate) fn AccountsPage(props: &AccountsPageProps) -> Html {
    let (revision, on_retry) = use_revision();
    let accounts = use_list(props.session.client.clone(), revision, get_accounts);
    let now = use_now();
    // What is suggested costs some requests: nobody pays for it who only reads the list.
    let is_wanted = use_state_eq(|| false);
    let client = is_wanted.then(|| props.session.client.clone());
    let found = use_load(client, 0, get_account_choices);
    let phases = [&accounts.list.first, &accounts.list.more, &found.phase];
    use_refused(&props.on_refused, &phases);
    let (set_wanted, found) = (is_wanted.setter(), Suggestions::from(found));
    let empty = html! {
        <div class="empty">
            <p class="empty-title">{ "No accounts yet" }</p>
            <p>{ "They appear when a product sends a first event of one." }</p>
        </div>
    };
    html! {
        <>
            <PageHeader title="Accounts" />
            <FindForm id="find-account" label="Find an account" noun="account" {found}
                on_want={Callback::from(move |()| set_wanted.set(true))}
                on_open={Callback::from(|id| navigate(&Route::Account(id)))} />
            <PagedList<Account> id="accounts-title" title="Last seen first" noun="account"
                list={accounts.clone()} columns={COLUMNS} {empty} {on_retry}>
                for row in accounts.list.rows.iter().flatten() {
                    <tr key={row.id.as_str()} role="row">
                        <PartyCell name={row.name.as_ref().unwrap_or(&row.id).clone()}
                            id={row.id.clone()} href={Route::Account(row.id.clone()).to_string()} />
                        <TextCell label="Plan" text={row.plan.clone()} />
                        <TextCell label="Stage" text={row.stage.clone()} />
                        <TextCell label="Users" text={number(row.users as usize)} />
                        <TimeCell label="Last seen" at={row.last_seen_at} {now} />
                    </tr>
                }
            </PagedList<Account>>
        </>
    }
}
