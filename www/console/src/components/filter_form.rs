//! The form that narrows the responses.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{Field, SelectField, TextField, choose_late};
use crate::{
    model::{DayRangeError, ResponseFilter},
    route::Route,
};

/// Properties of [`FilterForm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct FilterFormProps {
    /// The filter in force.
    pub(crate) filter: ResponseFilter,
    /// The surveys there are: ids and names.
    pub(crate) surveys: Vec<(AttrValue, AttrValue)>,
    /// Puts another in force.
    pub(crate) on_apply: Callback<ResponseFilter>,
}

/// The inputs' elements. They hold what is typed, so that drawing the page again never undoes it.
#[derive(Clone, Default, PartialEq)]
struct Inputs {
    survey: NodeRef,
    account: NodeRef,
    user: NodeRef,
    from: NodeRef,
    to: NodeRef,
}

impl Inputs {
    fn read(&self) -> ResponseFilter {
        let value = |input: &NodeRef| {
            let text = input.cast::<HtmlInputElement>().map(|input| input.value());
            text.unwrap_or_default()
        };
        let survey = self.survey.cast::<HtmlSelectElement>().map(|select| select.value());
        let filter = ResponseFilter {
            survey: survey.filter(|survey| !survey.is_empty()),
            from: value(&self.from).parse().ok(),
            to: value(&self.to).parse().ok(),
            ..ResponseFilter::default()
        };
        filter.with_account(&value(&self.account)).with_user(&value(&self.user))
    }

    fn write(&self, filter: &ResponseFilter) {
        let write = |input: &NodeRef, value: Option<String>| {
            if let Some(input) = input.cast::<HtmlInputElement>() {
                input.set_value(&value.unwrap_or_default());
            }
        };
        if let Some(select) = self.survey.cast::<HtmlSelectElement>() {
            select.set_value(filter.survey.as_deref().unwrap_or_default());
        }
        write(&self.account, filter.account.clone());
        write(&self.user, filter.user.clone());
        write(&self.from, filter.from.map(|day| day.to_string()));
        write(&self.to, filter.to.map(|day| day.to_string()));
    }
}

/// Survey, account, user, first and last day. A link may have set them too.
#[component]
pub(crate) fn FilterForm(props: &FilterFormProps) -> Html {
    let inputs = use_memo((), |()| Inputs::default());
    let error = use_state_eq(|| None::<DayRangeError>);

    let mut surveys = props.surveys.clone();
    // A link may name what the list has not, or not yet.
    if let Some(asked) = &props.filter.survey
        && !surveys.iter().any(|(id, _)| id == asked)
    {
        surveys.push((asked.clone().into(), asked.clone().into()));
    }

    let (written, set_error) = (inputs.clone(), error.setter());
    use_effect_with(props.filter.clone(), move |filter| {
        written.write(filter);
        set_error.set(filter.check_days().err());
    });
    // What is typed stays when the surveys come late.
    let (late, asked) = (inputs.survey.clone(), props.filter.survey.clone());
    use_effect_with(surveys.clone(), move |_| choose_late(&late, asked.as_deref()));

    let (read, set_error, on_apply) = (inputs.clone(), error.setter(), props.on_apply.clone());
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let filter = read.read();
        let checked = filter.check_days();
        set_error.set(checked.err());
        if checked.is_ok() {
            on_apply.emit(filter);
        }
    });

    let invalid = error.is_some().to_string();
    let described_by = error.is_some().then_some("filter-error");
    // What is wrong is wrong with both, and stands below the form.
    let day = |id: &'static str, label: &'static str, node: &NodeRef| {
        html! {
            <Field {id} {label}>
                <input {id} ref={node} type="date" min="1970-01-01" max="9999-12-31"
                    aria-invalid={invalid.clone()} aria-describedby={described_by} />
            </Field>
        }
    };
    html! {
        <form class="filter response-filter" role="search" aria-label="Filter responses" {onsubmit}>
            <SelectField id="filter-survey" label="Survey" node={&inputs.survey}
                nothing="All surveys" options={surveys} />
            <TextField id="filter-account" label="Account ID" node={&inputs.account}
                placeholder="All accounts" max_length={200} />
            <TextField id="filter-user" label="User ID" node={&inputs.user}
                placeholder="All users" max_length={200} />
            { day("filter-from", "From", &inputs.from) }
            { day("filter-to", "To", &inputs.to) }
            <div class="filter-actions">
                <button type="submit" class="button button-primary">{ "Apply" }</button>
                if !props.filter.is_empty() {
                    <a class="button button-quiet"
                        href={Route::Responses(ResponseFilter::default()).to_string()}>
                        { "Clear" }
                    </a>
                }
            </div>
            <p id="filter-error" class="field-error" role="alert">
                { error.map(|error| error.to_string()) }
            </p>
        </form>
    }
}
