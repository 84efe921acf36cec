//! A course as one reader sees it.

use serde::{Deserialize, Serialize};

use super::{
    Block, Course, Enrollment, Lesson, LessonContent, Quiz, Spot, Standing, read_markdown,
};
#[cfg(feature = "courses")]
use crate::labels::Labels;
use crate::{
    checklist::{Due, Link},
    id::{ContentId, ItemId},
    targeting::Facts,
    text::{Locale, Text},
    wording::Wording,
};

/// A course in one language, with the words of what is open and of nothing else: a course may
/// be long, and is read a lesson at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseView {
    /// Its id.
    pub id: ContentId,
    /// The heading.
    pub title: String,
    /// One sentence under the heading.
    pub intro: String,
    /// What a person reads when it is behind them.
    pub done: String,
    /// The lessons, first to last.
    pub lessons: Vec<LessonView>,
    /// The questions at the end.
    pub quiz: Option<QuizView>,
    /// When it is due, in words; `None` once it is done.
    pub due: Option<Due>,
    /// What the certificate is called, if there is one to get.
    pub certificate: Option<String>,
    /// Where the certificate is: filled in by who knows the edge's address.
    pub certificate_url: Option<String>,
    /// How many of its steps are done, in words, by that number.
    pub counts: Vec<String>,
}

/// A lesson in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonView {
    /// Its id.
    pub id: ItemId,
    /// What it is about.
    pub title: String,
    /// How long it takes, in words.
    pub minutes: Option<String>,
    /// What there is to learn; `None` until the edge has sent what is open.
    pub body: Option<LessonBody>,
    /// The questions at its end.
    pub quiz: Option<QuizView>,
}

/// What there is to learn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LessonBody {
    /// Something to read.
    Article(Vec<Block>),
    /// A video, and its words.
    Video {
        /// Where it is.
        url: String,
        /// What is said in it.
        transcript: Vec<Block>,
    },
    /// Something elsewhere.
    Link(Link<String>),
    /// A page for a frame.
    Embed {
        /// Where it is.
        url: String,
    },
}

/// A quiz without what is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizView {
    /// The questions; none unless the quiz is open.
    pub questions: Vec<QuizQuestionView>,
    /// How much must be right, in percent.
    pub pass_mark: u8,
    /// How often it may be tried.
    pub attempts: Option<u32>,
    /// What the last attempt came to, in words: filled where all words are.
    pub result: Option<String>,
}

/// A question without what is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizQuestionView {
    /// Its id.
    pub id: ItemId,
    /// What is asked.
    pub title: String,
    /// Whether several may be chosen.
    pub multiple: bool,
    /// What there is to choose from: ids and what they say.
    pub options: Vec<(ItemId, String)>,
}

impl CourseView {
    /// The quiz of `lesson`, or the one at the end.
    #[must_use]
    pub fn quiz_of(&self, lesson: Option<&ItemId>) -> Option<&QuizView> {
        match lesson {
            Some(id) => self.lessons.iter().find(|lesson| lesson.id == *id)?.quiz.as_ref(),
            None => self.quiz.as_ref(),
        }
    }

    /// How many steps it has: its lessons, and the quiz at the end.
    #[must_use]
    pub fn n_steps(&self) -> usize {
        self.lessons.len() + usize::from(self.quiz.is_some())
    }

    /// Every quiz in it, by its lesson; `None` is the one at the end.
    pub fn quizzes(&self) -> impl Iterator<Item = Option<&ItemId>> {
        let of_lessons = self.lessons.iter().filter(|lesson| lesson.quiz.is_some());
        of_lessons.map(|lesson| Some(&lesson.id)).chain(self.quiz.as_ref().map(|_| None))
    }
}

#[cfg(feature = "courses")]
impl CourseView {
    /// Puts in what only the whole language knows how to say.
    pub(crate) fn word(&mut self, enrollment: &Enrollment, locale: &Locale, words: &dyn Wording) {
        self.counts = Labels::counts(locale, self.n_steps(), words);
        if let Some(due) = &mut self.due {
            due.text = Labels::due(locale, &due.text, due.is_overdue);
        }
        let score = |lesson: Option<&ItemId>| {
            let attempt = enrollment.last_attempt(lesson)?;
            Some(Labels::score(locale, attempt.mark, words))
        };
        for lesson in &mut self.lessons {
            lesson.minutes = lesson.minutes.as_ref().map(|n| Labels::minutes(locale, n));
            if let Some(quiz) = &mut lesson.quiz {
                quiz.result = score(Some(&lesson.id));
            }
        }
        if let Some(quiz) = &mut self.quiz {
            quiz.result = score(None);
        }
    }
}

impl Course {
    /// The course as the person of `facts` sees it, who is as far as `enrollment` says.
    #[must_use]
    pub fn view(
        &self,
        enrollment: &Enrollment,
        facts: &Facts,
        locale: &Locale,
        words: &dyn Wording,
    ) -> CourseView {
        let read = |text: &Text| text.resolve(locale).to_owned();
        let open = |spot: &Spot| enrollment.open.as_ref() == Some(spot);
        let lessons = self.lessons.iter().map(|lesson| {
            let is_open = open(&Spot::Lesson(lesson.id.clone()));
            LessonView {
                id: lesson.id.clone(),
                title: read(&lesson.title),
                minutes: lesson.minutes.map(|n| words.number(n)),
                body: is_open.then(|| lesson.body(locale)),
                quiz: lesson.quiz.as_ref().map(|quiz| quiz.view(is_open, locale)),
            }
        });
        let dates = enrollment.dates(self);
        let due = dates.due_at.filter(|_| dates.satisfied_at.is_none()).map(|at| Due {
            text: words.day(at),
            is_overdue: dates.standing(facts.now) == Standing::Overdue,
        });
        CourseView {
            id: self.id.clone(),
            title: read(&self.title),
            intro: read(&self.intro),
            done: read(&self.done),
            lessons: lessons.collect(),
            quiz: self.quiz.as_ref().map(|quiz| quiz.view(open(&Spot::Quiz), locale)),
            due,
            certificate: self.certificate.as_ref().map(|certificate| read(&certificate.title)),
            certificate_url: None,
            counts: vec![],
        }
    }
}

impl Lesson {
    fn body(&self, locale: &Locale) -> LessonBody {
        match &self.content {
            LessonContent::Article(text) => {
                LessonBody::Article(read_markdown(text.resolve(locale)))
            }
            LessonContent::Video(video) => LessonBody::Video {
                url: video.url.clone(),
                transcript: video
                    .transcript
                    .as_ref()
                    .map(|text| read_markdown(text.resolve(locale)))
                    .unwrap_or_default(),
            },
            LessonContent::Link(link) => LessonBody::Link(Link {
                label: link.label.resolve(locale).to_owned(),
                href: link.href.clone(),
            }),
            LessonContent::Embed(embed) => LessonBody::Embed { url: embed.url.clone() },
        }
    }
}

impl Quiz {
    fn view(&self, is_open: bool, locale: &Locale) -> QuizView {
        let read = |text: &Text| text.resolve(locale).to_owned();
        let questions = self.questions.iter().filter(|_| is_open).map(|question| {
            let options = question.options.iter();
            QuizQuestionView {
                id: question.id.clone(),
                title: read(&question.title),
                multiple: question.multiple,
                options: options.map(|option| (option.id.clone(), read(&option.label))).collect(),
            }
        });
        QuizView {
            questions: questions.collect(),
            pass_mark: self.pass_mark,
            attempts: self.attempts,
            result: None,
        }
    }
}
