//! How to read a Net Promoter score.

use crate::api::Nps;

/// A margin over this many points makes a sample too small to read much into: the interval is then
/// wider than 50 points, a quarter of the whole scale. 50 answers that spread evenly are still under
/// it; 30 seldom are.
const SMALL_SAMPLE_MARGIN: f64 = 25.0;

/// What a score may be taken to mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NpsReading {
    /// Nobody has answered: there is no score.
    NoAnswers,
    /// The margin is too wide for any conclusion.
    TooFewAnswers,
    /// The whole interval is above zero.
    MorePromoters,
    /// The whole interval is below zero.
    MoreDetractors,
    /// The interval has zero in it.
    Undecided,
}

impl NpsReading {
    /// Reads `nps`.
    pub(crate) fn of(nps: &Nps) -> Self {
        match (interval_of(nps), nps.margin) {
            (None, _) => Self::NoAnswers,
            (_, Some(margin)) if margin > SMALL_SAMPLE_MARGIN => Self::TooFewAnswers,
            (Some((low, _)), _) if low > 0.0 => Self::MorePromoters,
            (Some((_, high)), _) if high < 0.0 => Self::MoreDetractors,
            _ => Self::Undecided,
        }
    }

    /// The reading as a sentence.
    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::NoAnswers => "There is no score until somebody answers.",
            Self::TooFewAnswers => "Too few answers yet to read much into the score.",
            Self::MorePromoters => "Promoters very likely outnumber detractors.",
            Self::MoreDetractors => "Detractors very likely outnumber promoters.",
            Self::Undecided => "Not yet clear whether promoters outnumber detractors.",
        }
    }
}

/// The 95 % interval in whole points, within the scale of −100 to 100; `None` without answers.
///
/// Rounded outwards, so that it never claims more than the answers do.
pub(crate) fn interval_of(nps: &Nps) -> Option<(f64, f64)> {
    let (centre, margin) = (nps.centre?, nps.margin?);
    let within = |points: f64| points.clamp(-100.0, 100.0);
    Some((within((centre - margin).floor()), within((centre + margin).ceil())))
}

/// `part` in per cent of all of `nps`'s answers; 0 without answers.
pub(crate) fn share(part: u32, nps: &Nps) -> f64 {
    if nps.answers == 0 { 0.0 } else { 100.0 * f64::from(part) / f64::from(nps.answers) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(centre_margin: Option<(f64, f64)>, interval: Option<(f64, f64)>, want: NpsReading) {
        let nps = Nps {
            centre: centre_margin.map(|(centre, _)| centre),
            margin: centre_margin.map(|(_, margin)| margin),
            ..Nps::default()
        };
        assert_eq!(interval_of(&nps), interval);
        assert_eq!(NpsReading::of(&nps), want);
    }

    /// Centre and margin of 50/30/20, 1/0/0, 10/0/0 and 300/200/100 promoters, passives and
    /// detractors, by the adjusted Wald interval.
    #[test]
    fn the_interval_is_rounded_outwards_and_kept_on_the_scale() {
        check(Some((29.13, 15.08)), Some((14.0, 45.0)), NpsReading::MorePromoters);
        check(Some((25.0, 73.5)), Some((-49.0, 99.0)), NpsReading::TooFewAnswers);
        check(Some((76.92, 29.42)), Some((47.0, 100.0)), NpsReading::TooFewAnswers);
        check(Some((33.17, 5.95)), Some((27.0, 40.0)), NpsReading::MorePromoters);
    }

    #[test]
    fn an_interval_with_zero_in_it_decides_nothing() {
        check(Some((5.0, 10.0)), Some((-5.0, 15.0)), NpsReading::Undecided);
        check(Some((-30.0, 10.0)), Some((-40.0, -20.0)), NpsReading::MoreDetractors);
    }

    #[test]
    fn no_answers_is_not_a_score_of_zero() {
        check(None, None, NpsReading::NoAnswers);
    }

    #[test]
    fn shares_are_of_the_answers() {
        let nps = Nps { answers: 8, ..Nps::default() };
        assert!((share(2, &nps) - 25.0).abs() < f64::EPSILON);
        assert!(share(0, &Nps::default()).abs() < f64::EPSILON);
    }
}
