//! Who the customers are.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    api::get_accounts,
    components::{More, PageHeader, Panel, TimeAgo},
    hooks::{Session, use_list, use_now, use_refused, use_revision},
    route::Route,
    wording::listed,
};

/// Properties of [`AccountsPage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct AccountsPageProps {
    /// Who is signed in.
    pub(crate) session: Rc<Session>,
    /// Told when the edge no longer takes the token.
    pub(crate) on_refused: Callback<()>,
}

/// All accounts, last seen first.
#[component]
pub(crate) fn AccountsPage(props: &AccountsPageProps) -> Html {
    let (revision, on_retry) = use_revision();
    let accounts = use_list(props.session.client.clone(), revision, get_accounts);
    let (list, now) = (accounts.list, use_now());
    use_refused(&props.on_refused, &[&list.first, &list.more]);
    let rows = list.rows.as_deref().unwrap_or_default();
    let header = |name: &'static str| html! { <th role="columnheader" scope="col">{ name }</th> };
    html! {
        <>
            <PageHeader title="Accounts" />
            <Panel id="accounts-title" title="Last seen first" phase={list.first.clone()}
                status={listed(rows.len(), list.next.is_some(), "account")}
                is_loaded={list.rows.is_some()} {on_retry}>
                if rows.is_empty() {
                    <div class="empty">
                        <p class="empty-title">{ "No accounts yet" }</p>
                        <p>{ "They appear when a product sends a first event of one." }</p>
                    </div>
                } else {
                    <table class="table" role="table" aria-labelledby="accounts-title">
                        <thead role="rowgroup">
                            <tr role="row">
                                { header("Account") }
                                { header("Plan") }
                                { header("Stage") }
                                { header("Users") }
                                { header("Last seen") }
                            </tr>
                        </thead>
                        <tbody role="rowgroup">
                            for row in rows {
                                <tr key={row.id.as_str()} role="row">
                                    <td role="cell" class="cell-wide">
                                        <span class="party">
                                            <a class="primary"
                                                href={Route::Account(row.id.clone()).to_string()}>
                                                { row.name.as_ref().unwrap_or(&row.id) }
                                            </a>
                                            <span class="secondary">{ &row.id }</span>
                                        </span>
                                    </td>
                                    { cell("Plan", row.plan.as_deref()) }
                                    { cell("Stage", row.stage.as_deref()) }
                                    { cell("Users", Some(&row.users.to_string())) }
                                    <td role="cell" class="cell-labelled" data-label="Last seen">
                                        <TimeAgo at={row.last_seen_at} {now} />
                                    </td>
                                </tr>
                            }
                        </tbody>
                    </table>
                    <More phase={list.more.clone()} has_more={list.next.is_some()}
                        on_more={accounts.on_more} />
                }
            </Panel>
        </>
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
