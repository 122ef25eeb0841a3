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

const FIRST_POLL_MILLIS: f64 = 5_000.0;
/// However long a video usually takes, it may be quick this time.
const MAX_FIRST_POLL_MILLIS: f64 = 1_200_000.0;

/// A finished task without a link is polled this long before it counts as failed.
pub const LINKLESS_SECS: u64 = 600;

/// How long an offering's videos usually take: the quicker quarter of the last ones, so that one that waited for a
/// sleeping machine teaches nothing. `None` where too few are known.
pub fn usual_millis(mut last: Vec<u64>) -> Option<u64> {
    const ENOUGH: usize = 3;
    last.sort_unstable();
    (last.len() >= ENOUGH).then(|| last[last.len() / 4])
}

/// Wait before the first poll: most of what is usual there, else five seconds.
pub fn first_poll_after_millis(usual: Option<u64>, chance: f64) -> u64 {
    const SHARE: f64 = 0.8;
    jittered((usual.unwrap_or_default() as f64 * SHARE).clamp(FIRST_POLL_MILLIS, MAX_FIRST_POLL_MILLIS), chance)
}

/// Wait before poll number `polls` after the first (0 is the next one): five seconds, growing to twenty (vendors.md
/// §10.19); where videos usually take long, in proportion.
pub fn poll_after_millis(polls: u32, usual: Option<u64>, chance: f64) -> u64 {
    let usual = usual.unwrap_or_default() as f64;
    let least = (usual / 60.0).clamp(FIRST_POLL_MILLIS, 30_000.0);
    let most = (usual / 15.0).clamp(20_000.0, 120_000.0);
    jittered((least * 1.3_f64.powi(polls.min(20).cast_signed())).min(most), chance)
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
        assert_eq!(first_poll_after_millis(None, 0.5), 5_000);
        assert_eq!(poll_after_millis(0, None, 0.5), 5_000);
        assert_eq!(poll_after_millis(50, None, 0.5), 20_000);
    }

    #[test]
    fn the_first_wait_is_learnt_from_the_quicker_ones_of_an_offering() {
        assert_eq!(usual_millis(vec![90_000, 80_000]), None, "too few");
        let slept = 3 * 24 * 3_600_000;
        assert_eq!(usual_millis(vec![slept, 100_000, 120_000, 110_000, slept]), Some(110_000));
        assert_eq!(first_poll_after_millis(Some(100_000), 0.5), 80_000);
        assert_eq!(first_poll_after_millis(Some(1_000), 0.5), 5_000);
        assert_eq!(first_poll_after_millis(Some(slept), 0.5), 1_200_000);
    }

    /// Polls of a task that takes `takes` where `usual` is usual, and how late the last one comes.
    fn polls(usual: u64, takes: u64) -> (u32, u64) {
        let mut at = first_poll_after_millis(Some(usual), 1.0);
        let mut polls = 1;
        while at < takes {
            at += poll_after_millis(polls - 1, Some(usual), 1.0);
            polls += 1;
        }
        (polls, at - takes)
    }

    #[test]
    fn a_task_is_polled_fifteen_times_at_most_also_when_it_takes_half_as_long_again() {
        for usual in [10_000, 60_000, 120_000, 300_000, 600_000, 1_200_000] {
            let (count, late) = polls(usual, usual * 3 / 2);
            assert!(count <= 15, "{usual}: {count} polls");
            assert!(late <= (usual / 10).max(22_000), "{usual}: {late} ms late");
        }
    }

    #[test]
    fn chance_moves_a_wait_by_a_tenth_at_most() {
        assert_eq!(poll_after_millis(0, None, 0.0), 4_500);
        assert_eq!(poll_after_millis(0, None, 1.0), 5_500);
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
