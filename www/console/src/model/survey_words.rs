//! What a survey asks, in words.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A text in each language, by the language's tag.
type Texts = BTreeMap<String, String>;

/// A survey's questions, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct SurveyWords {
    /// The questions.
    pub(crate) questions: Vec<QuestionWords>,
}

/// A question, and what it gives to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct QuestionWords {
    /// Its id, unique in its survey.
    pub(crate) id: String,
    /// What kind of answer it takes: `nps`, `csat`, `ces`, `single`, `multiple`, `text`.
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default)]
    title: Texts,
    #[serde(default)]
    options: Vec<OptionWords>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct OptionWords {
    id: String,
    label: Texts,
}

impl SurveyWords {
    /// Reads the body of a survey. Total: of what cannot be read nothing is known.
    pub(crate) fn read(json: &str) -> Self {
        serde_json::from_str(json).unwrap_or_default()
    }

    /// The question with this id.
    pub(crate) fn question(&self, id: &str) -> Option<&QuestionWords> {
        self.questions.iter().find(|question| question.id == id)
    }
}

impl QuestionWords {
    /// What is asked; `None` where it is asked in no language.
    pub(crate) fn title(&self) -> Option<&str> {
        in_english(&self.title)
    }

    /// What the option with this id says.
    pub(crate) fn label(&self, option: &str) -> Option<&str> {
        in_english(&self.options.iter().find(|it| it.id == option)?.label)
    }
}

/// The console's own language, or else whichever there is.
fn in_english(texts: &Texts) -> Option<&str> {
    texts.get("en").or_else(|| texts.values().next()).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_is_told_by_its_label_in_english_or_whichever_there_is() {
        let survey = SurveyWords::read(
            r#"{"id":"s","kind":"custom","questions":[{"id":"q","type":"single",
                "title":{"es":"¿Qué?"},"options":[{"id":"a","label":{"de":"Ja","en":"Yes"}}]}]}"#,
        );
        let question = survey.question("q").unwrap();
        assert_eq!((question.title(), question.label("a")), (Some("¿Qué?"), Some("Yes")));
        assert_eq!(question.label("gone"), None);
    }

    #[test]
    fn what_is_no_survey_has_no_questions() {
        assert_eq!(SurveyWords::read("{"), SurveyWords::default());
    }
}
