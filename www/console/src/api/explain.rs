//! `GET /v1/explain`: why something is shown to a person, or not.

use serde::Deserialize;
use web_sys::AbortSignal;

use super::{ApiError, Client, or_default};
use crate::model::UnixMillis;

/// Why something is shown to a person, or not.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Explanation {
    /// What, by its id.
    pub(crate) content: String,
    /// Its kind; empty if nothing of this id is published.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) kind: String,
    /// Whether it is shown.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) shown: bool,
    /// The host product asked for it by name: then nothing stands in the way.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) started: bool,
    /// Every gate, in order of asking.
    #[serde(default, deserialize_with = "or_default")]
    pub(crate) gates: Vec<Gate>,
}

/// One thing that may stand in the way.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Gate {
    /// What it asks, by its name on the wire.
    #[serde(rename = "gate")]
    pub(crate) name: String,
    /// Whether it lets pass.
    pub(crate) passes: bool,
    /// Why not, in words.
    #[serde(default)]
    pub(crate) detail: Option<String>,
    /// When it lets pass, if time alone will tell.
    #[serde(default)]
    pub(crate) until: Option<UnixMillis>,
}

#[derive(Deserialize)]
struct Explained {
    results: Vec<Explanation>,
}

/// Asks with the `params` of a [`crate::model::PersonFilter`].
///
/// # Errors
/// Any [`ApiError`].
pub(crate) async fn get_explanations(
    client: &Client,
    params: &[(&'static str, String)],
    signal: &AbortSignal,
) -> Result<Vec<Explanation>, ApiError> {
    let explained: Explained = client.get("/v1/explain", params, signal).await?;
    Ok(explained.results)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_gates_that_say_no_and_until_when() {
        let json = r#"{"results":[{"content":"nps","kind":"survey","shown":false,"started":false,
            "gates":[{"gate":"segment","passes":true},
            {"gate":"quiet","passes":false,"detail":"d","until":7}]}]}"#;
        let explained: Explained = serde_json::from_str(json).unwrap();
        let [segment, quiet] = &explained.results[0].gates[..] else { panic!("two gates") };
        assert_eq!((segment.passes, segment.until), (true, None));
        assert_eq!((quiet.passes, quiet.until), (false, Some(UnixMillis(7.0))));
    }
}
