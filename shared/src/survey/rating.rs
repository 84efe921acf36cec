//! Net Promoter ratings.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One person's answer to the Net Promoter question.
///
/// - Shape: a whole number, `0..=10`; a JSON number, an SQL `INTEGER`.
/// - Unit: points. This is a *rating*; the *score* is made of many, see [`super::Nps`].
/// - Source: Reichheld, "The One Number You Need to Grow", HBR, December 2003.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct NpsRating(u8);

/// Which of the three Net Promoter categories a rating falls in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NpsCategory {
    /// `0..=6`.
    Detractor,
    /// `7..=8`.
    Passive,
    /// `9..=10`.
    Promoter,
}

/// A number off the Net Promoter scale.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the rating must be a whole number from 0 to 10")]
pub struct InvalidNpsRating;

impl NpsRating {
    /// The highest rating.
    pub const MAX: u8 = 10;

    /// Every rating, lowest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=Self::MAX).map(Self)
    }

    /// The category this rating counts towards.
    #[must_use]
    pub const fn category(self) -> NpsCategory {
        match self.0 {
            0..=6 => NpsCategory::Detractor,
            7..=8 => NpsCategory::Passive,
            _ => NpsCategory::Promoter,
        }
    }

    /// The points.
    #[must_use]
    pub const fn points(self) -> u8 {
        self.0
    }
}

impl NpsCategory {
    /// The word on the wire and in SQL.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Detractor => "detractor",
            Self::Passive => "passive",
            Self::Promoter => "promoter",
        }
    }
}

impl TryFrom<u8> for NpsRating {
    type Error = InvalidNpsRating;

    fn try_from(points: u8) -> Result<Self, Self::Error> {
        if points <= Self::MAX { Ok(Self(points)) } else { Err(InvalidNpsRating) }
    }
}

impl TryFrom<&str> for NpsRating {
    type Error = InvalidNpsRating;

    /// Reads what a form sends: decimal digits only.
    fn try_from(text: &str) -> Result<Self, Self::Error> {
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(InvalidNpsRating);
        }
        text.parse::<u8>().map_err(|_| InvalidNpsRating)?.try_into()
    }
}

impl From<NpsRating> for u8 {
    fn from(rating: NpsRating) -> Self {
        rating.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_cover_the_scale() {
        let words: Vec<_> = NpsRating::all().map(|rating| rating.category().as_str()).collect();
        assert_eq!(words[..7], ["detractor"; 7]);
        assert_eq!(words[7..9], ["passive"; 2]);
        assert_eq!(words[9..], ["promoter"; 2]);
    }

    #[test]
    fn refuses_what_is_off_the_scale() {
        assert!(serde_json::from_str::<NpsRating>("10").is_ok());
        for bad in ["11", "-1", "9.5", "256"] {
            assert!(serde_json::from_str::<NpsRating>(bad).is_err(), "{bad}");
        }
        assert_eq!(NpsRating::try_from("9"), NpsRating::try_from(9));
        for bad in ["", "+9", "11", "nine", "999"] {
            assert_eq!(NpsRating::try_from(bad), Err(InvalidNpsRating), "{bad}");
        }
    }
}
