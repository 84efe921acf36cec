//! The editor of a piece of content, as JSON.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::{
    api::{ApiError, Fault},
    browser::focus,
    model::{Phase, Position, place_of},
};

/// Properties of [`ContentEditor`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ContentEditorProps {
    /// The newest text there is: of the draft, or of what is published.
    pub(crate) base: AttrValue,
    /// What was typed here before and not saved.
    pub(crate) typed: Option<AttrValue>,
    /// Told what stands there with each change; `None` when that is the newest text there is.
    pub(crate) on_typed: Callback<Option<String>>,
    /// Whether the operator may save.
    pub(crate) may_save: bool,
    /// The request that saves.
    pub(crate) phase: Phase,
    /// What was sent to be saved last.
    pub(crate) sent: Option<AttrValue>,
    /// What was saved last, and what came of it.
    pub(crate) saved: Option<(AttrValue, AttrValue)>,
    /// Saves the text as a draft.
    pub(crate) on_save: Callback<String>,
    /// What else can be done.
    pub(crate) children: Html,
}

/// A place for the text, and what is wrong with what was sent, each with the way to it.
///
/// What was typed is never overwritten by what comes from the edge, unless it is what was saved.
#[component]
pub(crate) fn ContentEditor(props: &ContentEditorProps) -> Html {
    let area = use_node_ref();
    // The text is there with the first drawing; effects come after it, and on a busy machine later.
    let first = use_memo((), |()| props.typed.clone().unwrap_or_else(|| props.base.clone()));
    let is_kept = use_state_eq(|| props.typed.is_some());
    let taken = use_state_eq(|| None::<String>);
    let shown = use_mut_ref(|| props.base.to_string());
    let (node, last) = (area.clone(), shown.clone());
    use_effect_with((props.base.clone(), props.saved.clone()), move |(base, saved)| {
        let Some(area) = node.cast::<HtmlTextAreaElement>() else { return };
        let typed = area.value();
        let is_saved = saved.as_ref().is_some_and(|(text, _)| **text == *typed);
        if **base != *last.borrow() && (is_saved || typed == *last.borrow()) {
            area.set_value(base);
            last.replace(base.to_string());
        }
    });

    let sent = props.sent.clone().unwrap_or_default();
    let faults = props.phase.error().map(faults_of).unwrap_or_default();
    let n_faults = faults.len();
    let focused = use_node_ref();
    let list = focused.clone();
    use_effect_with((sent.clone(), n_faults), move |(_, n)| {
        if *n > 0 {
            focus(&list);
        }
    });

    let (node, on_save, set_taken) = (area.clone(), props.on_save.clone(), taken.setter());
    let onclick = Callback::from(move |_| {
        set_taken.set(None);
        if let Some(area) = node.cast::<HtmlTextAreaElement>() {
            on_save.emit(area.value());
        }
    });
    let node = area.clone();
    let on_reset = {
        let (base, last) = (props.base.clone(), shown.clone());
        let (is_kept, taken) = (is_kept.setter(), taken.clone());
        let on_typed = props.on_typed.clone();
        Callback::from(move |_| {
            let Some(area) = node.cast::<HtmlTextAreaElement>() else { return };
            if let Some(text) = &*taken {
                area.set_value(text);
                taken.set(None);
                on_typed.emit(Some(text.clone()));
                return;
            }
            taken.set(Some(area.value()).filter(|typed| *typed != *base));
            area.set_value(&base);
            last.replace(base.to_string());
            is_kept.set(false);
            on_typed.emit(None);
        })
    };
    let oninput = {
        let (base, on_typed) = (props.base.clone(), props.on_typed.clone());
        let taken = taken.setter();
        Callback::from(move |event: InputEvent| {
            taken.set(None);
            let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
            on_typed.emit((text != *base).then_some(text));
        })
    };
    let busy = props.phase.is_loading();
    let told = match &props.saved {
        _ if taken.is_some() => "Your changes are taken back.".into(),
        Some((_, told)) => told.clone(),
        None if *is_kept => "Your changes from before are here. They are not saved.".into(),
        None => AttrValue::default(),
    };
    html! {
        <div class="editor">
            <div class="field">
                <label for="content-json">{ "Content as JSON" }</label>
                <textarea id="content-json" ref={area.clone()} class="code" rows="18"
                    defaultvalue={(*first).clone()}
                    spellcheck="false" autocomplete="off" autocapitalize="none"
                    {oninput} readonly={!props.may_save} aria-invalid={(n_faults > 0).to_string()}
                    aria-describedby="content-json-help" />
                <p id="content-json-help" class="secondary">
                    { "Saving makes a draft, which nobody sees until it is published. Each save is a \
                       version of its own." }
                </p>
            </div>
            if n_faults > 0 {
                <div class="faults" ref={focused} tabindex="-1" role="group"
                    aria-labelledby="faults-title">
                    <h3 id="faults-title">{ summary(n_faults) }</h3>
                    <ul>
                        for fault in faults {
                            { self::fault(&fault, &sent, &area) }
                        }
                    </ul>
                </div>
            }
            if props.may_save {
                <div class="form-actions">
                    <button type="button" class="button button-primary"
                        aria-disabled={busy.to_string()} {onclick}>
                        { if busy { "Saving…" } else { "Save draft" } }
                    </button>
                    <button type="button" class="button" onclick={on_reset}>
                        // One button that stays, so that the focus stays on it.
                        { if taken.is_some() { "Put them back" } else { "Take back my changes" } }
                    </button>
                    { props.children.clone() }
                    <p class="told" role="status">{ told }</p>
                </div>
            }
        </div>
    }
}

fn summary(n: usize) -> String {
    if n == 1 {
        "One thing is wrong. Nothing was saved.".to_owned()
    } else {
        format!("{n} things are wrong. Nothing was saved.")
    }
}

/// What is wrong with the text; nothing, if the error is about something else.
fn faults_of(error: &ApiError) -> Vec<Fault> {
    if !error.faults().is_empty() {
        return error.faults().to_vec();
    }
    match error {
        ApiError::Refused { code, detail, pointer, .. } if code == "invalid_json" => vec![Fault {
            pointer: pointer.clone().unwrap_or_default(),
            path: String::new(),
            detail: detail.clone(),
        }],
        _ => vec![],
    }
}

/// A fault, and the way to its place in the text.
fn fault(fault: &Fault, sent: &str, area: &NodeRef) -> Html {
    let place = if fault.path.is_empty() {
        Position::in_words(sent, &fault.detail)
    } else {
        place_of(sent, &fault.pointer)
    };
    let area = area.clone();
    html! {
        <li>
            if let Some(place) = place {
                <button type="button" class="link" onclick={move |_| go_to(&area, place)}>
                    { format!("Line {}, column {}", place.line, place.column) }
                </button>
                { " " }
            }
            if !fault.path.is_empty() { <code>{ &fault.path }</code>{ " " } }
            { &fault.detail }
        </li>
    }
}

/// Puts the cursor at `place`.
fn go_to(area: &NodeRef, place: Position) {
    let Some(area) = area.cast::<HtmlTextAreaElement>() else { return };
    let at = u32::try_from(place.at).unwrap_or(u32::MAX);
    // With the focus, browsers bring the cursor into view.
    area.set_selection_range(at, at).expect("a text area has a selection");
    area.blur().and_then(|()| area.focus()).expect("a text area takes the focus");
}
