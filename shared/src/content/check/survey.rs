//! What may be wrong with a survey.

use std::collections::BTreeMap;

use super::{
    Fault, check_link, check_text,
    condition::{check_condition, check_event, check_page},
    fault,
};
use crate::{
    id::ItemId,
    survey::{AnswerTest, Look, Question, QuestionKind, Survey, Trigger},
};

/// Questions by id, as far as they were checked.
type Earlier<'a> = BTreeMap<&'a ItemId, &'a Question>;

/// Notes everything that is wrong with `survey`.
pub(super) fn check(survey: &Survey, faults: &mut Vec<Fault>) {
    let mut earlier = Earlier::new();
    for (index, question) in survey.questions.iter().enumerate() {
        let path = format!("questions[{index}]");
        check_question(question, &path, faults);
        if let Some(test) = &question.test {
            check_test(test, survey, &earlier, &format!("{path}.if"), faults);
        }
        if earlier.insert(&question.id, question).is_some() {
            let message = format!("`{}` names an earlier question", question.id);
            faults.push(fault(format!("{path}.id"), message));
        }
    }
    if let Some(kind) = survey.kind.question()
        && !survey.questions.iter().any(|question| question.kind == kind)
    {
        let message = format!("needs a question of the type `{}`", survey.kind.as_str());
        faults.push(fault("questions", message));
    }
    if survey.thanks.is_empty() {
        faults.push(fault("thanks", "needs at least one"));
    }
    for (index, ending) in survey.thanks.iter().enumerate() {
        let path = format!("thanks[{index}]");
        check_text(&ending.title, format!("{path}.title"), faults);
        if let Some(detail) = &ending.detail {
            check_text(detail, format!("{path}.detail"), faults);
        }
        if let Some(link) = &ending.link {
            check_link(link, &format!("{path}.link"), faults);
        }
        if let Some(test) = &ending.test {
            check_test(test, survey, &earlier, &format!("{path}.if"), faults);
        }
    }
    if survey.thanks.last().is_some_and(|ending| ending.test.is_some()) {
        faults.push(fault("thanks", "the last must have no `if`: somebody would read nothing"));
    }
    if let Some(segment) = &survey.segment {
        check_condition(segment, "segment", faults);
    }
    check_when(survey, faults);
}

fn check_when(survey: &Survey, faults: &mut Vec<Fault>) {
    match &survey.trigger {
        Some(Trigger::Event(test)) => check_event(test, "trigger.event", faults),
        Some(Trigger::Page(pattern)) => check_page(pattern, "trigger.page".to_owned(), faults),
        _ => {}
    }
    let schedule = &survey.schedule;
    let days = [
        ("every_days", schedule.every_days),
        ("snooze_days", schedule.snooze_days),
        ("expires_days", schedule.expires_days),
        ("until_answered.after_days", schedule.until_answered.map(|retry| retry.after_days)),
        ("until_answered.at_most", schedule.until_answered.map(|retry| retry.at_most)),
    ];
    for (path, _) in days.into_iter().filter(|(_, days)| *days == Some(0)) {
        faults.push(fault(format!("schedule.{path}"), "must be 1 or more"));
    }
    if let (Some(start), Some(end)) = (schedule.starts_at, schedule.ends_at)
        && start >= end
    {
        faults.push(fault("schedule.ends_at", "must be after `starts_at`"));
    }
}

fn check_question(question: &Question, path: &str, faults: &mut Vec<Fault>) {
    check_text(&question.title, format!("{path}.title"), faults);
    let texts = [
        ("detail", &question.detail),
        ("low", &question.low),
        ("high", &question.high),
        ("comment", &question.comment),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            check_text(text, format!("{path}.{name}"), faults);
        }
    }
    let has_options = matches!(question.kind, QuestionKind::Single | QuestionKind::Multiple);
    if has_options && question.options.len() < 2 {
        faults.push(fault(format!("{path}.options"), "needs at least two"));
    }
    if !has_options && !question.options.is_empty() {
        faults.push(fault(format!("{path}.options"), "only `single` and `multiple` have some"));
    }
    for (n, option) in question.options.iter().enumerate() {
        check_text(&option.label, format!("{path}.options[{n}].label"), faults);
        if question.options[..n].iter().any(|other| other.id == option.id) {
            let message = format!("`{}` names an earlier option", option.id);
            faults.push(fault(format!("{path}.options[{n}].id"), message));
        }
    }
    if question.look != Look::Numbers && question.kind != QuestionKind::Csat {
        faults.push(fault(format!("{path}.look"), "stars and faces are for `csat`"));
    }
}

fn check_test(
    test: &AnswerTest,
    survey: &Survey,
    earlier: &Earlier<'_>,
    path: &str,
    faults: &mut Vec<Fault>,
) {
    let first = survey.questions.first().map(|question| &question.id);
    let Some(question) = test.question.as_ref().or(first).and_then(|id| earlier.get(id)) else {
        faults.push(fault(format!("{path}.question"), "is no question before this one"));
        return;
    };
    if (test.at_least.is_some() || test.at_most.is_some()) && !question.kind.is_rating() {
        faults.push(fault(path, format!("`{}` has no rating to compare", question.id)));
    }
    for (n, id) in test.any_of.iter().enumerate() {
        if !question.options.iter().any(|option| option.id == *id) {
            let message = format!("`{id}` is no option of `{}`", question.id);
            faults.push(fault(format!("{path}.any_of[{n}]"), message));
        }
    }
}
