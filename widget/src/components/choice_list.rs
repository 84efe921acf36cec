//! Options to choose from.

use shared::{
    id::ContentId,
    survey::{Choice, Question, QuestionKind},
};
use yew::prelude::*;

use super::form::input_id;

/// One option a line: radio buttons if one may be chosen, or else checkboxes.
pub(super) fn choice_list(survey: &ContentId, question: &Question<String>) -> Html {
    html! {
        <div class="choices">
            for option in &question.options {
                { choice(survey, question, option) }
            }
        </div>
    }
}

fn choice(survey: &ContentId, question: &Question<String>, option: &Choice<String>) -> Html {
    let is_single = question.kind == QuestionKind::Single;
    html! {
        <label>
            <input
                type={if is_single { "radio" } else { "checkbox" }}
                name="choice"
                id={input_id(survey, question, option.id.as_str())}
                value={option.id.as_str().to_owned()}
                required={is_single && !question.optional}
            />
            <span>{ &option.label }</span>
        </label>
    }
}
