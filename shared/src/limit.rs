//! How much may be sent at once, and how fast: token buckets.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{id::UserId, time::UnixMillis};

/// A bucket's size and how fast it fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// The most that may be sent at once. At least one.
    pub burst: u32,
    /// What may be sent each second for ever. At least one.
    pub per_second: u32,
}

/// The limits of a key, within one account.
///
/// A request counts as many as it has items and commands, and one at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// All that the key sends.
    pub per_key: Rate,
    /// What it sends of one user; `None` for a server, which speaks for all of them.
    pub per_user: Option<Rate>,
}

/// What is left in a bucket.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bucket {
    left: f64,
    at: UnixMillis,
}

/// What a client is told of the limit it is closest to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// The size of the bucket.
    pub limit: u32,
    /// What is left in it.
    pub remaining: u32,
    /// Seconds until it is full again.
    pub reset_s: u32,
    /// Seconds to wait before the same may be sent; 0 if it was let through.
    pub retry_after_s: u32,
}

/// The buckets of an account: one for each key, and one for each user of a key.
///
/// Full ones are forgotten, so it holds who sent something lately.
#[derive(Debug, Default)]
pub struct Meter {
    buckets: HashMap<(String, Option<UserId>), (Bucket, Rate)>,
    /// How many buckets there were when the full ones were dropped last.
    swept_at: usize,
}

/// Fewer buckets than this are not worth going through.
const MIN_SWEEP: usize = 500;

impl Meter {
    /// Takes what a request costs out of the buckets of `key` and of each user, or out of none.
    /// `total` is what the request costs the key, `users` what it costs each user.
    ///
    /// # Errors
    /// The allowance that is short, of several the one that takes longest.
    pub fn admit(
        &mut self,
        key: &str,
        limits: Limits,
        total: u32,
        users: &[(UserId, u32)],
        now: UnixMillis,
    ) -> Result<Allowance, Allowance> {
        let of_users = limits
            .per_user
            .iter()
            .flat_map(|rate| users.iter().map(|(user, cost)| (Some(user.clone()), *rate, *cost)));
        let asked: Vec<_> =
            std::iter::once((None, limits.per_key, total)).chain(of_users).collect();
        let mut short: Option<Allowance> = None;
        for (user, rate, cost) in &asked {
            let bucket = self.bucket(key, user.as_ref(), *rate, now);
            if !bucket.allows(*rate, *cost) {
                let told = bucket.allowance(*rate, *cost);
                short = short.filter(|s| s.retry_after_s >= told.retry_after_s).or(Some(told));
            }
        }
        if let Some(short) = short {
            // It is told to wait, so it waits for a second at least.
            return Err(Allowance { retry_after_s: short.retry_after_s.max(1), ..short });
        }
        let mut tightest: Option<Allowance> = None;
        for (user, rate, cost) in &asked {
            let bucket = self.bucket(key, user.as_ref(), *rate, now);
            bucket.take(*cost);
            let told = bucket.allowance(*rate, 0);
            tightest = tightest.filter(|t| t.remaining <= told.remaining).or(Some(told));
        }
        // The first asked for is the key's own, so there is one.
        Ok(tightest.unwrap_or_default())
    }

    fn bucket(
        &mut self,
        key: &str,
        user: Option<&UserId>,
        rate: Rate,
        now: UnixMillis,
    ) -> &mut Bucket {
        // At twice as many as were left last time, so that going through them stays rare.
        if self.buckets.len() >= 2 * self.swept_at.max(MIN_SWEEP) {
            self.buckets.retain(|_, (bucket, rate)| {
                bucket.fill(*rate, now);
                !bucket.is_full(*rate)
            });
            self.swept_at = self.buckets.len();
        }
        let name = (key.to_owned(), user.cloned());
        let entry = self.buckets.entry(name).or_insert_with(|| (Bucket::full(rate, now), rate));
        // Limits may be changed while a bucket is remembered.
        entry.1 = rate;
        entry.0.fill(rate, now);
        &mut entry.0
    }
}

impl Limits {
    /// Those of a key that lives in pages.
    pub const PAGE: Self = Self {
        per_key: Rate { burst: 100_000, per_second: 20_000 },
        per_user: Some(Rate { burst: 10_000, per_second: 1_000 }),
    };
    /// Those of a key that lives on servers.
    pub const SERVER: Self =
        Self { per_key: Rate { burst: 500_000, per_second: 100_000 }, per_user: None };
}

impl Bucket {
    /// A full one.
    #[must_use]
    pub fn full(rate: Rate, now: UnixMillis) -> Self {
        Self { left: f64::from(rate.burst), at: now }
    }

    /// Fills up to `now`. A clock that goes back fills nothing.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds far below 2^53")]
    pub fn fill(&mut self, rate: Rate, now: UnixMillis) {
        let elapsed_ms = now.0.saturating_sub(self.at.0).max(0) as f64;
        self.left = (self.left + elapsed_ms / 1000.0 * f64::from(rate.per_second))
            .min(f64::from(rate.burst));
        self.at = self.at.max(now);
    }

    /// Whether it is as good as new, and need not be remembered.
    #[must_use]
    pub fn is_full(&self, rate: Rate) -> bool {
        self.left >= f64::from(rate.burst)
    }

    /// Whether `cost` may be taken. More than the bucket holds is let through when it is
    /// full: it could never be sent otherwise.
    #[must_use]
    pub fn allows(&self, rate: Rate, cost: u32) -> bool {
        self.left >= f64::from(cost.min(rate.burst))
    }

    /// Takes `cost`, which may leave a debt.
    pub fn take(&mut self, cost: u32) {
        self.left -= f64::from(cost);
    }

    /// What a client that wants to send `cost` is told.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rounded and held within 0 and u32::MAX, which a cast of floats saturates at"
    )]
    pub fn allowance(&self, rate: Rate, cost: u32) -> Allowance {
        let seconds = |missing: f64| (missing / f64::from(rate.per_second)).ceil().max(0.0) as u32;
        let missing = f64::from(cost.min(rate.burst)) - self.left;
        Allowance {
            limit: rate.burst,
            remaining: self.left.max(0.0) as u32,
            reset_s: seconds(f64::from(rate.burst) - self.left),
            retry_after_s: seconds(missing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { burst: 10, per_second: 2 };

    #[test]
    fn lets_a_burst_through_and_then_what_flows() {
        let mut bucket = Bucket::full(RATE, UnixMillis(0));
        assert!(bucket.allows(RATE, 10));
        bucket.take(10);
        assert!(!bucket.allows(RATE, 1));
        let told = bucket.allowance(RATE, 1);
        assert_eq!((told.remaining, told.retry_after_s, told.reset_s), (0, 1, 5));
        bucket.fill(RATE, UnixMillis(499));
        assert!(!bucket.allows(RATE, 1));
        bucket.fill(RATE, UnixMillis(500));
        assert!(bucket.allows(RATE, 1));
        bucket.fill(RATE, UnixMillis(60_000));
        assert!(bucket.is_full(RATE));
    }

    #[test]
    fn what_is_larger_than_the_bucket_goes_when_it_is_full_and_is_paid_for() {
        let mut bucket = Bucket::full(RATE, UnixMillis(0));
        assert!(bucket.allows(RATE, 25));
        bucket.take(25);
        bucket.fill(RATE, UnixMillis(7_000));
        assert!(!bucket.allows(RATE, 1));
        assert_eq!(bucket.allowance(RATE, 1).retry_after_s, 1);
        bucket.fill(RATE, UnixMillis(8_000));
        assert!(bucket.allows(RATE, 1));
    }

    #[test]
    fn a_clock_that_goes_back_gives_nothing() {
        let mut bucket = Bucket::full(RATE, UnixMillis(1_000));
        bucket.take(10);
        bucket.fill(RATE, UnixMillis(0));
        bucket.fill(RATE, UnixMillis(1_000));
        assert!(!bucket.allows(RATE, 1));
    }

    fn user(id: &str) -> UserId {
        UserId::try_from(id).unwrap()
    }

    #[test]
    fn a_request_is_taken_from_all_buckets_or_from_none() {
        let limits = Limits { per_key: Rate { burst: 15, per_second: 1 }, per_user: Some(RATE) };
        let mut meter = Meter::default();
        let (ana, bob) = (user("ana"), user("bob"));
        let now = UnixMillis(0);
        let told = meter.admit("k", limits, 8, &[(ana.clone(), 8)], now).unwrap();
        assert_eq!((told.limit, told.remaining), (10, 2));
        // Bob could, Ana could not: neither does.
        let both = [(ana.clone(), 3), (bob.clone(), 1)];
        let short = meter.admit("k", limits, 4, &both, now).unwrap_err();
        assert_eq!((short.limit, short.retry_after_s), (10, 1));
        assert!(meter.admit("k", limits, 7, &[(bob, 7)], now).is_ok());
        // The key itself is empty now.
        let short = meter.admit("k", limits, 1, &[(ana.clone(), 1)], now).unwrap_err();
        assert_eq!((short.limit, short.remaining), (15, 0));
        assert!(meter.admit("other key", limits, 1, &[(ana, 1)], now).is_ok());
    }

    #[test]
    fn a_server_speaks_for_all_its_users() {
        let limits = Limits { per_key: Rate { burst: 100, per_second: 1 }, per_user: None };
        let mut meter = Meter::default();
        let told = meter.admit("k", limits, 90, &[(user("ana"), 90)], UnixMillis(0)).unwrap();
        assert_eq!((told.limit, told.remaining), (100, 10));
    }

    #[test]
    fn who_has_sent_nothing_lately_is_forgotten() {
        let limits = Limits { per_key: RATE, per_user: Some(RATE) };
        let mut meter = Meter::default();
        for n in 0..5_000 {
            let who = [(user(&n.to_string()), 1)];
            meter.admit("k", limits, 1, &who, UnixMillis(n * 10_000)).unwrap();
        }
        assert!(meter.buckets.len() <= 2 * MIN_SWEEP);
    }
}
