//! When the loop wakes by itself. Monotonic: a clock that jumps, or a machine that slept, starts no storm.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use tokio::time::Instant;

use crate::model::TaskId;

/// What a wake-up is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timer {
    /// The task goes on, unless its ticket was replaced meanwhile.
    Task { id: TaskId, ticket: u64 },
    /// Drafts that were not written at once are.
    Drafts,
    /// What the disk did not take is offered again.
    Unsaved,
    /// Deleted clips go on to the system trash.
    Trash,
    /// A forgotten key cannot be taken back any more.
    ForgottenKey(&'static str),
    /// A new day has begun, and caps on a day begin anew.
    Midnight,
    /// A balance that was wanted too soon may be asked for.
    Balance(&'static str),
    /// A new day has begun, and vendors may sell something else.
    Offerings,
}

#[derive(Default)]
pub struct Timers {
    heap: BinaryHeap<Reverse<(Instant, Timer)>>,
}

impl Timers {
    pub fn set(&mut self, after: Duration, timer: Timer) {
        self.heap.push(Reverse((Instant::now() + after, timer)));
    }

    pub fn next_at(&self) -> Option<Instant> {
        self.heap.peek().map(|Reverse((at, _))| *at)
    }

    /// The next timer whose time has come.
    pub fn due(&mut self, now: Instant) -> Option<Timer> {
        if self.next_at()? > now {
            return None;
        }
        self.heap.pop().map(|Reverse((_, timer))| timer)
    }
}

/// How fast waiting time passes. Tests shorten it; nothing else may.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace(pub f64);

impl Pace {
    pub const REAL: Self = Self(1.0);

    pub fn millis(self, millis: u64) -> Duration {
        Duration::from_millis(millis).mul_f64(self.0.clamp(0.0, 1.0))
    }

    pub fn secs(self, secs: u64) -> Duration {
        self.millis(secs.saturating_mul(1_000))
    }
}
