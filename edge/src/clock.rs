//! The one place that asks what time it is.

use shared::time::UnixMillis;

/// Now.
pub(crate) fn now() -> UnixMillis {
    UnixMillis(i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX))
}
