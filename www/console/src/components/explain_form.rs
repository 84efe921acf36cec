//! The form that says what is asked about a person.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::{SelectField, TextField, choose_late};
use crate::model::PersonFilter;

/// What people may look at a page with, as the API names it.
const DEVICES: [(&str, &str); 3] =
    [("desktop", "Desktop"), ("tablet", "Tablet"), ("phone", "Phone")];

/// Properties of [`ExplainForm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ExplainFormProps {
    /// What is asked now.
    pub(crate) filter: PersonFilter,
    /// The content there is: ids and titles.
    pub(crate) content: Vec<(AttrValue, AttrValue)>,
    /// Asks something else.
    pub(crate) on_apply: Callback<PersonFilter>,
}

/// The inputs' elements. They hold what is typed, so that drawing the page again never undoes it.
#[derive(Clone, Default, PartialEq)]
struct Inputs {
    content: NodeRef,
    url: NodeRef,
    device: NodeRef,
    locale: NodeRef,
}

impl Inputs {
    fn read(&self, filter: &PersonFilter) -> PersonFilter {
        let some = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let chosen = |node: &NodeRef| some(node.cast::<HtmlSelectElement>()?.value());
        let typed = |node: &NodeRef| some(node.cast::<HtmlInputElement>()?.value());
        PersonFilter {
            content: chosen(&self.content),
            url: typed(&self.url),
            device: chosen(&self.device),
            locale: typed(&self.locale),
            ..filter.clone()
        }
    }

    fn write(&self, filter: &PersonFilter) {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        for (node, value) in [(&self.content, &filter.content), (&self.device, &filter.device)] {
            if let Some(select) = node.cast::<HtmlSelectElement>() {
                select.set_value(&text(value));
            }
        }
        for (node, value) in [(&self.url, &filter.url), (&self.locale, &filter.locale)] {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                input.set_value(&text(value));
            }
        }
    }
}

/// Which content, and what the person would look at.
#[component]
pub(crate) fn ExplainForm(props: &ExplainFormProps) -> Html {
    let inputs = use_memo((), |()| Inputs::default());
    let mut content = props.content.clone();
    // A link may name what the list has not, or not yet.
    if let Some(asked) = &props.filter.content
        && !content.iter().any(|(id, _)| id == asked)
    {
        content.push((asked.clone().into(), asked.clone().into()));
    }

    let written = inputs.clone();
    use_effect_with(props.filter.clone(), move |filter| written.write(filter));
    // What is typed stays when the content comes late.
    let (late, asked) = (inputs.content.clone(), props.filter.content.clone());
    use_effect_with(content.clone(), move |_| choose_late(&late, asked.as_deref()));

    let (filter, on_apply) = (props.filter.clone(), props.on_apply.clone());
    let onsubmit = Callback::from({
        let inputs = inputs.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            on_apply.emit(inputs.read(&filter));
        }
    });
    let devices = DEVICES.map(|(value, name)| (value.into(), name.into())).to_vec();
    html! {
        <form class="filter why-filter" role="search" aria-label="What is asked" {onsubmit}>
            <SelectField id="why-content" label="Content" node={&inputs.content}
                nothing="All content" options={content} />
            <TextField id="why-url" label="On the page with this address" node={&inputs.url}
                placeholder="Any" input_mode="url" max_length={2000} />
            <SelectField id="why-device" label="On a" node={&inputs.device}
                nothing="Desktop (default)" options={devices} />
            <TextField id="why-locale" label="In the language" node={&inputs.locale}
                placeholder="en" max_length={35} />
            <div class="filter-actions">
                <button type="submit" class="button button-primary">{ "Ask" }</button>
            </div>
        </form>
    }
}
