//! Options to choose from.

use shared::survey::{Choice, Question, QuestionKind};
use yew::prelude::*;

/// One option a line: radio buttons if one may be chosen, or else checkboxes.
pub(super) fn choice_list(question: &Question<String>) -> Html {
    html! {
        <div class="choices">
            for option in &question.options {
                { choice(question, option) }
            }
        </div>
    }
}

fn choice(question: &Question<String>, option: &Choice<String>) -> Html {
    let is_single = question.kind == QuestionKind::Single;
    html! {
        <label>
            <input
                type={if is_single { "radio" } else { "checkbox" }}
                name="choice"
                id={["rumbo-", question.id.as_str(), "-", option.id.as_str()].concat()}
                value={option.id.as_str().to_owned()}
                required={is_single && !question.optional}
            />
            <span>{ &option.label }</span>
        </label>
    }
}
