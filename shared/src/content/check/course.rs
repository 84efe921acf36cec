//! What may be wrong with a course.

use super::{Fault, check_link, check_text, condition::check_condition, fault};
use crate::training::{Course, Lesson, LessonContent, Quiz, QuizQuestion, is_secure};

/// Notes everything that is wrong with `course`.
pub(super) fn check(course: &Course, faults: &mut Vec<Fault>) {
    let texts = [("title", &course.title), ("intro", &course.intro), ("done", &course.done)];
    for (path, text) in texts {
        check_text(text, path, faults);
    }
    if course.lessons.is_empty() {
        faults.push(fault("lessons", "needs at least one lesson"));
    }
    for (index, lesson) in course.lessons.iter().enumerate() {
        let path = format!("lessons[{index}]");
        if course.lessons[..index].iter().any(|other| other.id == lesson.id) {
            let message = format!("`{}` names an earlier lesson", lesson.id);
            faults.push(fault(format!("{path}.id"), message));
        }
        check_lesson(lesson, &path, faults);
    }
    if let Some(quiz) = &course.quiz {
        check_quiz(quiz, "quiz", faults);
    }
    if course.move_on.needs_quiz() && course.quizzes().next().is_none() {
        faults.push(fault("move_on", "nobody can pass a course without a quiz"));
    }
    if let Some(segment) = &course.segment {
        check_condition(segment, "segment", faults);
    }
    for (path, days) in [("due_days", course.due_days), ("stuck_days", course.stuck_days)] {
        if days == Some(0) {
            faults.push(fault(path, "must be 1 or more"));
        }
    }
    if let Some(certificate) = &course.certificate {
        check_text(&certificate.title, "certificate.title", faults);
        if let Some(detail) = &certificate.detail {
            check_text(detail, "certificate.detail", faults);
        }
    }
}

fn check_lesson(lesson: &Lesson, path: &str, faults: &mut Vec<Fault>) {
    check_text(&lesson.title, format!("{path}.title"), faults);
    let secure = |url: &str, path: String, faults: &mut Vec<Fault>| {
        if !is_secure(url) {
            faults.push(fault(path, "must begin with https://"));
        }
    };
    let path_of = |field: &str| format!("{path}.content.{field}");
    match &lesson.content {
        LessonContent::Article(text) => check_text(text, path_of("article"), faults),
        LessonContent::Video(video) => {
            secure(&video.url, path_of("video.url"), faults);
            if let Some(transcript) = &video.transcript {
                check_text(transcript, path_of("video.transcript"), faults);
            }
        }
        LessonContent::Link(link) => check_link(link, &path_of("link"), faults),
        LessonContent::Embed(embed) => secure(&embed.url, path_of("embed.url"), faults),
    }
    if let Some(quiz) = &lesson.quiz {
        check_quiz(quiz, &format!("{path}.quiz"), faults);
    }
}

fn check_quiz(quiz: &Quiz, path: &str, faults: &mut Vec<Fault>) {
    if quiz.questions.is_empty() {
        faults.push(fault(format!("{path}.questions"), "needs at least one"));
    }
    if !(1..=100).contains(&quiz.pass_mark) {
        faults.push(fault(format!("{path}.pass_mark"), "must be 1 to 100, in percent"));
    }
    if quiz.attempts == Some(0) {
        faults.push(fault(format!("{path}.attempts"), "must be 1 or more"));
    }
    for (index, question) in quiz.questions.iter().enumerate() {
        let path = format!("{path}.questions[{index}]");
        if quiz.questions[..index].iter().any(|other| other.id == question.id) {
            let message = format!("`{}` names an earlier question", question.id);
            faults.push(fault(format!("{path}.id"), message));
        }
        check_question(question, &path, faults);
    }
}

fn check_question(question: &QuizQuestion, path: &str, faults: &mut Vec<Fault>) {
    check_text(&question.title, format!("{path}.title"), faults);
    if question.options.len() < 2 {
        faults.push(fault(format!("{path}.options"), "needs at least two"));
    }
    for (n, option) in question.options.iter().enumerate() {
        check_text(&option.label, format!("{path}.options[{n}].label"), faults);
        if question.options[..n].iter().any(|other| other.id == option.id) {
            let message = format!("`{}` names an earlier option", option.id);
            faults.push(fault(format!("{path}.options[{n}].id"), message));
        }
    }
    match question.options.iter().filter(|option| option.right).count() {
        0 => faults.push(fault(format!("{path}.options"), "none of them is right")),
        1 => {}
        _ if question.multiple => {}
        _ => {
            let message = "several are right: say `multiple`, or nobody can answer it";
            faults.push(fault(format!("{path}.options"), message));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::content::{ContentKind, check};

    const COURSE: &str = r#"{"id":"basics","title":{"en":"t"},"intro":{"en":"i"},"done":{"en":"d"},
        "move_on":"Passed","certificate":{"title":{"en":"c"}},
        "lessons":[{"id":"a","title":{"en":"t"},"content":{"article":{"en":"text"}}},
                   {"id":"b","title":{"en":"t"},"content":{"video":{"url":"https://v.example/1"}}}],
        "quiz":{"questions":[{"id":"q","title":{"en":"q"},
            "options":[{"id":"x","label":{"en":"x"},"right":true},{"id":"y","label":{"en":"y"}}]}]}}"#;

    #[track_caller]
    fn check_faults(json: &str, want: &[&str]) {
        let got = check(ContentKind::Course, json).err().unwrap_or_default();
        let got: Vec<_> = got.iter().map(|fault| fault.path.as_str()).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn accepts_a_good_course_and_names_each_fault() {
        check_faults(COURSE, &[]);
        let with =
            |from: &str, to: &str, want: &[&str]| check_faults(&COURSE.replace(from, to), want);
        with("https://v", "http://v", &["lessons[1].content.video.url"]);
        with(r#""id":"b""#, r#""id":"a""#, &["lessons[1].id"]);
        with(r#""quiz""#, r#""quizz""#, &["quizz", "move_on"]);
        with(r#""right":true"#, r#""right":false"#, &["quiz.questions[0].options"]);
        with(r#"{"en":"y"}}"#, r#"{"en":"y"},"right":true}"#, &["quiz.questions[0].options"]);
        with(r#""y""#, r#""x""#, &["quiz.questions[0].options[1].id"]);
        with(
            r#""quiz":{"#,
            r#""quiz":{"pass_mark":0,"attempts":0,"#,
            &["quiz.pass_mark", "quiz.attempts"],
        );
        with(r#""article":{"en":"text"}"#, r#""article":{}"#, &["lessons[0].content.article"]);
        with(r#""move_on":"Passed""#, r#""move_on":"passed""#, &["move_on"]);
    }
}
