//! [`Told`]: what a person is told when something they asked for is refused.

use serde::{Deserialize, Serialize};

#[cfg(feature = "courses")]
use super::{Placement, WidgetState};
#[cfg(feature = "courses")]
use crate::{
    command::Field,
    id::MessageId,
    training::{CourseView, QuizQuestionView, Spot},
};

/// What a person is told of a command that was refused. The edge alone knows how to say it: the
/// browser carries no word for what may go wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// In their language.
    pub text: String,
    /// The command: what is said again, of another, is news again.
    pub of: String,
}

#[cfg(feature = "courses")]
impl WidgetState {
    /// Tells the person that their command `id`, of these `fields`, was refused with `code`.
    ///
    /// What came before their eyes by itself, they did not ask for: of that nothing is told.
    pub fn tell(&mut self, id: &MessageId, fields: &[Field], code: &str) {
        let labels = &self.labels;
        let text = match code {
            _ if fields.iter().any(|(name, value)| name == "type" && value == "seen") => return,
            "missing_field" | "invalid_rating" | "invalid_choice" | "invalid_text" => {
                labels.unanswered().to_owned()
            }
            "quiz_incomplete" => match self.unanswered(fields) {
                Some(question) => [labels.unanswered(), ": ", &question.title].concat(),
                None => labels.unanswered().to_owned(),
            },
            "item_locked" => labels.locked().to_owned(),
            "no_attempt_left" => labels.no_attempt_left().to_owned(),
            _ => labels.changed().to_owned(),
        };
        self.told = Some(Told { text, of: id.as_str().to_owned() });
    }

    /// The first question of the quiz before the person that `fields` say nothing to.
    fn unanswered(&self, fields: &[Field]) -> Option<&QuizQuestionView> {
        let Placement::Course(course, enrollment) = self.visible()? else { return None };
        let is_answered = |question: &QuizQuestionView| {
            fields
                .iter()
                .filter_map(|(name, _)| name.strip_prefix("pick."))
                .any(|name| name.split('.').next() == Some(question.id.as_str()))
        };
        open_quiz(course, enrollment.open.as_ref()?).iter().find(|it| !is_answered(it))
    }
}

#[cfg(feature = "courses")]
fn open_quiz<'a>(course: &'a CourseView, spot: &Spot) -> &'a [QuizQuestionView] {
    let lesson = match spot {
        Spot::Lesson(lesson) => Some(lesson),
        Spot::Quiz => None,
    };
    course.quiz_of(lesson).map_or(&[], |quiz| &quiz.questions)
}
