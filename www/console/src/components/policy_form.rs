//! The form of the contact policy.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Field, described_by};
use crate::{
    api::{ApiError, ContactPolicy, Days},
    browser::{focus, from_local_field, to_local_field},
    model::Phase,
};

/// Properties of [`PolicyForm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PolicyFormProps {
    /// The policy in force.
    pub(crate) policy: ContactPolicy,
    /// What was typed here before and not saved.
    pub(crate) typed: Option<ContactPolicy>,
    /// Told what stands there with each change; `None` when that is the policy in force.
    pub(crate) on_typed: Callback<Option<ContactPolicy>>,
    /// Whether the operator may change it.
    pub(crate) may_change: bool,
    /// The request that changes it.
    pub(crate) phase: Phase,
    /// Puts another in force.
    pub(crate) on_save: Callback<ContactPolicy>,
    /// What came of the last change; read out when it changes.
    pub(crate) told: &'static str,
    /// What stands beside the button.
    pub(crate) children: Html,
}

/// The inputs' elements. They hold what is typed, so that drawing the page again never undoes it.
#[derive(Clone, Default, PartialEq)]
struct Inputs {
    paused: NodeRef,
    paused_until: NodeRef,
    recontact_days: NodeRef,
    quiet_days: NodeRef,
}

impl Inputs {
    fn read(&self) -> ContactPolicy {
        let input = |node: &NodeRef| node.cast::<HtmlInputElement>();
        let value = |node: &NodeRef| input(node).map(|input| input.value()).unwrap_or_default();
        ContactPolicy {
            paused: input(&self.paused).is_some_and(|input| input.checked()),
            paused_until: from_local_field(&value(&self.paused_until)),
            recontact_days: Days::from(value(&self.recontact_days)),
            quiet_days: Days::from(value(&self.quiet_days)),
        }
    }

    fn write(&self, policy: &ContactPolicy) {
        if let Some(paused) = self.paused.cast::<HtmlInputElement>() {
            paused.set_checked(policy.paused);
        }
        for (node, value) in [
            (&self.paused_until, local_until(policy)),
            (&self.recontact_days, policy.recontact_days.to_string()),
            (&self.quiet_days, policy.quiet_days.to_string()),
        ] {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                input.set_value(&value);
            }
        }
    }

    fn of(&self, pointer: &str) -> Option<&NodeRef> {
        match pointer {
            "/paused" => Some(&self.paused),
            "/paused_until" => Some(&self.paused_until),
            "/recontact_days" => Some(&self.recontact_days),
            "/quiet_days" => Some(&self.quiet_days),
            _ => None,
        }
    }
}

/// Until when `policy` pauses, as its field has it.
fn local_until(policy: &ContactPolicy) -> String {
    policy.paused_until.as_deref().map(to_local_field).unwrap_or_default()
}

/// A field for each part of the policy, with its help; what the edge refuses stands by its field.
#[component]
pub(crate) fn PolicyForm(props: &PolicyFormProps) -> Html {
    let inputs = use_memo((), |()| Inputs::default());
    // As it reads where nothing was typed: the field of a time knows no seconds.
    let untouched = use_mut_ref(|| None::<ContactPolicy>);
    let (written, as_written, typed) = (inputs.clone(), untouched.clone(), props.typed.clone());
    use_effect_with(props.policy.clone(), move |policy| {
        written.write(policy);
        let is_first = as_written.replace(Some(written.read())).is_none();
        if let Some(typed) = typed.filter(|_| is_first) {
            written.write(&typed);
        }
    });
    let taken = use_state_eq(|| None::<ContactPolicy>);
    let (written, as_written) = (inputs.clone(), untouched.clone());
    let (read, on_typed, set_taken) = (inputs.clone(), props.on_typed.clone(), taken.setter());
    let oninput = Callback::from(move |_: InputEvent| {
        set_taken.set(None);
        let typed = read.read();
        let is_new = untouched.borrow().as_ref() != Some(&typed);
        on_typed.emit(is_new.then_some(typed));
    });
    let on_reset = {
        let (policy, taken) = (props.policy.clone(), taken.clone());
        props.on_typed.reform(move |_: MouseEvent| {
            if let Some(typed) = &*taken {
                written.write(typed);
                taken.set(None);
                return Some(typed.clone());
            }
            let typed = written.read();
            taken.set(Some(typed).filter(|typed| as_written.borrow().as_ref() != Some(typed)));
            written.write(&policy);
            None
        })
    };

    let error = props.phase.error().and_then(ApiError::field);
    let error = error.map(|(pointer, detail)| (pointer.to_owned(), by_field(pointer, detail)));
    let focused = inputs.clone();
    use_effect_with(error.clone(), move |error| {
        if let Some(node) = error.as_ref().and_then(|(pointer, _)| focused.of(pointer)) {
            focus(node);
        }
    });

    let (read, on_save, set_taken) = (inputs.clone(), props.on_save.clone(), taken.setter());
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        set_taken.set(None);
        on_save.emit(read.read());
    });
    let said = |pointer: &str| -> Option<AttrValue> {
        error.as_ref().filter(|(of, _)| of == pointer).map(|(_, detail)| detail.clone().into())
    };
    let busy = props.phase.is_loading();
    // What is written after drawing may come a frame later: the form must not stand there empty.
    let number = |id: &'static str, node: &NodeRef, pointer: &str, days: &Days| {
        html! {
            <input {id} ref={node} type="number" min="0" step="1" inputmode="numeric"
                ~defaultValue={days.to_string()}
                aria-invalid={said(pointer).is_some().to_string()}
                aria-describedby={described_by(id)} />
        }
    };
    html! {
        <form class="policy" novalidate=true {onsubmit} {oninput} aria-label="Contact policy">
            <fieldset disabled={!props.may_change}>
                <legend class="unseen">{ "Contact policy" }</legend>
                <div class="field field-check">
                    <input id="policy-paused" ref={&inputs.paused} type="checkbox"
                        ~defaultChecked={props.policy.paused}
                        aria-describedby={described_by("policy-paused")} />
                    <label for="policy-paused">{ "Pause all surveys" }</label>
                    <p id="policy-paused-help" class="secondary">
                        { "While this is on, no survey interrupts anybody. Checklists stay, and so \
                           does what the product starts by name." }
                    </p>
                    <p id="policy-paused-error" class="field-error" role="alert">{ said("/paused") }</p>
                </div>
                <Field id="policy-until" label="Pause until (your local time)"
                    error={said("/paused_until")}
                    help="No survey interrupts anybody before this time. Leave it empty for no \
                          such pause.">
                    <input id="policy-until" ref={&inputs.paused_until} type="datetime-local"
                        ~defaultValue={local_until(&props.policy)}
                        aria-invalid={said("/paused_until").is_some().to_string()}
                        aria-describedby={described_by("policy-until")} />
                </Field>
                <Field id="policy-recontact" label="Between two surveys (days)"
                    error={said("/recontact_days")}
                    help="How long a person is left alone after they saw one survey, before \
                          another one may come. 0 means no wait.">
                    { number("policy-recontact", &inputs.recontact_days, "/recontact_days",
                        &props.policy.recontact_days) }
                </Field>
                <Field id="policy-quiet" label="Quiet after a refusal (days)"
                    error={said("/quiet_days")}
                    help="How long a person is left alone after they sent a survey away without \
                          an answer. 0 means no wait.">
                    { number("policy-quiet", &inputs.quiet_days, "/quiet_days",
                        &props.policy.quiet_days) }
                </Field>
                if props.may_change {
                    <div class="form-actions">
                        <button type="submit" class="button button-primary"
                            aria-disabled={busy.to_string()}>
                            { if busy { "Saving…" } else { "Save" } }
                        </button>
                        <button type="button" class="button" onclick={on_reset}>
                            // One button that stays, so that the focus stays on it.
                            { if taken.is_some() { "Put them back" } else { "Take back my changes" } }
                        </button>
                        { props.children.clone() }
                        <p class="told" role="status">
                            { if taken.is_some() { "Your changes are taken back." } else { props.told } }
                        </p>
                    </div>
                }
            </fieldset>
        </form>
    }
}

/// What is wrong with a field, beside it: there its name is said already.
fn by_field(pointer: &str, detail: &str) -> String {
    let name = format!("`{}` ", pointer.trim_start_matches('/'));
    detail.strip_prefix(&name).map_or_else(|| detail.to_owned(), |rest| format!("It {rest}."))
}
