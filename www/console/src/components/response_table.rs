//! The responses as a table.

use std::rc::Rc;

use yew::prelude::*;

use super::{RatingBadge, TimeAgo};
use crate::{
    api::Response,
    hooks::Surveys,
    model::{List, ResponseFilter, UnixMillis},
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
                                |id| filter.with_account(id)) }
                        </td>
                        <td role="cell" class="cell-user" data-label="User">
                            { party(row.user.as_deref(), row.user_name.as_deref(),
                                |id| filter.with_user(id)) }
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
                <p>{ comment }</p>
            } else if answers.is_empty() {
                <p class="secondary">{ "No comment" }</p>
            }
            if !answers.is_empty() {
                <dl class="answers">
                    for (question, parts) in answers {
                        <div>
                            <dt class="secondary">{ question }</dt>
                            for part in parts { <dd>{ part }</dd> }
                        </div>
                    }
                </dl>
            }
        </>
    }
}

/// An account or a user: the name over the id, linked to the responses of it.
fn party(id: Option<&str>, name: Option<&str>, narrowed: impl Fn(&str) -> ResponseFilter) -> Html {
    let Some(id) = id else {
        return html! { <span class="secondary">{ "None" }</span> };
    };
    let link = Route::Responses(narrowed(id)).to_string();
    match name {
        Some(name) if name != id => html! {
            <span class="party">
                <a class="primary" href={link}>{ name }</a>
                <span class="secondary">{ id }</span>
            </span>
        },
        _ => html! { <span class="party"><a class="primary" href={link}>{ id }</a></span> },
    }
}
