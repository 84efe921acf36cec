//! What somebody said in a survey.

use crate::{
    api::{Answer, Response},
    model::{QuestionWords, SurveyWords},
};

/// What a response says beside the rating that counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// The words beside that rating.
    pub(crate) comment: Option<String>,
    /// The other questions, and what was said to each.
    pub(crate) answers: Vec<(String, Vec<String>)>,
}

impl Said {
    /// What `response` says, each thing once: with the words of its survey where they are known,
    /// else with ids. A survey may have been changed since.
    pub(crate) fn of(response: &Response, words: &SurveyWords) -> Self {
        let place = |id: &String| words.questions.iter().position(|question| question.id == *id);
        let mut answers: Vec<_> = response.answers.iter().collect();
        answers.sort_by_key(|(id, _)| place(id).unwrap_or(usize::MAX));

        let mut rating = response.rating;
        // Words that answer a question stand by the question.
        let is_text = answers.iter().any(|(_, answer)| answer.text == response.comment);
        let mut comment = response.comment.clone().filter(|_| !is_text);
        let shown = comment.clone();
        let mut said = vec![];
        for (id, answer) in answers {
            let question = words.question(id);
            let counts = question.is_none_or(|question| question.kind == response.kind);
            let mut answer = answer.clone();
            if counts && answer.rating.is_some() && answer.rating == rating {
                (answer.rating, rating) = (None, None);
            }
            if answer.comment.is_some() && answer.comment == comment {
                (answer.comment, comment) = (None, None);
            }
            let parts = parts(answer, question);
            if !parts.is_empty() {
                let title = question.and_then(QuestionWords::title).unwrap_or(id);
                said.push((title.to_owned(), parts));
            }
        }
        Self { comment: shown, answers: said }
    }
}

/// The highest rating on the scale of a kind of question or survey, if it has one.
pub(crate) fn highest_rating(kind: &str) -> Option<u32> {
    match kind {
        "nps" => Some(10),
        "csat" => Some(5),
        "ces" => Some(7),
        _ => None,
    }
}

fn parts(answer: Answer, question: Option<&QuestionWords>) -> Vec<String> {
    let highest = question.and_then(|question| highest_rating(&question.kind));
    let label = |id: &String| question.and_then(|it| it.label(id)).unwrap_or(id).to_owned();
    let rating = answer.rating.map(|rating| match highest {
        Some(highest) => format!("{rating} of {highest}"),
        None => rating.to_string(),
    });
    let choices = answer.choices.iter().map(label);
    rating.into_iter().chain(choices).chain(answer.text).chain(answer.comment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(response: &str, survey: &str, want: (Option<&str>, &[(&str, &[&str])])) {
        let said = Said::of(&serde_json::from_str(response).unwrap(), &SurveyWords::read(survey));
        let answers: Vec<(&str, Vec<&str>)> = said
            .answers
            .iter()
            .map(|(title, parts)| (&**title, parts.iter().map(|part| &**part).collect()))
            .collect();
        let wanted: Vec<_> = want.1.iter().map(|(title, parts)| (*title, parts.to_vec())).collect();
        assert_eq!((said.comment.as_deref(), answers), (want.0, wanted));
    }

    const CSAT: &str = r#"{"id":"r","kind":"csat","survey":"s","rating":4,"comment":"Fine",
        "answered_at":1,"answers":{"effort":{"rating":4},"rating":{"rating":4,"comment":"Fine"},
        "a":{"choices":["x","y"]}}}"#;

    #[test]
    fn the_rating_that_counts_and_the_words_beside_it_are_not_told_twice() {
        let survey = r#"{"questions":[{"id":"rating","type":"csat","title":{"en":"How was it?"}},
            {"id":"effort","type":"ces","title":{"en":"It was easy."}},
            {"id":"a","type":"multiple","title":{"en":"Why?"},"options":[
            {"id":"x","label":{"en":"Because"}}]}]}"#;
        check(
            CSAT,
            survey,
            (Some("Fine"), &[("It was easy.", &["4 of 7"]), ("Why?", &["Because", "y"])]),
        );
    }

    #[test]
    fn a_survey_that_is_not_known_is_told_by_ids() {
        check(CSAT, "", (Some("Fine"), &[("a", &["x", "y"]), ("rating", &["4"])]));
    }

    #[test]
    fn words_that_answer_a_question_stand_by_it() {
        check(
            r#"{"id":"r","kind":"custom","survey":"s","comment":"Faster","answered_at":1,
                "answers":{"wish":{"text":"Faster"}}}"#,
            r#"{"questions":[{"id":"wish","type":"text","title":{"en":"What to change?"}}]}"#,
            (None, &[("What to change?", &["Faster"])]),
        );
    }
}
