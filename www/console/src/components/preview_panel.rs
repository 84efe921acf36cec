//! Content as the people it is meant for will see it.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::{Field, Panel, PreviewFrame};
use crate::{browser::is_narrow, hooks::UsePreviewHandle, wording::language_name};

/// The languages that the widget has words of its own in.
const WIDGET_LANGUAGES: [&str; 4] = ["en", "es", "pt", "ar"];

/// How wide the page is that the widget stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Width {
    /// A phone's.
    Phone,
    /// A desktop's.
    Desktop,
}

impl Width {
    const ALL: [(Self, &str); 2] = [(Self::Phone, "Phone"), (Self::Desktop, "Desktop")];

    const fn class(self) -> &'static str {
        match self {
            Self::Phone => "preview-phone",
            Self::Desktop => "preview-desktop",
        }
    }
}

/// Properties of [`PreviewPanel`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PreviewPanelProps {
    /// What is drawn, and in which language.
    pub(crate) preview: UsePreviewHandle,
    /// Which version it is; empty where there is only history.
    pub(crate) version: AttrValue,
    /// Asks for it again.
    pub(crate) on_retry: Callback<()>,
}

/// The widget in a page of its own, in each language and in two widths.
#[component]
pub(crate) fn PreviewPanel(props: &PreviewPanelProps) -> Html {
    let PreviewPanelProps { preview, version, on_retry } = props;
    let width = use_state_eq(|| if is_narrow() { Width::Phone } else { Width::Desktop });
    let name = language_name(&preview.locale).to_owned();
    let is_nothing = preview.drawn.is_none() && !preview.phase.is_loading();
    html! {
        <Panel id="preview-title" title="Preview" status={version.clone()}
            phase={preview.phase.clone()} is_loaded=true on_retry={on_retry.clone()}>
            if version.is_empty() {
                <div class="empty">
                    <p class="empty-title">{ "Nothing to show" }</p>
                    <p>{ "Save a draft, or roll back to a version below." }</p>
                </div>
            } else {
                <div class="preview">
                    <div class="preview-tools">
                        { languages(preview) }
                        <div class="toolbar" role="group" aria-label="Width of the page">
                            for (of, name) in Width::ALL {
                                { toggle(of, name, &width) }
                            }
                        </div>
                    </div>
                    <div class={classes!("preview-stage", width.class())}>
                        <div class="preview-page">
                            if is_nothing && preview.phase.error().is_none() {
                                <p class="preview-nothing">{ "The widget draws nothing for it." }</p>
                            }
                            <PreviewFrame drawn={preview.drawn.clone()}
                                title={format!("How people see it, in {name}")} />
                        </div>
                    </div>
                    <p class="secondary">
                        { "As somebody finds it who has done nothing yet. Its buttons do nothing here." }
                    </p>
                </div>
            }
        </Panel>
    }
}

fn toggle(of: Width, name: &'static str, width: &UseStateHandle<Width>) -> Html {
    let setter = width.setter();
    html! {
        <button type="button" class="button" aria-pressed={(of == **width).to_string()}
            onclick={move |_| setter.set(of)}>
            { name }
        </button>
    }
}

/// The content's languages, and those in which only the widget's own words are.
fn languages(preview: &UsePreviewHandle) -> Html {
    let own: Vec<&str> = preview.languages.iter().map(String::as_str).collect();
    let others: Vec<&str> = WIDGET_LANGUAGES.into_iter().filter(|tag| !own.contains(tag)).collect();
    let onchange = preview
        .on_locale
        .reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    let group = |label: &'static str, tags: &[&str]| {
        html! {
            if !tags.is_empty() {
                <optgroup {label}>
                    for tag in tags {
                        <option value={(*tag).to_owned()} selected={**tag == *preview.locale}>
                            { language_name(tag) }
                        </option>
                    }
                </optgroup>
            }
        }
    };
    html! {
        <Field id="preview-language" label="Language">
            <select id="preview-language" {onchange}>
                { group("Written in", &own) }
                { group("Not translated", &others) }
            </select>
        </Field>
    }
}
