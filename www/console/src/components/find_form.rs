//! The way to one of many by its name.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::ComboField;
use crate::{browser::focus, model::Suggestions, wording::find_help};

/// Properties of [`FindForm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct FindFormProps {
    /// The input's id.
    pub(crate) id: &'static str,
    /// Its name.
    pub(crate) label: &'static str,
    /// What one of them is.
    pub(crate) noun: &'static str,
    /// What is suggested.
    pub(crate) found: Suggestions,
    /// Told when somebody is about to type: what is suggested is wanted from then on.
    pub(crate) on_want: Callback<()>,
    /// Opens the one with this id.
    pub(crate) on_open: Callback<String>,
}

/// A field that suggests names; what is chosen opens at once, and so does an id that is typed whole.
#[component]
pub(crate) fn FindForm(props: &FindFormProps) -> Html {
    let FindFormProps { id, label, noun, found, on_want, on_open } = props;
    let input = use_node_ref();
    let typed = use_state_eq(String::new);
    let is_asked = use_state_eq(|| false);

    // A name that is sent before the names are in is looked up once they are.
    let (set_asked, open) = (is_asked.setter(), on_open.clone());
    use_effect_with((*is_asked, (*typed).clone(), found.clone()), move |(asked, typed, found)| {
        if *asked && !found.phase.is_loading() {
            set_asked.set(false);
            let named = found.choices.named(typed).map(|choice| choice.id.clone());
            open.emit(named.unwrap_or_else(|| typed.trim().to_owned()));
        }
    });

    let (field, set_asked) = (input.clone(), is_asked.setter());
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let value = field.cast::<HtmlInputElement>().map(|input| input.value());
        if value.is_some_and(|value| !value.trim().is_empty()) {
            set_asked.set(true);
        } else {
            focus(&field);
        }
    });
    let (set_typed, set_asked) = (typed.setter(), is_asked.setter());
    let on_type = Callback::from(move |text| {
        set_asked.set(false);
        set_typed.set(text);
    });
    html! {
        <form class="find" role="search" aria-label={*label} {onsubmit}
            onfocusin={on_want.reform(|_: FocusEvent| ())}>
            <ComboField {id} label={*label} {noun} node={input} choices={found.choices.clone()}
                {on_type} on_choose={on_open.clone()} help={find_help(&typed, found, noun)} />
            <button type="submit" class="button" aria-disabled={is_asked.to_string()}>
                { "Open" }
            </button>
        </form>
    }
}
