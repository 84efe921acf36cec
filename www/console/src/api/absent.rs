//! What the edge does not say.

use serde::{Deserialize, Deserializer};

/// What stands for nothing, where the edge says `null`: `#[serde(default)]` alone reads only what is
/// left out, and one row that cannot be read takes its whole list along.
pub(super) fn or_default<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + Deserialize<'de>,
    D: Deserializer<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
