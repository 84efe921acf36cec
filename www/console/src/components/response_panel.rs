//! The list of responses in all its states.

use std::rc::Rc;

use yew::prelude::*;

use super::{More, Notice, ResponseTable, Skeleton};
use crate::{
    api::Response,
    hooks::{Surveys, use_refocus},
    model::{List, ResponseFilter, UnixMillis},
    route::Route,
    wording::shown_count,
};

/// Properties of [`ResponsePanel`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ResponsePanelProps {
    /// What is loaded.
    pub(crate) list: UseReducerHandle<List<Response>>,
    /// The filter in force.
    pub(crate) filter: ResponseFilter,
    /// What is known of the surveys.
    pub(crate) surveys: Rc<Surveys>,
    /// This instant.
    pub(crate) now: UnixMillis,
    /// Asks for the first page again.
    pub(crate) on_retry: Callback<()>,
    /// Asks for the next page.
    pub(crate) on_more: Callback<()>,
}

/// Loading, failed, empty, or the table with the way to more.
#[component]
pub(crate) fn ResponsePanel(props: &ResponsePanelProps) -> Html {
    let list = &props.list;
    let busy = list.first.is_loading() || list.more.is_loading();
    let section = use_node_ref();
    use_refocus(&section, list.rows.is_none());
    html! {
        <section class="card" ref={section} tabindex="-1" aria-labelledby="responses-title" aria-busy={busy.to_string()}>
            <header class="card-header">
                <h2 id="responses-title">{ "Latest responses" }</h2>
                // Always there, so that a change of its text is read out.
                <p class="secondary" role="status">{ status(list) }</p>
            </header>
            if let Some(error) = list.first.error() {
                <Notice message={error.to_string()} on_retry={props.on_retry.clone()} />
            }
            { match &list.rows {
                Some(rows) if rows.is_empty() => empty(&props.filter),
                Some(_) => html! {
                    <>
                        <ResponseTable list={list.clone()} filter={props.filter.clone()}
                            surveys={props.surveys.clone()} now={props.now} />
                        <More phase={list.more.clone()} has_more={list.next.is_some()}
                            on_more={props.on_more.clone()} />
                    </>
                },
                None if list.first.error().is_some() => html! {},
                None => html! { <Skeleton lines={8} /> },
            } }
        </section>
    }
}

fn status(list: &List<Response>) -> String {
    match &list.rows {
        _ if list.first.is_loading() => "Loading responses…".to_owned(),
        _ if list.more.is_loading() => "Loading more responses…".to_owned(),
        Some(rows) => shown_count(rows.len(), list.next.is_some()),
        None => String::new(),
    }
}

fn empty(filter: &ResponseFilter) -> Html {
    if filter.is_empty() {
        html! {
            <div class="empty">
                <p class="empty-title">{ "No responses yet" }</p>
                <p>
                    { "Open the " }<a href="/demo/">{ "demo" }</a>
                    { ", answer the question, and it will appear here." }
                </p>
            </div>
        }
    } else {
        html! {
            <div class="empty">
                <p class="empty-title">{ "No responses match this filter" }</p>
                <p>
                    { "Check the IDs and the days, or " }
                    <a href={Route::Responses(ResponseFilter::default()).to_string()}>
                        { "show all responses" }
                    </a>
                    { "." }
                </p>
            </div>
        }
    }
}
