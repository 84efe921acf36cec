//! Who the customers are.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    api::{Account, get_accounts},
    components::{PageHeader, PagedList, PartyCell, TextCell, TimeCell},
    hooks::{Session, use_list, use_now, use_refused, use_revision},
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
    use_refused(&props.on_refused, &[&accounts.list.first, &accounts.list.more]);
    let empty = html! {
        <div class="empty">
            <p class="empty-title">{ "No accounts yet" }</p>
            <p>{ "They appear when a product sends a first event of one." }</p>
        </div>
    };
    html! {
        <>
            <PageHeader title="Accounts" />
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
