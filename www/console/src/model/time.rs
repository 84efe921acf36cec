//! Instants.

use serde::Deserialize;

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
///
/// A float, because JavaScript's clock and `Date` are; whole milliseconds are exact until the year
/// 287396.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Deserialize)]
pub(crate) struct UnixMillis(pub(crate) f64);
