//! A field that suggests what to put into it.

use web_sys::{HtmlElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use super::{Field, described_by};
use crate::{
    hooks::use_settled,
    model::{Choice, Choices, Combo},
    wording::suggested,
};

/// Rows in the list. Who has more to go through types another letter.
const MAX_SHOWN: usize = 50;

/// Properties of [`ComboField`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ComboFieldProps {
    /// The input's id.
    pub(crate) id: &'static str,
    /// Its name.
    pub(crate) label: AttrValue,
    /// What one of the choices is.
    pub(crate) noun: &'static str,
    /// Its element, which holds what is typed or the id of what was chosen.
    pub(crate) node: NodeRef,
    /// What it suggests.
    pub(crate) choices: Choices,
    /// Told what is in it.
    pub(crate) on_type: Callback<String>,
    /// Told the id of what is chosen out of the list.
    #[prop_or_default]
    pub(crate) on_choose: Callback<String>,
    /// What is wrong with it.
    #[prop_or_default]
    pub(crate) error: Option<AttrValue>,
    /// What it is for, or what is known of what is in it.
    pub(crate) help: AttrValue,
}

/// An editable combobox as the ARIA Authoring Practices have it: the focus stays in the input, the
/// arrows go through the list, Enter chooses, Escape closes the list. Anything may be typed.
#[component]
pub(crate) fn ComboField(props: &ComboFieldProps) -> Html {
    let ComboFieldProps { id, label, noun, node, choices, error, help, .. } = props;
    let combo = use_state_eq(Combo::default);
    let active_row = use_node_ref();
    let found = choices.matching(&combo.typed);
    let shown = &found[..found.len().min(MAX_SHOWN)];
    let is_open = combo.is_open && !shown.is_empty();
    let active = combo.active_of(shown.len());
    let count = suggested(choices, (found.len(), shown.len()), noun);
    // Not with each letter: that would talk over the letters.
    let told = use_settled(if combo.is_open { count } else { String::new() });

    let row = active_row.clone();
    use_effect_with((active, combo.typed.clone()), move |_| scroll_to(&row));

    let choose = {
        let (combo, node, on_type) = (combo.setter(), node.clone(), props.on_type.clone());
        let on_choose = props.on_choose.clone();
        move |choice: &Choice| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                input.set_value(&choice.id);
            }
            combo.set(Combo::default());
            on_type.emit(choice.id.clone());
            on_choose.emit(choice.id.clone());
        }
    };
    let value = {
        let node = node.clone();
        move || node.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
    };
    let oninput = {
        let (combo, value, on_type) = (combo.setter(), value.clone(), props.on_type.clone());
        move |_: InputEvent| {
            combo.set(Combo::open(value()));
            on_type.emit(value());
        }
    };
    let onclick = {
        let (combo, value) = (combo.setter(), value.clone());
        move |_: MouseEvent| combo.set(Combo::open(value()))
    };
    let onblur = {
        let combo = combo.setter();
        move |_: FocusEvent| combo.set(Combo::default())
    };
    let onkeydown = {
        let (combo, choices, choose) = (combo.clone(), choices.clone(), choose.clone());
        let chosen = active.map(|row| shown[row].clone());
        move |event: KeyboardEvent| {
            // The keys of an input method choose among its own suggestions.
            if event.is_composing() {
                return;
            }
            match &*event.key() {
                key @ ("ArrowDown" | "ArrowUp") => {
                    let n = choices.matching(&value()).len().min(MAX_SHOWN);
                    combo.set(combo.step(value(), key == "ArrowDown", n));
                }
                "Enter" if let Some(choice) = &chosen => choose(choice),
                // It is the list that closes, not yet the dialog around it.
                "Escape" if is_open => combo.set(Combo::default()),
                _ => return,
            }
            event.prevent_default();
        }
    };
    let option = |(row, choice): (usize, &&Choice)| {
        let (chosen, choose) = ((*choice).clone(), choose.clone());
        let is_active = active == Some(row);
        html! {
            <li key={choice.id.clone()} id={option_id(id, row)} class="combo-option" role="option"
                ref={if is_active { active_row.clone() } else { NodeRef::default() }}
                aria-selected={is_active.to_string()}
                onmousedown={|event: MouseEvent| event.prevent_default()}
                onclick={move |_: MouseEvent| choose(&chosen)}>
                <span class="primary"><bdi>{ choice.name.as_ref().unwrap_or(&choice.id) }</bdi></span>
                if choice.name.is_some() {
                    <span class="secondary">{ &choice.id }</span>
                }
            </li>
        }
    };
    let list_id = format!("{id}-list");
    html! {
        <Field {id} {label} error={error.clone()} help={help.clone()}>
            <div class="combo">
                <input id={*id} ref={node} type="text" role="combobox" autocomplete="off"
                    autocapitalize="none" spellcheck="false" aria-autocomplete="list"
                    aria-expanded={is_open.to_string()} aria-controls={list_id.clone()}
                    aria-activedescendant={active.map(|row| option_id(id, row))}
                    aria-invalid={error.is_some().to_string()} aria-describedby={described_by(id)}
                    {oninput} {onclick} {onblur} {onkeydown} />
                if is_open {
                    <ul id={list_id} class="combo-list" role="listbox" aria-label={label}>
                        { for shown.iter().enumerate().map(option) }
                    </ul>
                }
                <p class="unseen" role="status">{ told }</p>
            </div>
        </Field>
    }
}

fn option_id(id: &str, row: usize) -> String {
    format!("{id}-option-{row}")
}

/// Brings a row of the list into view, and moves nothing else if it is.
fn scroll_to(row: &NodeRef) {
    if let Some(row) = row.cast::<HtmlElement>() {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        row.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
