//! The Net Promoter score and how far it can be trusted.

use serde::{Deserialize, Serialize};

use super::NpsCategory;

/// Answers counted by category. A dismissal is not an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NpsTally {
    /// Ratings of 9 and 10.
    pub promoters: u32,
    /// Ratings of 7 and 8.
    pub passives: u32,
    /// Ratings of 0 to 6.
    pub detractors: u32,
}

/// A score with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Nps {
    /// Percentage of promoters less percentage of detractors, `-100.0..=100.0`.
    pub score: f64,
    /// Middle of the interval. Nearer to zero than the score: few answers prove little.
    pub centre: f64,
    /// Half the width of the interval: the true score is within `centre ± margin`.
    pub margin: f64,
}

/// The standard normal quantile of a two-sided 95 % interval.
const Z: f64 = 1.959_964;

impl NpsTally {
    /// Counts `n` answers of one category.
    pub const fn add(&mut self, category: NpsCategory, n: u32) {
        match category {
            NpsCategory::Promoter => self.promoters += n,
            NpsCategory::Passive => self.passives += n,
            NpsCategory::Detractor => self.detractors += n,
        }
    }

    /// How many answered.
    #[must_use]
    pub const fn answers(self) -> u32 {
        self.promoters + self.passives + self.detractors
    }

    /// The score; `None` without an answer.
    ///
    /// The interval is the adjusted Wald one: three quarters of an answer are added to
    /// promoters and detractors, three answers to the whole.
    /// Source: Rocks, "Interval Estimation for the Net Promoter Score", The American
    /// Statistician 70(4), 2016.
    #[must_use]
    pub fn score(self) -> Option<Nps> {
        if self.answers() == 0 {
            return None;
        }
        let answers = f64::from(self.answers());
        let (promoters, detractors) = (f64::from(self.promoters), f64::from(self.detractors));
        let n = answers + 3.0;
        let (p, d) = ((promoters + 0.75) / n, (detractors + 0.75) / n);
        let variance = p + d - (p - d).powi(2);
        Some(Nps {
            score: 100.0 * (promoters - detractors) / answers,
            centre: 100.0 * (p - d),
            margin: 100.0 * Z * (variance / n).sqrt(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tally: [u32; 3], want: [f64; 3]) {
        let [promoters, passives, detractors] = tally;
        let got = NpsTally { promoters, passives, detractors }.score().unwrap();
        for (got, want) in [got.score, got.centre, got.margin].into_iter().zip(want) {
            assert!((got - want).abs() < 0.005, "{tally:?}: {got} is not {want}");
        }
    }

    #[test]
    fn published_vectors() {
        check([50, 30, 20], [30.0, 29.13, 15.08]);
        check([5, 3, 2], [30.0, 23.08, 42.13]);
        check([10, 0, 0], [100.0, 76.92, 29.42]);
        check([1, 0, 0], [100.0, 25.0, 73.50]);
        check([300, 200, 100], [33.33, 33.17, 5.95]);
    }

    #[test]
    fn no_answer_is_no_score() {
        assert_eq!(NpsTally::default().score(), None);
    }

    #[test]
    fn counts_by_category() {
        let mut tally = NpsTally::default();
        tally.add(NpsCategory::Promoter, 2);
        tally.add(NpsCategory::Detractor, 1);
        assert_eq!(tally, NpsTally { promoters: 2, passives: 0, detractors: 1 });
        assert_eq!(tally.answers(), 3);
    }
}
