//! Fields of a command, as the loader knows them: an array of pairs of strings.

use js_sys::Array;
use shared::command::Field;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{FormData, HtmlFormElement};
use yew::{SubmitEvent, TargetCast as _};

/// What the submitted form says; `None` for a form that is none of ours.
pub(super) fn of_submit(event: &SubmitEvent) -> Option<Array> {
    let form: HtmlFormElement = event.target_dyn_into()?;
    let placement = form.get_attribute("data-placement")?;
    let fields = Array::from(FormData::new_with_form(&form).ok()?.as_ref());
    fields.push(&Array::of2(&"placement".into(), &placement.into()));
    Some(fields)
}

/// The pairs in `fields`. What is no pair of strings is left out.
pub(super) fn read(fields: &Array) -> Vec<Field> {
    fields.iter().filter_map(|pair| read_pair(&pair)).collect()
}

fn read_pair(pair: &JsValue) -> Option<Field> {
    let pair: &Array = pair.dyn_ref()?;
    Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
}
