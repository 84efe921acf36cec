//! A course as its author wrote it.

use serde::{Deserialize, Serialize};

use super::Quiz;
use crate::{
    checklist::Link,
    id::{ContentId, ItemId},
    targeting::Condition,
    text::Text,
    time::UnixMillis,
};

/// Something to learn: lessons, and what shows that they were understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Course {
    /// Its id, unique among all content of a workspace.
    pub id: ContentId,
    /// The heading.
    pub title: Text,
    /// One sentence under the heading.
    pub intro: Text,
    /// What a person reads when the course is behind them.
    pub done: Text,
    /// The lessons, first to last. At least one.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub lessons: Vec<Lesson>,
    /// Questions at the end of the course.
    #[serde(default)]
    pub quiz: Option<Quiz>,
    /// What it takes to be done with the course.
    #[serde(default)]
    pub move_on: MoveOn,
    /// Who is meant: a role, a level, a stage. Everybody, if it does not say.
    #[serde(default)]
    pub segment: Option<Condition>,
    /// Among several things to show, the higher comes first.
    #[serde(default)]
    pub priority: i32,
    /// The learning path that it is a part of.
    #[serde(default)]
    pub path: Option<ItemId>,
    /// Its place in that path: a course opens when those with a lower number are done.
    #[serde(default)]
    pub order: u32,
    /// Who enrols people.
    #[serde(default)]
    pub enrol: Enrol,
    /// Due so many days after the person was enrolled.
    #[serde(default)]
    pub due_days: Option<u32>,
    /// Somebody who did nothing in it for so many days is stuck.
    #[serde(default)]
    pub stuck_days: Option<u32>,
    /// What a person gets for it.
    #[serde(default)]
    pub certificate: Option<Certificate>,
}

/// One thing to read, watch or do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Lesson {
    /// Its id, unique in its course.
    pub id: ItemId,
    /// What it is about, in a few words.
    pub title: Text,
    /// About how many minutes it takes.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// What there is to learn.
    pub content: LessonContent,
    /// Questions at its end: the lesson is done when they are passed.
    #[serde(default)]
    pub quiz: Option<Quiz>,
}

/// What there is to learn in a lesson.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LessonContent {
    /// A text in Markdown; HTML in it is left out.
    Article(Text),
    /// A video.
    Video(Video),
    /// Something elsewhere, or in the host product.
    Link(Link),
    /// A page to show in a frame; where the host page forbids that, a link to it.
    Embed(Embed),
}

/// A video, with its words for those who cannot hear or will not wait.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Video {
    /// Where it is: `https://…`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^https://")))]
    pub url: String,
    /// What is said in it, in Markdown.
    #[serde(default)]
    pub transcript: Option<Text>,
}

/// A page of somebody else's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Embed {
    /// Where it is: `https://…`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^https://")))]
    pub url: String,
}

/// What it takes to be done with a course. Words and meaning are cmi5's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MoveOn {
    /// Every quiz is passed.
    Passed,
    /// Every lesson is completed.
    Completed,
    /// Both.
    CompletedAndPassed,
    /// One of them.
    #[default]
    CompletedOrPassed,
    /// Nothing: it is there to be looked at.
    NotApplicable,
}

/// Who enrols people in a course.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Enrol {
    /// Nobody needs to: whoever is meant is enrolled, newcomers too.
    Everyone,
    /// The vendor's staff, one by one; people may enrol themselves where a checklist offers it.
    #[default]
    ByOperator,
}

/// What a person gets for a course.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Certificate {
    /// What it is called.
    pub title: Text,
    /// What it says of the person who has it.
    #[serde(default)]
    pub detail: Option<Text>,
}

impl MoveOn {
    /// Since when a course is done with that was completed and passed then; `None` if it is not.
    ///
    /// What was done elsewhere may be told later: the date is of the deed, not of the telling.
    #[must_use]
    pub fn satisfied_at(
        self,
        completed_at: Option<UnixMillis>,
        passed_at: Option<UnixMillis>,
        now: UnixMillis,
    ) -> Option<UnixMillis> {
        match self {
            Self::Passed => passed_at,
            Self::Completed => completed_at,
            Self::CompletedAndPassed => Some(completed_at?.max(passed_at?)),
            Self::CompletedOrPassed => completed_at.into_iter().chain(passed_at).min(),
            Self::NotApplicable => Some(now),
        }
    }

    /// Whether there has to be a quiz.
    #[must_use]
    pub const fn needs_quiz(self) -> bool {
        matches!(self, Self::Passed | Self::CompletedAndPassed)
    }
}

impl Course {
    /// The lesson `id`.
    #[must_use]
    pub fn lesson(&self, id: &ItemId) -> Option<&Lesson> {
        self.lessons.iter().find(|lesson| lesson.id == *id)
    }

    /// The quiz of `lesson`, or the one at the end of the course.
    #[must_use]
    pub fn quiz(&self, lesson: Option<&ItemId>) -> Option<&Quiz> {
        match lesson {
            Some(id) => self.lesson(id)?.quiz.as_ref(),
            None => self.quiz.as_ref(),
        }
    }

    /// Every quiz in it, by its lesson; `None` is the one at the end.
    pub fn quizzes(&self) -> impl Iterator<Item = Option<&ItemId>> {
        let of_lessons = self.lessons.iter().filter(|lesson| lesson.quiz.is_some());
        of_lessons.map(|lesson| Some(&lesson.id)).chain(self.quiz.as_ref().map(|_| None))
    }
}

/// Whether `url` may stand in somebody else's page: `https` and nothing else.
#[must_use]
pub fn is_secure(url: &str) -> bool {
    url.strip_prefix("https://")
        .is_some_and(|rest| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_on_as_cmi5_says() {
        let [early, late, now] = [1, 2, 3].map(|at| Some(UnixMillis(at)));
        let all = [(None, None), (early, None), (None, late), (early, late), (late, early)];
        let check = |move_on: MoveOn, want: [Option<UnixMillis>; 5]| {
            let found = |(done, passed)| move_on.satisfied_at(done, passed, UnixMillis(3));
            assert_eq!(all.map(found), want, "{move_on:?}");
        };
        check(MoveOn::Passed, [None, None, late, late, early]);
        check(MoveOn::Completed, [None, early, None, early, late]);
        check(MoveOn::CompletedAndPassed, [None, None, None, late, late]);
        check(MoveOn::CompletedOrPassed, [None, early, late, early, early]);
        check(MoveOn::NotApplicable, [now; 5]);
    }

    #[test]
    fn only_https_goes_into_a_page() {
        assert!(is_secure("https://videos.example/1"));
        for url in ["http://a.example", "javascript:alert(1)", "https://", "//a", "https://a b"] {
            assert!(!is_secure(url), "{url}");
        }
    }
}
