//! Training: courses of lessons, with quizzes and certificates, and how far people are in them.
//!
//! # What's out of scope
//! Which answers are right never leaves the edge: a browser sees a [`CourseView`], which has none
//! of them, and hears what an answer came to.

mod article;
mod course;
mod enrollment;
mod quiz;
mod standing;
mod view;

pub use article::{Block, Span, read_markdown};
pub use course::{
    Certificate, Course, Embed, Enrol, Lesson, LessonContent, MoveOn, Video, is_secure,
};
pub use enrollment::{
    Attempt, CertificateId, Deed, Enrolled, Enrollment, LessonSteps, Spot, TrainingRefusal,
};
pub use quiz::{InvalidPicks, Mark, Picks, Quiz, QuizOption, QuizQuestion};
pub use standing::{Dates, Standing};
pub use view::{CourseView, LessonBody, LessonView, QuizQuestionView, QuizView};
