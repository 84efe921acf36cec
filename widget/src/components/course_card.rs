//! A course: its lessons and how far the person is, or what is open of it.

use shared::{
    id::ContentId,
    labels::Labels,
    training::{CourseView, Enrollment, LessonView, Spot},
};
use yew::prelude::*;

use super::{
    form::{command_form, escape_form, hidden, icon_button},
    icons::{self, icon},
    lesson_card::{lesson_card, quiz_card},
};

/// Keyed by what is open: a lesson is not the list with other words.
pub(super) fn course_card(labels: &Labels, course: &CourseView, enrollment: &Enrollment) -> Html {
    let open = match &enrollment.open {
        Some(Spot::Lesson(id)) => course.lessons.iter().find(|lesson| lesson.id == *id),
        _ => None,
    };
    let key = open.map_or("", |lesson| lesson.id.as_str());
    let inside = match (open, &enrollment.open, &course.quiz) {
        (Some(lesson), ..) => lesson_card(labels, course, enrollment, lesson),
        (_, Some(Spot::Quiz), Some(quiz)) => quiz_card(labels, course, enrollment, quiz),
        _ => list(labels, course, enrollment),
    };
    let is_quiz = enrollment.open == Some(Spot::Quiz);
    html! {
        <div key={["course-", key, if is_quiz { "-quiz" } else { "" }].concat()} class="course">
            { inside }
        </div>
    }
}

/// A course as small as a button.
pub(super) fn course_launcher(course: &CourseView) -> Html {
    let button = html! {
        <button class="pill" part="button" id="rumbo-launcher" aria-expanded="false">
            <span id="rumbo-title" part="title">{ &course.title }</span>
        </button>
    };
    command_form(&course.id, "expand", button)
}

fn list(labels: &Labels, course: &CourseView, enrollment: &Enrollment) -> Html {
    let n_done = enrollment.n_settled(course);
    let so_far: AttrValue = course.counts.get(n_done).cloned().unwrap_or_default().into();
    let minimise = icon_button("rumbo-minimise", icons::MINIMISE, labels.minimise());
    let close = icon_button("rumbo-close", icons::CLOSE, labels.close());
    let due = course.due.as_ref();
    // Who is done, by the rule of the course, may have left a step out: "3 of 4" would deny it.
    let is_short_of_all = enrollment.satisfied_at.is_some() && n_done < course.n_steps();
    html! {
        <>
            <header class="head">
                <h2 id="rumbo-title" part="title" tabindex="-1" data-focus="list">
                    { &course.title }
                </h2>
                { escape_form(&course.id, "minimise", minimise) }
                { command_form(&course.id, "dismiss", close) }
            </header>
            if enrollment.satisfied_at.is_some() {
                <div class="done" part="done">
                    { icon(icons::DONE) }
                    <p><strong>{ labels.achieved() }</strong><span>{ &course.done }</span></p>
                </div>
                { for certificate(labels, course, enrollment) }
            } else {
                <p class="intro">{ &course.intro }</p>
            }
            if let Some(due) = due {
                <p class="note" data-overdue={due.is_overdue.then_some("")}>
                    { icon(icons::CLOCK) }<span>{ &due.text }</span>
                </p>
            }
            if !is_short_of_all {
                <div class="progress">
                    <progress
                        part="progress"
                        max={course.n_steps().to_string()}
                        value={n_done.to_string()}
                        aria-label={course.title.clone()}
                        aria-valuetext={&so_far}
                    />
                    <span aria-hidden="true">{ so_far }</span>
                </div>
            }
            <ul role="list">
                for lesson in &course.lessons {
                    { row(labels, course, enrollment, lesson) }
                }
                if course.quiz.is_some() {
                    { quiz_row(labels, course, enrollment) }
                }
            </ul>
        </>
    }
}

fn certificate(labels: &Labels, course: &CourseView, enrollment: &Enrollment) -> Option<Html> {
    let url = course.certificate_url.as_ref().filter(|_| enrollment.certificate.is_some())?;
    Some(html! {
        <p class="certificate">
            <a part="button" href={url.clone()} target="_blank" rel="noopener">
                { labels.certificate() }
                { icon(icons::EXTERNAL) }
            </a>
        </p>
    })
}

fn row(labels: &Labels, course: &CourseView, enrollment: &Enrollment, lesson: &LessonView) -> Html {
    let is_done = enrollment.is_completed(&lesson.id);
    let is_last = enrollment.last == Some(Spot::Lesson(lesson.id.clone()));
    let label = if is_last && !is_done { labels.resume() } else { labels.open_lesson() };
    let item = Some(lesson.id.as_str());
    let go = open_form(&course.id, "open_lesson", item, label, &lesson.title);
    spot(labels, &lesson.title, lesson.minutes.as_ref(), is_done, is_last, go)
}

fn quiz_row(labels: &Labels, course: &CourseView, enrollment: &Enrollment) -> Html {
    let is_last = enrollment.last == Some(Spot::Quiz);
    let go = open_form(&course.id, "open_quiz", None, labels.open_lesson(), labels.quiz());
    let result = course.quiz.as_ref().and_then(|quiz| quiz.result.as_ref());
    spot(labels, labels.quiz(), result, enrollment.has_passed(None), is_last, go)
}

/// A place in the course, and the way to it.
fn spot(
    labels: &Labels,
    title: &str,
    detail: Option<&String>,
    is_done: bool,
    is_next: bool,
    go: Html,
) -> Html {
    let status = match (is_done, is_next) {
        (true, _) => "done",
        (_, true) => "next",
        _ => "open",
    };
    html! {
        <li data-status={status} part="item">
            <span class="mark">{ icon(if is_done { icons::DONE } else { icons::TO_DO }) }</span>
            <div>
                <p class="title">
                    { title.to_owned() }
                    if is_done {
                        <span class="sr-only">{ [", ", labels.done()].concat() }</span>
                    }
                </p>
                if let Some(detail) = detail {
                    <p class="detail">{ detail }</p>
                }
            </div>
            <div class="actions">{ go }</div>
        </li>
    }
}

fn open_form(
    course: &ContentId,
    kind: &'static str,
    item: Option<&str>,
    label: &str,
    title: &str,
) -> Html {
    let id = ["rumbo-open-", item.unwrap_or("quiz")].concat();
    let fields = html! {
        <>
            { for item.map(|item| hidden("item", item.to_owned().into())) }
            <button data-key="item" part="button" {id} aria-label={[label, ": ", title].concat()}>
                { label.to_owned() }
            </button>
        </>
    };
    command_form(course, kind, fields)
}
