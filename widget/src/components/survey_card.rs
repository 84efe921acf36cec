//! A survey: the question, then the thanks.

use shared::{
    labels::Labels,
    survey::{Comment, Prompt, SurveyView},
};
use yew::prelude::*;

use super::{
    form::{ESCAPE_FORM, command_form, escape_form},
    icons::{self, icon},
    rating_scale::rating_scale,
};

/// Asks until there is an answer, then gives thanks.
pub(super) fn survey_card(labels: &Labels, survey: &SurveyView, prompt: &Prompt) -> Html {
    // Two keys: the thanks are another view, not the question with other words.
    match prompt.outcome {
        None => html! { <div key="question" class="question">{ question(labels, survey) }</div> },
        Some(_) => html! { <div key="thanks" class="thanks">{ thanks(labels, survey) }</div> },
    }
}

/// A rating is enough to answer; words are asked for once there is one.
///
/// The style sheet alone shows the field for them: a person who chooses before the Wasm is
/// in, or where it is refused, sees it all the same.
fn question(labels: &Labels, survey: &SurveyView) -> Html {
    let fields = html! {
        <>
            <fieldset>
                <legend><h2 id="rumbo-title">{ &survey.questions[0].title }</h2></legend>
                { rating_scale(&survey.questions[0]) }
            </fieldset>
            <div class="comment">
                <label for="rumbo-comment">
                    { survey.questions[0].comment.clone().unwrap_or_default() }
                    <span class="optional">{ [" (", &labels.optional, ")"].concat() }</span>
                </label>
                <textarea
                    id="rumbo-comment"
                    name="comment"
                    rows="3"
                    maxlength={Comment::MAX_CHARS.to_string()}
                />
            </div>
            <div class="actions">
                <button class="quiet" id="rumbo-close" form={ESCAPE_FORM}>
                    { &labels.not_now }
                </button>
                <button class="main" id="rumbo-send">{ &labels.send }</button>
            </div>
        </>
    };

    html! {
        <>
            { command_form(&survey.id, "answer", fields) }
            { escape_form(&survey.id, "dismiss", Html::default()) }
        </>
    }
}

/// Their button takes focus from the question that went.
fn thanks(labels: &Labels, survey: &SurveyView) -> Html {
    let fields = html! {
        <>
            { icon(icons::DONE) }
            <h2 id="rumbo-title">{ &survey.thanks[0].title }</h2>
            <button class="main" data-focus="">{ &labels.close }</button>
        </>
    };
    escape_form(&survey.id, "close", fields)
}
