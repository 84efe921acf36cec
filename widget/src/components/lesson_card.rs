//! What is open of a course: a lesson, or the quiz at its end.

use shared::{
    checklist::Link,
    labels::Labels,
    training::{CourseView, Enrollment, LessonBody, LessonView, QuizView},
};
use yew::prelude::*;

use super::{
    article::article,
    form::{command_form, escape_form, hidden, icon_button},
    icons,
    link::link_out,
    quiz_form::quiz_form,
};

/// The lesson, its quiz if it has one, and the way back. Escape leads back.
pub(super) fn lesson_card(
    labels: &Labels,
    course: &CourseView,
    enrollment: &Enrollment,
    lesson: &LessonView,
) -> Html {
    let is_done = enrollment.is_completed(&lesson.id);
    let finish = (lesson.quiz.is_none() && !is_done).then(|| {
        let fields = html! {
            <>
                { hidden("item", lesson.id.as_str().to_owned().into()) }
                <button class="main" part="button" id="rumbo-finish">
                    { labels.finish_lesson() }
                </button>
            </>
        };
        command_form(&course.id, "complete_lesson", fields)
    });
    html! {
        <>
            { head(labels, course, &lesson.title) }
            <div class="lesson">
                { for lesson.body.as_ref().map(|body| inside(labels, body)) }
            </div>
            { for lesson.quiz.as_ref().map(|quiz| {
                quiz_form(labels, course, enrollment, Some(&lesson.id), quiz)
            }) }
            { for finish }
        </>
    }
}

/// The quiz at the end.
pub(super) fn quiz_card(
    labels: &Labels,
    course: &CourseView,
    enrollment: &Enrollment,
    quiz: &QuizView,
) -> Html {
    html! {
        <>
            { head(labels, course, labels.quiz()) }
            { quiz_form(labels, course, enrollment, None, quiz) }
        </>
    }
}

/// Focus comes here: whoever opened it goes on reading.
fn head(labels: &Labels, course: &CourseView, title: &str) -> Html {
    let back = icon_button("rumbo-back", icons::BACK, labels.all_lessons());
    html! {
        <header class="head">
            <h2 id="rumbo-title" part="title" tabindex="-1" data-focus={title.to_owned()}>
                { title.to_owned() }
            </h2>
            { escape_form(&course.id, "back", back) }
        </header>
    }
}

fn inside(labels: &Labels, body: &LessonBody) -> Html {
    match body {
        LessonBody::Article(blocks) => article(blocks),
        LessonBody::Link(link) => link_out(link),
        // The host's policy decides whether a frame or a player may load; a link always works.
        LessonBody::Embed { url } => away(labels.open_page(), url),
        LessonBody::Video { url, transcript } => html! {
            <>
                { away(labels.watch(), url) }
                if !transcript.is_empty() {
                    <details>
                        <summary>{ labels.transcript() }</summary>
                        { article(transcript) }
                    </details>
                }
            </>
        },
    }
}

fn away(label: &str, url: &str) -> Html {
    link_out(&Link { label: label.to_owned(), href: url.to_owned() })
}
