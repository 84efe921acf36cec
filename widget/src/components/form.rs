//! Forms that are commands.

use shared::{id::ContentId, survey::Question};
use yew::prelude::*;

use super::icons::icon;

/// The id of the form that is submitted by Escape. There is one in every card.
pub(super) const ESCAPE_FORM: &str = "rumbo-escape";

/// A form that sends the command `kind` for `placement`, with what `fields` add to it.
pub(super) fn command_form(placement: &ContentId, kind: &'static str, fields: Html) -> Html {
    form(None, placement, kind, fields)
}

/// A [`command_form`] for buttons elsewhere, which name it by `id`.
pub(super) fn named_form(id: &'static str, placement: &ContentId, kind: &'static str) -> Html {
    form(Some(id), placement, kind, Html::default())
}

/// The [`command_form`] that the loader submits when Escape is pressed.
pub(super) fn escape_form(placement: &ContentId, kind: &'static str, fields: Html) -> Html {
    form(Some(ESCAPE_FORM), placement, kind, fields)
}

fn form(id: Option<&'static str>, placement: &ContentId, kind: &'static str, fields: Html) -> Html {
    html! {
        <form {id} data-placement={placement.as_str().to_owned()} data-escape={(id == Some(ESCAPE_FORM)).then_some("")}>
            { hidden("type", AttrValue::Static(kind)) }
            { fields }
        </form>
    }
}

/// A field that the person does not see.
pub(super) fn hidden(name: &'static str, value: AttrValue) -> Html {
    html! { <input type="hidden" {name} {value} /> }
}

/// A button that shows `outline` and says `label`.
pub(super) fn icon_button(id: &'static str, outline: &'static str, label: &str) -> Html {
    html! {
        <button class="icon" part="button" {id} aria-label={label.to_owned()}>
            { icon(outline) }
        </button>
    }
}

/// The id of an input: `part` of what `question` offers. The loader keeps what is typed and chosen
/// by it, for this question of this survey and no other.
pub(super) fn input_id(survey: &ContentId, question: &Question<String>, part: &str) -> AttrValue {
    ["rumbo-", survey.as_str(), "-", question.id.as_str(), "-", part].concat().into()
}
