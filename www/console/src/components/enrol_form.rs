//! The form that puts somebody into a course.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{ComboField, Notice, SelectField};
use crate::{
    api::{ApiError, Deed},
    browser::focus,
    model::{EnrollmentFilter, Phase, Suggestions},
    wording::{account_help, sentence, user_help},
};

/// Properties of [`EnrolForm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct EnrolFormProps {
    /// What the list is narrowed to, and the form begins with.
    pub(crate) filter: EnrollmentFilter,
    /// The published courses: ids and titles.
    pub(crate) courses: Vec<(AttrValue, AttrValue)>,
    /// The accounts that are suggested.
    pub(crate) accounts: Suggestions,
    /// The people of the account that is typed.
    pub(crate) people: Suggestions,
    /// Told which account is typed.
    pub(crate) on_account: Callback<String>,
    /// The request.
    pub(crate) phase: Phase,
    /// Enrols them.
    pub(crate) on_enrol: Callback<Deed>,
    /// Forgets that it failed.
    pub(crate) on_forget: Callback<()>,
    /// Closes the form, with nothing done.
    pub(crate) on_cancel: Callback<()>,
}

/// The inputs' elements. They hold what is typed, so that drawing the page again never undoes it.
#[derive(Clone, Default, PartialEq)]
struct Inputs {
    course: NodeRef,
    user: NodeRef,
    account: NodeRef,
}

impl Inputs {
    fn read(&self) -> Deed {
        let input = |node: &NodeRef| node.cast::<HtmlInputElement>();
        let typed = |node: &NodeRef| input(node).map(|it| it.value().trim().to_owned());
        let course = self.course.cast::<HtmlSelectElement>().map(|select| select.value());
        Deed {
            course: course.unwrap_or_default(),
            user: typed(&self.user).unwrap_or_default(),
            account: typed(&self.account).filter(|account| !account.is_empty()),
            is_enrolled: true,
        }
    }

    /// What is typed stays when the courses come `late`.
    fn write(&self, filter: &EnrollmentFilter, late: bool) {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        if let Some(select) = self.course.cast::<HtmlSelectElement>()
            && (!late || select.value().is_empty())
        {
            select.set_value(&text(&filter.course));
            // Nobody can be enrolled in that one, or not yet.
            if select.selected_index() < 0 {
                select.set_value("");
            }
        }
        for (node, value) in [(&self.user, &filter.user), (&self.account, &filter.account)] {
            if let Some(input) = node.cast::<HtmlInputElement>().filter(|_| !late) {
                input.set_value(&text(value));
            }
        }
    }

    fn of(&self, pointer: &str) -> Option<&NodeRef> {
        match pointer {
            "/course" => Some(&self.course),
            "/user" => Some(&self.user),
            "/account" => Some(&self.account),
            _ => None,
        }
    }
}

/// Course, account and user; what the edge refuses stands by its field, which takes the focus.
#[component]
pub(crate) fn EnrolForm(props: &EnrolFormProps) -> Html {
    let EnrolFormProps { filter, courses, accounts, people, phase, .. } = props;
    let inputs = use_memo((), |()| Inputs::default());
    let (written, is_late) = (inputs.clone(), use_mut_ref(|| false));
    use_effect_with((filter.clone(), courses.clone()), move |(filter, _)| {
        written.write(filter, is_late.replace(true));
    });
    // The inputs hold what is typed; these say what is known of it.
    let user = use_state_eq(|| filter.user.clone().unwrap_or_default());
    let account = use_state_eq(|| filter.account.clone().unwrap_or_default());
    let told = props.on_account.clone();
    use_effect_with((*account).clone(), move |account| told.emit(account.clone()));
    let (on_user, on_account) = (user.setter(), account.setter());
    let on_user = use_callback((), move |typed, ()| on_user.set(typed));
    let on_account = use_callback((), move |typed, ()| on_account.set(typed));
    let fault = phase.error().and_then(fault_of);
    let focused = inputs.clone();
    use_effect_with(phase.clone(), move |phase| {
        let pointer = phase.error().and_then(fault_of).map(|(pointer, _)| pointer);
        if let Some(node) = pointer.and_then(|pointer| focused.of(&pointer).cloned()) {
            focus(&node);
        }
    });

    let (read, on_enrol) = (inputs.clone(), props.on_enrol.clone());
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        on_enrol.emit(read.read());
    });
    let said = |pointer: &str| -> Option<AttrValue> {
        fault.as_ref().filter(|(of, _)| of == pointer).map(|(_, detail)| detail.clone().into())
    };
    let busy = phase.is_loading();
    html! {
        <form class="enrol" novalidate=true {onsubmit} aria-labelledby="enrol-title">
            <h2 id="enrol-title">{ "Enrol somebody" }</h2>
            if let Some(error) = phase.error().filter(|_| fault.is_none()) {
                <Notice message={error.to_string()} action="Dismiss"
                    on_retry={props.on_forget.clone()} />
            }
            <SelectField id="enrol-course" label="Course" node={&inputs.course}
                nothing="Choose a course" options={courses.clone()} error={said("/course")} />
            <ComboField id="enrol-account" label="Account ID (optional)" noun="account"
                node={&inputs.account} choices={accounts.choices.clone()} on_type={on_account}
                error={said("/account")} help={account_help(&account, accounts)} />
            <ComboField id="enrol-user" label="User ID" noun="user" node={&inputs.user}
                choices={people.choices.clone()} on_type={on_user} error={said("/user")}
                help={user_help(&user, &account, people)} />
            <div class="toolbar">
                <button type="button" class="button" onclick={props.on_cancel.reform(|_| ())}>
                    { "Cancel" }
                </button>
                <button type="submit" class="button button-primary" aria-disabled={busy.to_string()}>
                    { if busy { "Enrolling…" } else { "Enrol" } }
                </button>
            </div>
        </form>
    }
}

/// The field at fault, and what is wrong with it.
fn fault_of(error: &ApiError) -> Option<(String, String)> {
    if error.is("unknown_course") {
        let detail = "Nobody can be enrolled in it: it is not published any more.";
        return Some(("/course".to_owned(), detail.to_owned()));
    }
    error.field().map(|(pointer, detail)| (pointer.to_owned(), sentence(detail)))
}
