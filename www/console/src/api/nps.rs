//! `GET /v1/metrics/nps`: the Net Promoter score.

use serde::Deserialize;
use web_sys::AbortSignal;

use super::{ApiError, Client, or_default};

/// A Net Promoter score with its 95 % interval, and the answers it comes from.
///
/// `score` is what the answers say; `centre ± margin` is where the true score lies (adjusted Wald),
/// so `centre` is not `score`. All three are in points, −100 to 100, and `None` without answers.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub(crate) struct Nps {
    /// Share of promoters minus share of detractors.
    #[serde(default)]
    pub(crate) score: Option<f64>,
    /// The middle of the interval.
    #[serde(default)]
    pub(crate) centre: Option<f64>,
    /// Half the interval's width.
    #[serde(default)]
    pub(crate) margin: Option<f64>,
    /// Ratings of 9 and 10.
    pub(crate) promoters: u32,
    /// Ratings of 7 and 8.
    pub(crate) passives: u32,
    /// Ratings of 0 to 6.
    pub(crate) detractors: u32,
    /// All ratings.
    pub(crate) answers: u32,
    /// Prompts closed without an answer. They count for nothing in the score.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) dismissals: u32,
}

/// Gets the score over the responses that `params` select.
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_nps(
    client: &Client,
    params: &[(&str, String)],
    signal: &AbortSignal,
) -> Result<Nps, ApiError> {
    client.get("/v1/metrics/nps", params, signal).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_score_and_the_absence_of_one() {
        let json = r#"{"score":30.0,"centre":29.13,"margin":15.08,"promoters":50,"passives":30,
            "detractors":20,"answers":100,"dismissals":4,"by_day":[]}"#;
        let nps: Nps = serde_json::from_str(json).unwrap();
        assert_eq!((nps.score, nps.margin, nps.answers), (Some(30.0), Some(15.08), 100));

        let json = r#"{"score":null,"centre":null,"margin":null,"promoters":0,"passives":0,
            "detractors":0,"answers":0,"dismissals":2}"#;
        let nps: Nps = serde_json::from_str(json).unwrap();
        assert_eq!((nps.score, nps.dismissals), (None, 2));
    }
}
