//! The form that makes new content.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{Field, Notice, SelectField, TextField};
use crate::{
    api::{ContentRow, NewContent},
    browser::focus,
    hooks::UseCreationHandle,
    model::{TEMPLATES, id_fault},
    wording::{creation_fault, kind_name},
};

/// Properties of [`CreationForm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct CreationFormProps {
    /// The kind that is chosen.
    pub(crate) kind: AttrValue,
    /// What it is made with.
    pub(crate) creation: UseCreationHandle,
}

/// Kind, ID, and what it begins as; what is wrong stands by its field, which takes the focus.
#[component]
pub(crate) fn CreationForm(props: &CreationFormProps) -> Html {
    let CreationFormProps { kind, creation } = props;
    let UseCreationHandle { phase, sources_phase, on_kind, on_forget, .. } = creation;
    let (id, copy) = (use_node_ref(), use_node_ref());
    let wrong_id = use_state_eq(|| None::<&'static str>);
    let refused = phase.error().and_then(creation_fault);
    let fault = wrong_id.map(|detail| ("/id", detail.to_owned())).or_else(|| refused.clone());

    let (id_field, copy_field) = (id.clone(), copy.clone());
    use_effect_with((phase.clone(), *wrong_id), move |(phase, wrong_id)| {
        let refused = phase.error().and_then(creation_fault).map(|(field, _)| field);
        match wrong_id.map(|_| "/id").or(refused) {
            Some("/id") => focus(&id_field),
            Some(_) => focus(&copy_field),
            None => {}
        }
    });

    let onsubmit = {
        let (id, copy, kind, wrong_id) =
            (id.clone(), copy.clone(), kind.clone(), wrong_id.setter());
        let (on_create, on_forget) = (creation.on_create.clone(), on_forget.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let named = id.cast::<HtmlInputElement>().map(|input| input.value().trim().to_owned());
            let copied = copy.cast::<HtmlSelectElement>().map(|select| select.value());
            let named = named.unwrap_or_default();
            let fault = id_fault(&named);
            wrong_id.set(fault);
            if fault.is_some() {
                on_forget.emit(());
                focus(&id);
            } else {
                let copy_of = copied.filter(|id| !id.is_empty());
                on_create.emit(NewContent { place: (kind.to_string(), named), copy_of });
            }
        })
    };
    let onchange = on_kind
        .reform(|event: Event| Some(event.target_unchecked_into::<HtmlSelectElement>().value()));
    let said = |field: &str| -> Option<AttrValue> {
        fault.as_ref().filter(|(of, _)| *of == field).map(|(_, detail)| detail.clone().into())
    };
    let sources: Vec<_> =
        creation.sources.iter().map(|row| (row.id.clone().into(), copied(row).into())).collect();
    let busy = phase.is_loading();
    html! {
        <form class="enrol" novalidate=true {onsubmit} aria-labelledby="creation-title">
            <h2 id="creation-title">{ "New content" }</h2>
            if let Some(error) = phase.error().filter(|_| refused.is_none()) {
                <Notice message={error.to_string()} action="Dismiss"
                    on_retry={on_forget.clone()} />
            }
            if let Some(error) = sources_phase.error() {
                <Notice message={format!("What could be copied is missing here. {error}")}
                    on_retry={creation.on_sources.clone()} />
            }
            <Field id="creation-kind" label="Kind">
                <select id="creation-kind" {onchange}>
                    for (of, _) in TEMPLATES {
                        <option value={of} selected={*kind == of}>{ kind_name(of) }</option>
                    }
                </select>
            </Field>
            <TextField id="creation-id" label="ID" node={id} error={said("/id")}
                help="By it your product and the API name it, such as get-started. It cannot be \
                      changed later." />
            <SelectField id="creation-copy" label="Begin with" node={copy}
                nothing="A short template" options={sources} error={said("/copy")} />
            <p class="secondary">{ "It is saved as a draft, which nobody sees until it is published." }</p>
            <div class="toolbar">
                <button type="button" class="button" onclick={on_kind.reform(|_| None)}>
                    { "Cancel" }
                </button>
                <button type="submit" class="button button-primary" aria-disabled={busy.to_string()}>
                    { if busy { "Creating…" } else { "Create draft" } }
                </button>
            </div>
        </form>
    }
}

fn copied(row: &ContentRow) -> String {
    if row.title.is_empty() {
        format!("A copy of {}", row.id)
    } else {
        format!("A copy of {} ({})", row.title, row.id)
    }
}
