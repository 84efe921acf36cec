//! Customer satisfaction.

use serde::{Deserialize, Serialize};

/// The share of satisfied people among those who answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Csat {
    /// Ratings of 4 and 5.
    pub satisfied: u32,
    /// All ratings. A dismissal is none.
    pub answers: u32,
}

impl Csat {
    /// Satisfied people in percent of those who answered, `0.0..=100.0`; `None` without an answer.
    #[must_use]
    pub fn score(self) -> Option<f64> {
        (self.answers > 0).then(|| f64::from(self.satisfied) / f64::from(self.answers) * 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_the_share_of_fours_and_fives() {
        assert_eq!(Csat { satisfied: 3, answers: 4 }.score(), Some(75.0));
        assert_eq!(Csat::default().score(), None);
    }
}
