//! One question, and the ways around it.

use shared::{
    id::ContentId,
    labels::Labels,
    survey::{Comment, Prompt, Question, QuestionKind, SurveyView},
};
use yew::prelude::*;

use super::{
    choice_list::choice_list,
    form::{ESCAPE_FORM, command_form, escape_form, hidden, input_id, named_form},
    icons::{self, icon},
    rating_scale::rating_scale,
};

/// The form of the command that puts a survey off.
const LATER_FORM: &str = "rumbo-snooze";

/// The question with its answers.
///
/// A rating or a choice is enough; words are asked for once there is one. The style sheet alone
/// shows the field for them: a person who chooses before the Wasm is in, or where it is refused,
/// sees it all the same.
pub(super) fn question_card(
    labels: &Labels,
    survey: &SurveyView,
    prompt: &Prompt,
    question: &Question<String>,
) -> Html {
    let n_answered = prompt.answers.len();
    let n_open = survey.n_open(&prompt.answers);
    let is_first = n_answered == 0;
    let can_wait = is_first && survey.snooze_days.is_some();
    let fields = html! {
        <>
            { hidden("question", question.id.as_str().to_owned().into()) }
            { head(labels, question, is_first) }
            { answers(labels, &survey.id, question) }
            <div class="actions">
                if can_wait {
                    <button class="quiet" part="button" id="rumbo-later" form={LATER_FORM}>
                        { &labels.ask_later }
                    </button>
                }
                <button class="main" part="button" id={send_id(question, is_first)}>
                    { if n_open > 1 { &labels.next } else { &labels.send } }
                </button>
            </div>
        </>
    };

    html! {
        <>
            if n_answered + n_open > 1 {
                { steps(n_answered, n_answered + n_open) }
            }
            { command_form(&survey.id, "answer", fields) }
            { escape_form(&survey.id, "dismiss", Html::default()) }
            if can_wait {
                { named_form(LATER_FORM, &survey.id, "snooze") }
            }
        </>
    }
}

/// Focus stays with a button of the same id: the next question has another one, for it is to be
/// read before it is sent.
fn send_id(question: &Question<String>, is_first: bool) -> AttrValue {
    if is_first {
        return AttrValue::Static("rumbo-send");
    }
    ["rumbo-send-", question.id.as_str()].concat().into()
}

/// How much is behind. It is decoration: what it says changes with the answers.
fn steps(n_answered: usize, n_all: usize) -> Html {
    html! {
        <progress
            class="steps"
            aria-hidden="true"
            max={n_all.to_string()}
            value={n_answered.to_string()}
        />
    }
}

fn head(labels: &Labels, question: &Question<String>, is_first: bool) -> Html {
    // Whoever answered the one before goes on from here.
    let focus = (!is_first).then(|| question.id.as_str().to_owned());
    html! {
        <>
            <div class="head">
                <h2
                    id="rumbo-title"
                    part="title"
                    tabindex={focus.as_ref().map(|_| "-1")}
                    data-focus={focus}
                >
                    { &question.title }
                    if question.optional {
                        <span class="optional">{ [" (", &labels.optional, ")"].concat() }</span>
                    }
                </h2>
                <button
                    class="icon"
                    part="button"
                    id="rumbo-close"
                    form={ESCAPE_FORM}
                    aria-label={if is_first { &labels.not_now } else { &labels.close }.clone()}
                >
                    { icon(icons::CLOSE) }
                </button>
            </div>
            if let Some(detail) = detail(labels, question) {
                <p class="intro" id="rumbo-detail">{ detail }</p>
            }
        </>
    }
}

/// What helps to answer.
fn detail<'a>(labels: &'a Labels, question: &'a Question<String>) -> Option<&'a String> {
    let hint = (question.kind == QuestionKind::Multiple).then_some(&labels.choose_any);
    question.detail.as_ref().or(hint)
}

fn answers(labels: &Labels, survey: &ContentId, question: &Question<String>) -> Html {
    let (role, list) = match question.kind {
        QuestionKind::Nps | QuestionKind::Csat | QuestionKind::Ces => {
            (Some("radiogroup"), rating_scale(survey, question))
        }
        QuestionKind::Single => (Some("radiogroup"), choice_list(survey, question)),
        QuestionKind::Multiple => (Some("group"), choice_list(survey, question)),
        QuestionKind::Text => (None, words(labels, survey, question, "text", None)),
    };
    let comment = question.comment.as_ref();
    html! {
        <>
            <div
                class="answers"
                {role}
                data-waits={role.filter(|_| !question.optional).and(Some(""))}
                aria-labelledby={role.map(|_| "rumbo-title")}
                aria-describedby={role.and(detail(labels, question)).map(|_| "rumbo-detail")}
            >
                { list }
            </div>
            { for comment.map(|label| words(labels, survey, question, "comment", Some(label))) }
        </>
    }
}

/// A field for words: labelled, and of one's choice, beside an answer; under its question, it is
/// the answer.
fn words(
    labels: &Labels,
    survey: &ContentId,
    question: &Question<String>,
    name: &'static str,
    label: Option<&String>,
) -> Html {
    let id = input_id(survey, question, name);
    html! {
        <div class="words" data-name={name}>
            if let Some(label) = label {
                <label for={&id}>
                    { label }
                    <span class="optional">{ [" (", &labels.optional, ")"].concat() }</span>
                </label>
            }
            <textarea
                {id}
                {name}
                rows="3"
                required={label.is_none() && !question.optional}
                aria-labelledby={label.is_none().then_some("rumbo-title")}
                maxlength={Comment::MAX_CHARS.to_string()}
            />
        </div>
    }
}
