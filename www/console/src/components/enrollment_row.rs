//! Somebody in a course, in the table.

use yew::prelude::*;

use super::{Badge, Cell, Due, PartyCell, TextCell, TimeAgo};
use crate::{
    api::{Enrollment, EnrollmentState},
    model::{PersonFilter, UnixMillis},
    route::Route,
    wording::{
        enrolled_by, enrollment_class, enrollment_since, enrollment_state, lessons_done, per_cent,
    },
};

/// Properties of [`EnrollmentRow`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct EnrollmentRowProps {
    /// Who is in which course.
    pub(crate) row: Enrollment,
    /// This instant.
    pub(crate) now: UnixMillis,
    /// Asks to take them out of it; `None` for an operator who may not.
    pub(crate) on_withdraw: Option<Callback<Enrollment>>,
}

/// The names of its cells but for the button.
pub(crate) const ENROLLMENT_COLUMNS: &[&str] =
    &["Person", "Account", "Course", "State", "Progress", "Last activity", "Due", "Enrolled"];

/// Who, where and in what, each with its page, and how far they are.
#[component]
pub(crate) fn EnrollmentRow(props: &EnrollmentRowProps) -> Html {
    let EnrollmentRowProps { row, now, on_withdraw } = props;
    // Who is in no account has no page.
    let person =
        row.account.as_ref().map(|it| Route::Person(PersonFilter::of(it, &row.user)).to_string());
    let course = Route::Content(("course".to_owned(), row.course.clone())).to_string();
    html! {
        <tr role="row" class={format!("enrollment enrollment-{}", row.state.word())}>
            <PartyCell name={row.name().to_owned()} id={row.user.clone()} href={person} />
            { account(row) }
            <Cell label="Course"><a href={course}><bdi>{ row.course_name() }</bdi></a></Cell>
            <Cell label="State">
                <span class="party">
                    <span>
                        <Badge word={enrollment_state(row.state)} class={enrollment_class(row.state)} />
                    </span>
                    <span class="secondary">{ enrollment_since(row, *now) }</span>
                </span>
            </Cell>
            <Cell label="Progress">{ progress(row) }</Cell>
            { last_activity(row, *now) }
            { due(row, *now) }
            <Cell label="Enrolled">
                <TimeAgo at={row.enrolled_at} now={*now} is_day=true />
                if let Some(by) = &row.by {
                    <span class="secondary">{ enrolled_by(by) }</span>
                }
            </Cell>
            if let Some(on_withdraw) = on_withdraw {
                <td role="cell" class="cell-action">{ button(row, on_withdraw) }</td>
            }
        </tr>
    }
}

fn account(row: &Enrollment) -> Html {
    let Some(id) = &row.account else {
        return html! { <TextCell label="Account" text={None} /> };
    };
    html! {
        <Cell label="Account">
            <a href={Route::Account(id.clone()).to_string()}>
                <bdi>{ row.account_name.as_ref().unwrap_or(id) }</bdi>
            </a>
        </Cell>
    }
}

/// The words say what the bar draws.
fn progress(row: &Enrollment) -> Html {
    html! {
        <div class="learned">
            <span>{ lessons_done(row) }</span>
            <progress aria-hidden="true" max={row.lessons.to_string()}
                value={row.lessons_done.to_string()} />
            if let Some(score) = row.score {
                <span class="secondary">{ format!("Best score {}", per_cent(score)) }</span>
            }
            if let Some(id) = &row.certificate {
                <a class="secondary" href={format!("/certificates/{id}")}>
                    { "Certificate" }
                    <span class="unseen">{ format!(" of {}", row.name()) }</span>
                </a>
            }
        </div>
    }
}

fn last_activity(row: &Enrollment, now: UnixMillis) -> Html {
    match row.last_activity_at {
        Some(at) => html! {
            <Cell label="Last activity"><TimeAgo {at} {now} is_day=true /></Cell>
        },
        None => html! { <TextCell label="Last activity" text={None} /> },
    }
}

/// When it is due, unless it is done.
fn due(row: &Enrollment, now: UnixMillis) -> Html {
    match row.due_at.filter(|_| row.state != EnrollmentState::Completed) {
        Some(at) => html! { <Cell label="Due"><Due {at} {now} /></Cell> },
        None => html! { <TextCell label="Due" text={None} /> },
    }
}

fn button(row: &Enrollment, on_withdraw: &Callback<Enrollment>) -> Html {
    let asked = row.clone();
    html! {
        <button type="button" class="button button-quiet"
            onclick={on_withdraw.reform(move |_| asked.clone())}>
            { "Withdraw" }
            <span class="unseen">{ format!(" {} from “{}”", row.name(), row.course_name()) }</span>
        </button>
    }
}
