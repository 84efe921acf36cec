//! The responses as a table.

use std::rc::Rc;

use yew::prelude::*;

use super::{RatingBadge, TimeAgo};
use crate::{
    api::Response,
    hooks::Surveys,
    model::{List, PersonFilter, ResponseFilter, UnixMillis},
    route::Route,
    wording::{Said, highest_rating},
};

/// Properties of [`ResponseTable`].
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ResponseTableProps {
    /// The responses, newest first.
    pub(super) list: UseReducerHandle<List<Response>>,
    /// The filter in force: an account or a user links to it narrowed to them.
    pub(super) filter: ResponseFilter,
    /// What is known of the surveys.
    pub(super) surveys: Rc<Surveys>,
    /// This instant.
    pub(super) now: UnixMillis,
}

/// A table on a wide screen, cards on a narrow one.
///
/// The roles are said out loud because the style sheet takes the table's layout away on a narrow
/// screen, and browsers take its meaning away with it.
#[component]
pub(super) fn ResponseTable(props: &ResponseTableProps) -> Html {
    let ResponseTableProps { list, filter, surveys, now } = props;
    let header = |name: &'static str| html! { <th role="columnheader" scope="col">{ name }</th> };
    html! {
        <table class="table" role="table" aria-labelledby="responses-title">
            <thead role="rowgroup">
                <tr role="row">
                    { header("Rating") }
                    { header("Answers") }
                    { header("Account") }
                    { header("User") }
                    { header("Answered") }
                </tr>
            </thead>
            <tbody role="rowgroup">
                for row in list.rows.iter().flatten() {
                    <tr key={row.id.as_str()} role="row">
                        <td role="cell" class="cell-rating">
                            <RatingBadge rating={row.rating} category={row.category}
                                highest={highest_rating(&row.kind)} />
                            <p class="secondary">{ &row.survey }</p>
                        </td>
                        <td role="cell" class="cell-comment">{ said(row, surveys) }</td>
                        <td role="cell" class="cell-account" data-label="Account">
                            { party(row.account.as_deref(), row.account_name.as_deref(),
                                |id| filter.with_account(id), account_page(row)) }
                        </td>
                        <td role="cell" class="cell-user" data-label="User">
                            { party(row.user.as_deref(), row.user_name.as_deref(),
                                |id| filter.with_user(id), person_page(row)) }
                        </td>
                        <td role="cell" class="cell-time" data-label="Answered">
                            <TimeAgo at={row.answered_at} now={*now} />
                        </td>
                    </tr>
                }
            </tbody>
        </table>
    }
}

/// The words beside the rating, then each further question with what was said to it.
fn said(row: &Response, surveys: &Surveys) -> Html {
    let words = surveys.get(&row.survey).cloned().unwrap_or_default();
    let Said { comment, answers } = Said::of(row, &words);
    let comment = comment.as_deref().map(str::trim).filter(|comment| !comment.is_empty());
    html! {
        <>
            if let Some(comment) = comment {
                <p dir="auto">{ comment }</p>
            } else if answers.is_empty() {
                <p class="secondary">{ "No comment" }</p>
            }
            if !answers.is_empty() {
                <dl class="answers">
                    for (question, parts) in answers {
                        <div>
                            <dt class="secondary" dir="auto">{ question }</dt>
                            for part in parts { <dd dir="auto">{ part }</dd> }
                        </div>
                    }
                </dl>
            }
        </>
    }
}

/// An account or a user: the name over the id, linked to the responses of it; then its page, if it
/// has one.
fn party(
    id: Option<&str>,
    name: Option<&str>,
    narrowed: impl Fn(&str) -> ResponseFilter,
    page: Option<Route>,
) -> Html {
    let Some(id) = id else {
        return html! { <span class="secondary">{ "None" }</span> };
    };
    let link = Route::Responses(narrowed(id)).to_string();
    let shown = name.unwrap_or(id);
    html! {
        <span class="party">
            <a class="primary" href={link}><bdi>{ shown }</bdi></a>
            if shown != id { <span class="secondary"><bdi>{ id }</bdi></span> }
            if let Some(page) = page {
                <a class="party-page" href={page.to_string()}>
                    { "Open page" }<span class="unseen">{ format!(" of {id}") }</span>
                </a>
            }
        </span>
    }
}

fn account_page(row: &Response) -> Option<Route> {
    row.account.clone().map(Route::Account)
}

/// Who is in no account has no page.
fn person_page(row: &Response) -> Option<Route> {
    let (account, user) = (row.account.as_deref()?, row.user.as_deref()?);
    Some(Route::Person(PersonFilter::of(account, user)))
}
