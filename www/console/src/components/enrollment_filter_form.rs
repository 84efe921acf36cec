//! What narrows the enrollments.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{SelectField, TextField, choose_late};
use crate::{
    api::EnrollmentState, model::EnrollmentFilter, route::Route, wording::enrollment_state,
};

/// Properties of [`EnrollmentFilterForm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct EnrollmentFilterFormProps {
    /// The filter in force.
    pub(crate) filter: EnrollmentFilter,
    /// The courses there are: ids and titles.
    pub(crate) courses: Vec<(AttrValue, AttrValue)>,
    /// Puts another in force.
    pub(crate) on_apply: Callback<EnrollmentFilter>,
}

/// The inputs' elements. They hold what is typed, so that drawing the page again never undoes it.
#[derive(Clone, Default, PartialEq)]
struct Inputs {
    course: NodeRef,
    account: NodeRef,
    user: NodeRef,
}

impl Inputs {
    fn read(&self, filter: &EnrollmentFilter) -> EnrollmentFilter {
        let some = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let typed = |node: &NodeRef| some(node.cast::<HtmlInputElement>()?.value());
        EnrollmentFilter {
            state: filter.state,
            course: self.course.cast::<HtmlSelectElement>().and_then(|it| some(it.value())),
            account: typed(&self.account),
            user: typed(&self.user),
        }
    }

    fn write(&self, filter: &EnrollmentFilter) {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        if let Some(select) = self.course.cast::<HtmlSelectElement>() {
            select.set_value(&text(&filter.course));
        }
        for (node, value) in [(&self.account, &filter.account), (&self.user, &filter.user)] {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                input.set_value(&text(value));
            }
        }
    }
}

/// Links by how people get on, one click each, and a form for course, account and user.
#[component]
pub(crate) fn EnrollmentFilterForm(props: &EnrollmentFilterFormProps) -> Html {
    let filter = &props.filter;
    let inputs = use_memo((), |()| Inputs::default());
    let mut courses = props.courses.clone();
    // A link may name what the list has not, or not yet.
    if let Some(asked) = &filter.course
        && !courses.iter().any(|(id, _)| id == asked)
    {
        courses.push((asked.clone().into(), asked.clone().into()));
    }

    let written = inputs.clone();
    use_effect_with(filter.clone(), move |filter| written.write(filter));
    // What is typed stays when the courses come late.
    let (late, asked) = (inputs.course.clone(), filter.course.clone());
    use_effect_with(courses.clone(), move |_| choose_late(&late, asked.as_deref()));

    let (read, on_apply, applied) = (inputs.clone(), props.on_apply.clone(), filter.clone());
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        on_apply.emit(read.read(&applied));
    });
    let tab = |state: Option<EnrollmentState>| {
        let href = Route::Training(filter.with_state(state)).to_string();
        html! {
            <li>
                <a {href} aria-current={(state == filter.state).then_some("page")}>
                    { state.map_or("All", enrollment_state) }
                </a>
            </li>
        }
    };
    html! {
        <>
            <nav aria-label="How people get on">
                <ul class="pages kinds">
                    { tab(None) }
                    for state in EnrollmentState::ALL { { tab(Some(state)) } }
                </ul>
            </nav>
            <form class="filter training-filter" role="search" aria-label="Filter enrollments" {onsubmit}>
                <SelectField id="filter-course" label="Course" node={&inputs.course}
                    nothing="All courses" options={courses} />
                <TextField id="filter-account" label="Account ID" node={&inputs.account}
                    placeholder="All accounts" max_length={200} />
                <TextField id="filter-user" label="User ID" node={&inputs.user}
                    placeholder="All users" max_length={200} />
                <div class="filter-actions">
                    <button type="submit" class="button">{ "Apply" }</button>
                    if !filter.is_for_all() {
                        <a class="button button-quiet" href={
                            let all = EnrollmentFilter::default().with_state(filter.state);
                            Route::Training(all).to_string()
                        }>
                            { "Clear" }
                        </a>
                    }
                </div>
            </form>
        </>
    }
}
