//! Who is in which course, and how they get on.

use std::rc::Rc;

use yew::prelude::*;

use crate::{
    api::{
        ContentRow, Deed, Enrollment, EnrollmentState, Role, download_enrollments, get_courses,
        get_enrollments,
    },
    browser::{focus, is_focus_lost},
    components::{
        Confirm, Dialog, ENROLLMENT_COLUMNS, EnrolForm, EnrollmentFilterForm, EnrollmentRow,
        ExportButton, Notice, Outcome, PageHeader, PagedList,
    },
    hooks::{
        NamedDeed, Session, navigate, use_catch_up, use_deeds, use_enrol_choices, use_export,
        use_list, use_load, use_now, use_refused, use_revision,
    },
    model::{EnrollmentFilter, Phase, Row as _},
    route::Route,
    wording::withdrawal,
};

/// Properties of [`TrainingPage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TrainingPageProps {
    /// Which enrollments, as the URL says.
    pub(crate) filter: EnrollmentFilter,
    /// Who is signed in.
    pub(crate) session: Rc<Session>,
    /// Told when the edge no longer takes the token.
    pub(crate) on_refused: Callback<()>,
}

/// The enrollments that pass the filter, last enrolled first; who may enrols people and withdraws
/// them.
#[component]
pub(crate) fn TrainingPage(props: &TrainingPageProps) -> Html {
    let TrainingPageProps { filter, session, on_refused } = props;
    let (revision, on_refresh) = use_revision();
    let (courses_revision, on_courses) = use_revision();
    let key = (session.client.clone(), filter.clone());
    let enrollments = use_list(key.clone(), revision, get_enrollments);
    let courses = use_load(session.client.clone(), courses_revision, get_courses);
    let export = use_export("rumbo-enrollments.csv", key, download_enrollments);
    let (list, now) = (enrollments.list.clone(), use_now());
    let is_enrolling = use_state_eq(|| false);
    let asked = use_state_eq(|| None::<Enrollment>);
    let on_change = {
        let (on_later, is_enrolling) = (use_catch_up(on_refresh.clone()), is_enrolling.setter());
        Callback::from(move |()| {
            is_enrolling.set(false);
            on_later.emit(());
        })
    };
    let deeds = use_deeds(&session.client, on_change);
    let choices = use_enrol_choices(&session.client, *is_enrolling);
    let mut phases = vec![&list.first, &list.more, &courses.phase, &export.phase, &deeds.phase];
    phases.extend([&choices.accounts.phase, &choices.people.phase]);
    use_refused(on_refused, &phases);

    // The row goes with its button; what tells so takes the focus, and undoing it is the next Tab.
    let outcome = use_node_ref();
    let place = outcome.clone();
    use_effect_with((deeds.done.clone(), list.rows.clone()), move |(done, _)| {
        if !done.told.is_empty() && is_focus_lost() {
            focus(&place);
        }
    });

    let may_enrol = session.operator.may(Role::Csm);
    let course_rows = courses.value.as_deref().unwrap_or_default();
    let on_open = {
        let (is_enrolling, on_forget) = (is_enrolling.setter(), deeds.on_forget.clone());
        Callback::from(move |_: MouseEvent| {
            on_forget.emit(());
            is_enrolling.set(true);
        })
    };
    let on_close = {
        let (is_enrolling, on_forget) = (is_enrolling.setter(), deeds.on_forget.clone());
        Callback::from(move |()| {
            is_enrolling.set(false);
            on_forget.emit(());
        })
    };
    let on_enrol = deeds.on_send.reform({
        let titles = named(course_rows.iter());
        move |deed: Deed| {
            let title = titles.iter().find(|(id, _)| **id == *deed.course);
            let course = title.map_or_else(|| deed.course.clone(), |(_, title)| title.to_string());
            NamedDeed { user: deed.user.clone(), course, deed }
        }
    });
    let on_withdraw = may_enrol.then(|| {
        let asked = asked.setter();
        Callback::from(move |row| asked.set(Some(row)))
    });
    let on_confirm = {
        let (asked, on_send) = (asked.clone(), deeds.on_send.clone());
        Callback::from(move |()| {
            if let Some(row) = &*asked {
                on_send.emit(withdraw(row));
            }
            asked.set(None);
        })
    };
    let on_keep = {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(None))
    };
    let question = asked.as_ref().map(withdrawal).unwrap_or_default();
    let nothing = list.rows.as_ref().is_none_or(Vec::is_empty);
    // While the form is open what is wrong stands in it: the page behind it cannot be reached.
    let outcome_phase = if *is_enrolling { Phase::Idle } else { deeds.phase.clone() };
    html! {
        <>
            <PageHeader title="Training" note="Who is in which course, and how they get on">
                <button type="button" class="button" onclick={on_refresh.reform(|_| ())}>
                    { "Refresh" }
                </button>
                <ExportButton phase={export.phase.clone()} disabled={nothing}
                    on_export={export.on_export.clone()} />
                if may_enrol {
                    <button type="button" class="button button-primary" onclick={on_open}>
                        { "Enrol somebody" }
                    </button>
                }
            </PageHeader>
            if let Some(error) = export.phase.error() {
                <Notice message={error.to_string()} on_retry={export.on_export.clone()} />
            }
            if let Some(error) = courses.phase.error() {
                <Notice message={format!("The courses are missing from the forms. {error}")}
                    on_retry={on_courses} />
            }
            <EnrollmentFilterForm filter={filter.clone()} courses={named(course_rows.iter())}
                on_apply={Callback::from(|filter| navigate(&Route::Training(filter)))} />
            <PagedList<Enrollment> id="enrollments-title" title="Last enrolled first"
                noun="enrollment" list={enrollments} columns={ENROLLMENT_COLUMNS}
                has_actions={may_enrol} empty={empty(filter)} on_retry={on_refresh}>
                for row in list.rows.iter().flatten() {
                    <EnrollmentRow key={row.key()} row={row.clone()} {now}
                        on_withdraw={on_withdraw.clone()} />
                }
            </PagedList<Enrollment>>
            <Outcome place={outcome} phase={outcome_phase} told={deeds.done.told.clone()}
                on_undo={deeds.on_undo} on_forget={deeds.on_forget.clone()} />
            <Confirm is_open={asked.is_some()} title={question.title} detail={question.detail}
                action={question.action} {on_confirm} on_cancel={on_keep} />
            <Dialog is_open={*is_enrolling} title_id="enrol-title" on_cancel={on_close.clone()}>
                if *is_enrolling {
                    <EnrolForm filter={filter.clone()} phase={deeds.phase.clone()} {on_enrol}
                        courses={named(course_rows.iter().filter(|row| row.published_version.is_some()))}
                        accounts={choices.accounts} people={choices.people}
                        on_account={choices.on_account} on_forget={deeds.on_forget.clone()}
                        on_cancel={on_close} />
                }
            </Dialog>
        </>
    }
}

/// The courses by their ids, each with its title.
fn named<'a>(rows: impl Iterator<Item = &'a ContentRow>) -> Vec<(AttrValue, AttrValue)> {
    rows.map(|row| (row.id.clone().into(), row.name().to_owned().into())).collect()
}

fn withdraw(row: &Enrollment) -> NamedDeed {
    let Enrollment { course, user, account, .. } = row.clone();
    NamedDeed {
        deed: Deed { course, user, account, is_enrolled: false },
        user: row.name().to_owned(),
        course: row.course_name().to_owned(),
    }
}

fn empty(filter: &EnrollmentFilter) -> Html {
    let all = Route::Training(EnrollmentFilter::default()).to_string();
    let courses = Route::Contents(Some("course".to_owned())).to_string();
    if *filter == EnrollmentFilter::default() {
        return html! {
            <div class="empty">
                <p class="empty-title">{ "Nobody is in a course yet" }</p>
                <p>
                    { "Publish " }<a href={courses}>{ "a course" }</a>
                    { ", then enrol somebody here. A course may also say whom it enrols by itself." }
                </p>
            </div>
        };
    }
    let title = match filter.state.filter(|_| filter.is_for_all()) {
        Some(EnrollmentState::Overdue) => "Nobody is overdue",
        Some(EnrollmentState::Stuck) => "Nobody is stuck",
        Some(EnrollmentState::Active) => "Nobody is on the way",
        Some(EnrollmentState::Completed) => "Nobody has completed a course yet",
        _ => "No enrollments match this filter",
    };
    html! {
        <div class="empty">
            <p class="empty-title">{ title }</p>
            <p>
                if !filter.is_for_all() { { "Check the course and the IDs, or " } }
                <a href={all}>
                    { if filter.is_for_all() { "Show all enrollments" } else { "show all enrollments" } }
                </a>
                { "." }
            </p>
        </div>
    }
}
