//! The questions of a quiz, and what the answers came to.

use shared::{
    id::ItemId,
    labels::Labels,
    training::{CourseView, Enrollment, QuizQuestionView, QuizView},
};
use yew::prelude::*;

use super::{
    form::{command_form, hidden},
    icons::{self, icon},
};

/// What the last attempt came to, and the questions while they may be answered.
pub(super) fn quiz_form(
    labels: &Labels,
    course: &CourseView,
    enrollment: &Enrollment,
    lesson: Option<&ItemId>,
    quiz: &QuizView,
) -> Html {
    let has_passed = enrollment.has_passed(lesson);
    let is_over = enrollment.attempts_left(course, lesson) == Some(0);
    let said = match (has_passed, is_over) {
        (true, _) => labels.passed(),
        (_, true) => labels.no_attempt_left(),
        _ => labels.not_passed(),
    };
    let n_tried = enrollment.attempts.iter().filter(|it| it.lesson.as_ref() == lesson).count();
    html! {
        <div class="quiz">
            if let Some(result) = quiz.result.as_ref() {
                <p class="result" data-passed={has_passed.then_some("")} tabindex="-1"
                    data-focus={n_tried.to_string()}>
                    if has_passed { { icon(icons::DONE) } }
                    <span>{ [said, ": ", result].concat() }</span>
                </p>
            }
            if has_passed || is_over {
                // Nothing more is to be done here: on it goes with the rest of the course.
                { command_form(&course.id, "back", on(labels)) }
            } else {
                { command_form(&course.id, "answer_quiz", fields(labels, lesson, quiz, n_tried)) }
            }
        </div>
    }
}

fn on(labels: &Labels) -> Html {
    html! {
        <button class="main" part="button" id="rumbo-on">{ labels.all_lessons() }</button>
    }
}

fn fields(labels: &Labels, lesson: Option<&ItemId>, quiz: &QuizView, n_tried: usize) -> Html {
    html! {
        <>
            { for lesson.map(|lesson| hidden("item", lesson.as_str().to_owned().into())) }
            for asked in &quiz.questions {
                { question(labels, asked, n_tried) }
            }
            <button class="main" part="button" id="rumbo-check">{ labels.check_answers() }</button>
        </>
    }
}

fn question(labels: &Labels, question: &QuizQuestionView, n_tried: usize) -> Html {
    let name = ["pick.", question.id.as_str()].concat();
    html! {
        <fieldset>
            <legend>
                { &question.title }
                if question.multiple {
                    <span class="optional">{ [" (", labels.choose_any(), ")"].concat() }</span>
                }
            </legend>
            <div class="choices">
                for (id, label) in &question.options {
                    { option(question.multiple, (&name, n_tried), id, label) }
                }
            </div>
        </fieldset>
    }
}

/// A check box has a name of its own, because a record has each name once. Its id is of this attempt:
/// the loader keeps what is chosen by it, and nothing of the last attempt stays chosen.
fn option(is_multiple: bool, (name, n_tried): (&str, usize), option: &ItemId, label: &str) -> Html {
    let id = ["rumbo-", name, ".", option.as_str(), "-", &n_tried.to_string()].concat();
    let (kind, name, value) = if is_multiple {
        ("checkbox", [name, ".", option.as_str()].concat(), "on".to_owned())
    } else {
        ("radio", name.to_owned(), option.as_str().to_owned())
    };
    html! {
        <label>
            <input type={kind} {id} {name} {value} required={!is_multiple} />
            <span>{ label.to_owned() }</span>
        </label>
    }
}
