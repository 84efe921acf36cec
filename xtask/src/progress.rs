//! One line for each step, with the time it took.

use std::time::Instant;

use crate::error::Result;

/// Runs `work` and prints its name, first and when it is done.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    #[expect(clippy::disallowed_methods, reason = "xtask runs natively, where there is a clock")]
    let start = Instant::now();
    eprintln!("  … {name}");
    let done = work()?;
    eprintln!("  ✓ {name} ({:.1} s)", start.elapsed().as_secs_f64());
    Ok(done)
}
