//! A control with its name, what is wrong with it and what it is for.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Properties of [`Field`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct FieldProps {
    /// The control's id.
    pub(crate) id: &'static str,
    /// Its name.
    pub(crate) label: AttrValue,
    /// What is wrong with it.
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
    /// What it is for.
    #[prop_or_default]
    pub(crate) help: Option<AttrValue>,
    /// The control, which names [`described_by`] of its id.
    pub(crate) children: Html,
}

/// The name above the control; below it what is wrong, read out when it comes, and the help.
#[component]
pub(crate) fn Field(props: &FieldProps) -> Html {
    let FieldProps { id, label, error, help, children } = props;
    html! {
        <div class="field">
            <label for={*id}>{ label }</label>
            { children.clone() }
            <p id={format!("{id}-error")} class="field-error" role="alert">{ error.clone() }</p>
            if let Some(help) = help {
                <p id={format!("{id}-help")} class="secondary">{ help }</p>
            }
        </div>
    }
}

/// The ids of what describes the control `id` of a [`Field`]; one that has no help has no such part.
pub(crate) fn described_by(id: &str) -> String {
    format!("{id}-error {id}-help")
}

/// Properties of [`TextField`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TextFieldProps {
    /// The input's id.
    pub(crate) id: &'static str,
    /// Its name.
    pub(crate) label: AttrValue,
    /// Its element, which holds what is typed.
    pub(crate) node: NodeRef,
    /// What stands in it while it is empty.
    #[prop_or_default]
    pub(crate) placeholder: Option<AttrValue>,
    /// What a keyboard on the screen is to offer.
    #[prop_or_default]
    pub(crate) input_mode: Option<&'static str>,
    /// How much may be typed.
    #[prop_or_default]
    pub(crate) max_length: Option<u32>,
    /// What is wrong with it.
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
    /// What it is for.
    #[prop_or_default]
    pub(crate) help: Option<AttrValue>,
}

/// A field for an id, an address or a tag: nothing of it is for the browser to correct.
#[component]
pub(crate) fn TextField(props: &TextFieldProps) -> Html {
    let TextFieldProps { id, label, node, placeholder, input_mode, error, help, .. } = props;
    let max_length = props.max_length.map(|length| length.to_string());
    html! {
        <Field {id} {label} error={error.clone()} help={help.clone()}>
            <input id={*id} ref={node} type="text" placeholder={placeholder.clone()}
                inputmode={*input_mode} maxlength={max_length} autocomplete="off"
                autocapitalize="none" spellcheck="false" aria-invalid={error.is_some().to_string()}
                aria-describedby={described_by(id)} />
        </Field>
    }
}

/// Properties of [`SelectField`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SelectFieldProps {
    /// The control's id.
    pub(crate) id: &'static str,
    /// Its name.
    pub(crate) label: AttrValue,
    /// Its element, which holds what is chosen.
    pub(crate) node: NodeRef,
    /// What it says while nothing is chosen.
    pub(crate) nothing: AttrValue,
    /// What there is to choose: values and names.
    pub(crate) options: Vec<(AttrValue, AttrValue)>,
    /// What is wrong with it.
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
}

/// A field with one of several things, or none.
#[component]
pub(crate) fn SelectField(props: &SelectFieldProps) -> Html {
    let SelectFieldProps { id, label, node, nothing, options, error } = props;
    html! {
        <Field {id} {label} error={error.clone()}>
            <select id={*id} ref={node} aria-invalid={error.is_some().to_string()}
                aria-describedby={described_by(id)}>
                <option value="">{ nothing }</option>
                for (value, name) in options {
                    <option key={value.to_string()} {value}>{ name }</option>
                }
            </select>
        </Field>
    }
}

/// Chooses `value` in a [`SelectField`] whose options came late, unless something is chosen in it.
pub(super) fn choose_late(node: &NodeRef, value: Option<&str>) {
    if let Some(select) = node.cast::<HtmlSelectElement>()
        && select.value().is_empty()
    {
        select.set_value(value.unwrap_or_default());
    }
}
