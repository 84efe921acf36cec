//! A survey: one question at a time, then the thanks.

use shared::{
    labels::Labels,
    survey::{Prompt, SurveyView},
};
use yew::prelude::*;

use super::{
    form::{command_form, escape_form},
    icons::{self, icon},
    link::link_out,
    question_card::question_card,
};

/// Asks until there is nothing left to ask, then gives thanks.
///
/// A key for each view: the next question is not the last one with other words.
pub(super) fn survey_card(labels: &Labels, survey: &SurveyView, prompt: &Prompt) -> Html {
    match survey.next(&prompt.answers).filter(|_| !prompt.is_answered()) {
        Some(question) => html! {
            <div key={["q-", question.id.as_str()].concat()} class="question">
                { question_card(labels, survey, prompt, question) }
            </div>
        },
        None => html! { <div key="thanks" class="thanks">{ thanks(labels, survey, prompt) }</div> },
    }
}

/// Their button takes focus from the question that went.
fn thanks(labels: &Labels, survey: &SurveyView, prompt: &Prompt) -> Html {
    let ending = survey.ending(&prompt.answers);
    let link = ending.and_then(|ending| ending.link.as_ref());
    let close = html! {
        <button class="main" part="button" data-focus="thanks">
            { &labels.close }
        </button>
    };
    html! {
        <>
            { icon(icons::DONE) }
            <h2 id="rumbo-title" part="title">
                { ending.map_or(&labels.done, |ending| &ending.title) }
            </h2>
            if let Some(detail) = ending.and_then(|ending| ending.detail.as_ref()) {
                <p class="intro">{ detail }</p>
            }
            <div class="actions">
                if let Some(link) = link {
                    { command_form(&survey.id, "follow", link_out(link)) }
                }
                { escape_form(&survey.id, "close", close) }
            </div>
        </>
    }
}
