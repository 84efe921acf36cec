//! Everything that is shown to people, or will be.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    api::get_contents,
    components::{Badge, More, PageHeader, Panel, TimeAgo},
    hooks::{Session, use_list, use_now, use_refused, use_revision},
    route::Route,
    wording::{Standing, kind_name, listed},
};

/// The kinds by which the list is narrowed.
const KINDS: [(&str, &str); 2] = [("checklist", "Checklists"), ("survey", "Surveys")];

/// Properties of [`ContentsPage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ContentsPageProps {
    /// Of which kind, as the URL says.
    pub(crate) kind: Option<String>,
    /// Who is signed in.
    pub(crate) session: Rc<Session>,
    /// Told when the edge no longer takes the token.
    pub(crate) on_refused: Callback<()>,
}

/// All content, in order of id, with how it stands.
#[component]
pub(crate) fn ContentsPage(props: &ContentsPageProps) -> Html {
    let (revision, on_retry) = use_revision();
    let key = (props.session.client.clone(), props.kind.clone());
    let contents = use_list(key, revision, get_contents);
    let (list, now) = (contents.list, use_now());
    use_refused(&props.on_refused, &[&list.first, &list.more]);
    let rows = list.rows.as_deref().unwrap_or_default();
    let header = |name: &'static str| html! { <th role="columnheader" scope="col">{ name }</th> };
    html! {
        <>
            <PageHeader title="Content" />
            { kinds(props.kind.as_deref()) }
            <Panel id="contents-title" title="By ID" phase={list.first.clone()}
                status={listed(rows.len(), list.next.is_some(), "piece")}
                is_loaded={list.rows.is_some()} {on_retry}>
                if rows.is_empty() {
                    <div class="empty">
                        <p class="empty-title">{ "No content of this kind" }</p>
                        <p>{ "It comes in from files, by " }<code>{ "cargo xtask content push" }</code>
                            { ", or through the API." }</p>
                    </div>
                } else {
                    <table class="table" role="table" aria-labelledby="contents-title">
                        <thead role="rowgroup">
                            <tr role="row">
                                { header("Content") }
                                { header("Kind") }
                                { header("State") }
                                { header("Published") }
                                { header("Last change") }
                            </tr>
                        </thead>
                        <tbody role="rowgroup">
                            for row in rows {
                                <tr key={row.id.as_str()} role="row">
                                    <td role="cell" class="cell-wide">
                                        <span class="party">
                                            <a class="primary" href={
                                                Route::Content((row.kind.clone(), row.id.clone()))
                                                    .to_string()
                                            }>
                                                { if row.title.is_empty() { &row.id } else { &row.title } }
                                            </a>
                                            <span class="secondary">{ &row.id }</span>
                                        </span>
                                    </td>
                                    <td role="cell" class="cell-labelled" data-label="Kind">
                                        { kind_name(&row.kind).to_owned() }
                                    </td>
                                    <td role="cell" class="cell-labelled" data-label="State">
                                        { badge(row.published_version, row.draft_version) }
                                    </td>
                                    if let Some(at) = row.published_at {
                                        <td role="cell" class="cell-labelled" data-label="Published">
                                            <TimeAgo {at} {now} />
                                        </td>
                                    } else {
                                        <td role="cell" class="cell-absent">{ "—" }</td>
                                    }
                                    <td role="cell" class="cell-labelled" data-label="Last change">
                                        <TimeAgo at={row.updated_at} {now} />
                                    </td>
                                </tr>
                            }
                        </tbody>
                    </table>
                    <More phase={list.more.clone()} has_more={list.next.is_some()}
                        on_more={contents.on_more} />
                }
            </Panel>
        </>
    }
}

fn badge(published: Option<u32>, draft: Option<u32>) -> Html {
    let standing = Standing::of(published, draft);
    html! { <Badge word={standing.words()} class={standing.class()} /> }
}

fn kinds(chosen: Option<&str>) -> Html {
    let link = |kind: Option<&str>, name: &'static str| {
        let href = Route::Contents(kind.map(str::to_owned)).to_string();
        html! {
            <li><a {href} aria-current={(kind == chosen).then_some("page")}>{ name }</a></li>
        }
    };
    html! {
        <nav aria-label="Kinds of content">
            <ul class="pages kinds">
                { link(None, "All") }
                for (kind, name) in KINDS { { link(Some(kind), name) } }
            </ul>
        </nav>
    }
}
