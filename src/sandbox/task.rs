//! An accepted task and where its life stands.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::dialect::Bill;
use super::fault::Fault;
use super::order::Order;

/// One accepted submit, as it lies on disk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    pub id: String,
    pub vendor: String,
    /// The path it was submitted to.
    pub endpoint: String,
    pub accepted_at_ms: u64,
    pub order: Order,
    /// What it was charged; a failure is paid back where the vendor says so.
    #[serde(default)]
    pub bill: Bill,
    pub fate: Fate,
    /// Held back this long beyond the pace.
    pub extra_secs: u64,
    pub end: Option<End>,
    pub link: Option<Link>,
    /// Faults its prompt asked for that can still strike.
    pub faults: Vec<Fault>,
}

/// What was decided when it was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    Video,
    Failure,
    Cancellation,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    Rendered { at_ms: u64 },
    Failed { at_ms: u64, why: String },
}

/// The one living address of a result. A new one kills the old.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub token: String,
    pub expires_at_ms: u64,
    /// No other will be given out, even when this one is dead.
    pub is_last: bool,
}

/// How long the practice vendor pretends to think. Rendering runs meanwhile and may take longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    pub pending: Duration,
    pub processing: Duration,
}

/// What a poll finds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    Pending,
    Processing,
    Completed,
    Failed { why: String },
    Cancelled,
}

impl Default for Pace {
    fn default() -> Self {
        Self { pending: Duration::from_millis(500), processing: Duration::from_millis(1500) }
    }
}

impl Link {
    pub fn new(expires_at_ms: u64) -> Self {
        Self { token: Uuid::new_v4().simple().to_string(), expires_at_ms, is_last: false }
    }

    /// The link of a result that is gone for good.
    pub fn dead() -> Self {
        Self::new(0).killed()
    }

    /// The same address, dead, with none to follow.
    #[must_use]
    pub fn killed(self) -> Self {
        Self { expires_at_ms: 0, is_last: true, ..self }
    }

    pub fn is_alive(&self, now_ms: u64) -> bool {
        now_ms < self.expires_at_ms
    }
}

impl Task {
    pub fn moment(&self, now_ms: u64, pace: Pace) -> Moment {
        let elapsed = Duration::from_millis(now_ms.saturating_sub(self.accepted_at_ms));
        if elapsed < pace.pending {
            return Moment::Pending;
        }
        if elapsed < pace.pending + pace.processing + Duration::from_secs(self.extra_secs) {
            return Moment::Processing;
        }
        match (&self.end, self.fate) {
            (Some(End::Failed { why, .. }), _) => Moment::Failed { why: why.clone() },
            (Some(End::Rendered { .. }), _) => Moment::Completed,
            (None, Fate::Failure) => Moment::Failed { why: "The upstream provider failed (practice fault)".to_owned() },
            (None, Fate::Cancellation) => Moment::Cancelled,
            (None, Fate::Video) => Moment::Processing,
        }
    }

    /// When its status last changed, as far as a poll at `now_ms` can tell.
    pub fn updated_at_ms(&self, now_ms: u64) -> u64 {
        match &self.end {
            Some(End::Rendered { at_ms } | End::Failed { at_ms, .. }) => *at_ms,
            None => now_ms.max(self.accepted_at_ms),
        }
    }

    /// How far a poll at `now_ms` finds it, 0 to 100. Only the completed are at 100.
    pub fn percent(&self, now_ms: u64, pace: Pace) -> u8 {
        if self.moment(now_ms, pace) == Moment::Completed {
            return 100;
        }
        let whole = pace.pending + pace.processing + Duration::from_secs(self.extra_secs);
        let elapsed = u128::from(now_ms.saturating_sub(self.accepted_at_ms));
        u8::try_from(elapsed * 100 / whole.as_millis().max(1)).unwrap_or(99).min(99)
    }

    pub fn needs_rendering(&self) -> bool {
        self.end.is_none() && self.fate == Fate::Video
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::order::{Quality, Shot};
    use super::*;

    pub fn sample(id: &str) -> Task {
        Task {
            id: id.to_owned(),
            vendor: "mulerouter".to_owned(),
            endpoint: "/vendors/x".to_owned(),
            accepted_at_ms: 10_000,
            order: Order {
                seconds: 3,
                quality: Quality::Std,
                sound: false,
                width: 720,
                height: 720,
                shots: vec![Shot { text: "fox".to_owned(), seconds: 3 }],
            },
            bill: Bill::default(),
            fate: Fate::Video,
            extra_secs: 0,
            end: None,
            link: None,
            faults: Vec::new(),
        }
    }

    #[test]
    fn a_task_is_pending_then_processing_and_completed_only_when_both_time_and_film_are_there() {
        let mut task = sample("a");
        let pace = Pace::default();
        assert_eq!(task.moment(10_100, pace), Moment::Pending);
        assert_eq!(task.moment(10_600, pace), Moment::Processing);
        assert_eq!(task.moment(99_000, pace), Moment::Processing);
        task.end = Some(End::Rendered { at_ms: 10_300 });
        assert_eq!(task.moment(10_600, pace), Moment::Processing);
        assert_eq!(task.moment(12_000, pace), Moment::Completed);
    }

    #[test]
    fn progress_grows_and_only_the_completed_are_at_the_end() {
        let task = sample("a");
        let at = |ms| task.percent(ms, Pace::default());
        assert_eq!((at(10_000), at(11_000), at(99_000)), (0, 50, 99));
        let done = Task { end: Some(End::Rendered { at_ms: 10_300 }), ..sample("a") };
        assert_eq!(done.percent(13_000, Pace::default()), 100);
    }

    #[test]
    fn a_task_made_to_fail_fails_in_its_time() {
        let task = Task { fate: Fate::Failure, extra_secs: 3, ..sample("a") };
        assert_eq!(task.moment(14_900, Pace::default()), Moment::Processing);
        assert!(matches!(task.moment(15_000, Pace::default()), Moment::Failed { .. }));
    }
}
