//! The one place that asks what time it is.

use shared::time::UnixMillis;

#[cfg(feature = "dev")]
thread_local! {
    /// How far a test has moved the clock of this isolate.
    static AHEAD_MS: std::cell::Cell<i64> = const { std::cell::Cell::new(0) };
}

/// Now.
pub(crate) fn now() -> UnixMillis {
    let now = of_platform();
    #[cfg(feature = "dev")]
    let now = now.plus(AHEAD_MS.get());
    now
}

/// Now, by the clock that alarms ring by: no test moves it.
pub(crate) fn of_platform() -> UnixMillis {
    UnixMillis(i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX))
}

/// Moves the clock of this isolate forward to `at`. Returns whether that is forward.
#[cfg(feature = "dev")]
pub(crate) fn move_to(at: UnixMillis) -> bool {
    let by = at.0 - now().0;
    if by >= 0 {
        AHEAD_MS.set(AHEAD_MS.get() + by);
    }
    by >= 0
}
