//! What a workspace publishes: checklists, courses and surveys, as files their authors write.

mod body;
mod check;
mod read;
#[cfg(feature = "schema")]
pub mod schema;

pub use body::{compact, is_same};
pub use check::{Fault, MAX_BYTES, check};
pub use read::SCHEMA_FIELD;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    checklist::Checklist,
    id::ContentId,
    survey::Survey,
    targeting::EventTest,
    text::{Locale, Text},
    training::Course,
};

/// A kind of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContentKind {
    /// A [`Checklist`].
    Checklist,
    /// A [`Survey`].
    Survey,
    /// A [`Course`].
    Course,
}

/// A piece of content.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Things to do.
    Checklist(Checklist),
    /// Something to ask.
    Survey(Survey),
    /// Something to learn.
    Course(Course),
}

/// A word that names no kind of content.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is no kind of content")]
pub struct UnknownKind(pub String);

impl ContentKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Checklist, Self::Survey, Self::Course];

    /// The word on the wire and in SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Checklist => "checklist",
            Self::Survey => "survey",
            Self::Course => "course",
        }
    }

    /// The folder in which authors keep their files of this kind.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Checklist => "checklists",
            Self::Survey => "surveys",
            Self::Course => "courses",
        }
    }
}

impl TryFrom<&str> for ContentKind {
    type Error = UnknownKind;

    fn try_from(word: &str) -> Result<Self, Self::Error> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == word)
            .ok_or_else(|| UnknownKind(word.to_owned()))
    }
}

impl Content {
    /// Reads stored JSON. Lenient: fields of a newer edge are ignored.
    ///
    /// # Errors
    /// What the JSON lacks.
    pub fn parse(kind: ContentKind, json: &str) -> serde_json::Result<Self> {
        match kind {
            ContentKind::Checklist => serde_json::from_str(json).map(Self::Checklist),
            ContentKind::Survey => serde_json::from_str(json).map(Self::Survey),
            ContentKind::Course => serde_json::from_str(json).map(Self::Course),
        }
    }

    /// Which kind it is.
    #[must_use]
    pub const fn kind(&self) -> ContentKind {
        match self {
            Self::Checklist(_) => ContentKind::Checklist,
            Self::Survey(_) => ContentKind::Survey,
            Self::Course(_) => ContentKind::Course,
        }
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> &ContentId {
        match self {
            Self::Checklist(checklist) => &checklist.id,
            Self::Survey(survey) => &survey.id,
            Self::Course(course) => &course.id,
        }
    }

    /// What it is called in lists: its heading, or what it asks.
    #[must_use]
    pub fn title(&self) -> &Text {
        match self {
            Self::Checklist(checklist) => &checklist.title,
            Self::Survey(survey) => survey.title(),
            Self::Course(course) => &course.title,
        }
    }

    /// Whether a `track` event of this name does something here.
    #[must_use]
    pub fn listens_to(&self, name: &str) -> bool {
        let mut is_named = false;
        self.for_each_event(&mut |test| is_named |= test.name == name);
        is_named
    }

    /// Calls `visit` with every test of events in it.
    pub fn for_each_event<'a>(&'a self, visit: &mut dyn FnMut(&'a EventTest)) {
        match self {
            Self::Checklist(checklist) => checklist.for_each_event(visit),
            Self::Survey(survey) => {
                if let Some(segment) = &survey.segment {
                    segment.for_each_event(visit);
                }
                if let Some(test) = survey.event() {
                    visit(test);
                }
            }
            Self::Course(course) => {
                if let Some(segment) = &course.segment {
                    segment.for_each_event(visit);
                }
            }
        }
    }

    /// Whether a reader of `locale` finds their own language.
    #[must_use]
    pub fn speaks(&self, locale: &Locale) -> bool {
        self.title().speaks(locale)
    }
}
