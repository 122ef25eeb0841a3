//! When to ask again. Pure: chance comes in as a number from 0 to 1.

/// How often anything is tried by itself: a submit that never left, a busy answer, an upload, a download.
pub const MAX_TRIES: u32 = 5;

/// Bounds on a vendor's Retry-After, in seconds.
pub const RETRY_AFTER_SECS: std::ops::RangeInclusive<u64> = 1..=600;

/// What Busy without a usable Retry-After means.
pub const DEFAULT_RETRY_AFTER_SECS: u64 = 30;

/// No more requests than this in any span of so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub requests: u32,
    pub per_secs: u32,
}

impl Rate {
    /// For a vendor whose number nobody knows: five a second, as one person's window asks.
    pub const USUAL: Self = Self { requests: 50, per_secs: 10 };
}

/// A finished task without a link is polled this long before it counts as failed.
pub const LINKLESS_SECS: u64 = 600;

/// Wait before poll number `polls` (0 is the first): five seconds, growing to twenty (vendors.md §10.19).
pub fn poll_after_millis(polls: u32, chance: f64) -> u64 {
    let base = (5_000.0 * 1.3_f64.powi(polls.min(20).cast_signed())).min(20_000.0);
    jittered(base, chance)
}

/// The same for a practice account, whose vendor is on this machine and finishes in seconds.
pub fn practice_poll_after_millis(chance: f64) -> u64 {
    jittered(400.0, chance)
}

/// Wait before try number `tries` (1 is the first retry) of something no byte of which had effect.
pub fn retry_after_millis(tries: u32, chance: f64) -> u64 {
    let base = (500.0 * 2.0_f64.powi(tries.saturating_sub(1).min(8).cast_signed())).min(30_000.0);
    jittered(base, chance)
}

/// Wait after `failures` polls in a row that brought no usable answer; at most thirty seconds.
pub fn poll_failed_after_millis(failures: u32, chance: f64) -> u64 {
    let base = (2_000.0 * 2.0_f64.powi(failures.min(8).cast_signed())).min(25_000.0);
    jittered(base, chance)
}

/// Brings any Retry-After into bounds.
pub fn bounded_retry_after_secs(asked: Option<u64>) -> u64 {
    asked.unwrap_or(DEFAULT_RETRY_AFTER_SECS).clamp(*RETRY_AFTER_SECS.start(), *RETRY_AFTER_SECS.end())
}

fn jittered(base_millis: f64, chance: f64) -> u64 {
    (base_millis * (0.9 + 0.2 * chance.clamp(0.0, 1.0))).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polls_start_at_five_seconds_and_stop_growing_at_twenty() {
        assert_eq!(poll_after_millis(0, 0.5), 5_000);
        assert_eq!(poll_after_millis(50, 0.5), 20_000);
    }

    #[test]
    fn chance_moves_a_wait_by_a_tenth_at_most() {
        assert_eq!(poll_after_millis(0, 0.0), 4_500);
        assert_eq!(poll_after_millis(0, 1.0), 5_500);
    }

    #[test]
    fn polling_again_never_waits_longer_than_thirty_seconds_after_trouble() {
        assert!(poll_failed_after_millis(100, 1.0) <= 30_000);
    }

    #[test]
    fn an_absurd_retry_after_is_brought_into_bounds() {
        assert_eq!(bounded_retry_after_secs(Some(0)), 1);
        assert_eq!(bounded_retry_after_secs(Some(u64::MAX)), 600);
        assert_eq!(bounded_retry_after_secs(None), 30);
    }
}
