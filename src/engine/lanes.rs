//! How much happens at once: tasks stand in line for a lane, and a lane lets so many through.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use crate::model::TaskId;

/// What a task stands in line for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Preparing and sending, one lane a vendor.
    Send(&'static str),
    Poll,
    /// The vendor inside has no limits to keep.
    PracticePoll,
    Fetch,
}

impl Lane {
    /// How many at once. Together they keep the engine under a dozen sockets.
    pub fn width(self) -> usize {
        match self {
            Self::Send(_) => 3,
            Self::Poll => 3,
            Self::PracticePoll | Self::Fetch => 2,
        }
    }
}

pub struct Lanes {
    lanes: HashMap<Lane, Line>,
    /// Between two polls: with it their number in any second is bounded, however many tasks run.
    poll_gap: Duration,
    next_poll_at: Instant,
}

#[derive(Default)]
struct Line {
    waiting: VecDeque<TaskId>,
    at_work: usize,
}

impl Lanes {
    pub fn new(poll_gap: Duration) -> Self {
        Self { lanes: HashMap::new(), poll_gap, next_poll_at: Instant::now() }
    }

    pub fn join(&mut self, lane: Lane, id: TaskId) {
        self.lanes.entry(lane).or_default().waiting.push_back(id);
    }

    /// The next task that may begin. It counts as at work until `left`.
    pub fn next(&mut self, now: Instant) -> Option<(Lane, TaskId)> {
        // Results that expire are fetched before new polls are made.
        let rank = |lane: &Lane| match lane {
            Lane::Fetch => 0,
            Lane::Send(_) => 1,
            Lane::Poll | Lane::PracticePoll => 2,
        };
        let may_poll = now >= self.next_poll_at;
        let is_open = |(lane, line): &(&Lane, &mut Line)| line.has_room(**lane) && (**lane != Lane::Poll || may_poll);
        let (lane, line) = self.lanes.iter_mut().filter(is_open).min_by_key(|(lane, _)| rank(lane))?;
        let id = line.waiting.pop_front()?;
        line.at_work += 1;
        if *lane == Lane::Poll {
            self.next_poll_at = now + self.poll_gap;
        }
        Some((*lane, id))
    }

    /// When a poll that could be made but for the gap may be made.
    pub fn opens_at(&self) -> Option<Instant> {
        let line = self.lanes.get(&Lane::Poll)?;
        line.has_room(Lane::Poll).then_some(self.next_poll_at)
    }

    /// A task that just left goes on with the next piece of the same work, before anybody else may.
    pub fn rejoin(&mut self, lane: Lane) {
        self.lanes.entry(lane).or_default().at_work += 1;
    }

    /// A task that was at work is no longer.
    pub fn left(&mut self, lane: Lane) {
        if let Some(line) = self.lanes.get_mut(&lane) {
            line.at_work = line.at_work.saturating_sub(1);
        }
    }
}

impl Line {
    /// Somebody waits, and there is room.
    fn has_room(&self, lane: Lane) -> bool {
        self.at_work < lane.width() && !self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: usize) -> TaskId {
        TaskId(format!("t{n}").into())
    }

    #[test]
    fn a_lane_lets_so_many_through_and_the_next_when_one_leaves() {
        let mut lanes = Lanes::new(Duration::ZERO);
        for n in 0..5 {
            lanes.join(Lane::Send("a"), id(n));
        }
        let through: Vec<_> = std::iter::from_fn(|| lanes.next(Instant::now())).map(|(_, id)| id).collect();
        assert_eq!(through, [id(0), id(1), id(2)]);
        lanes.left(Lane::Send("a"));
        assert_eq!(lanes.next(Instant::now()), Some((Lane::Send("a"), id(3))));
        assert_eq!(lanes.next(Instant::now()), None);
    }

    #[test]
    fn one_vendors_line_does_not_hold_up_anothers() {
        let mut lanes = Lanes::new(Duration::ZERO);
        (0..9).for_each(|n| lanes.join(Lane::Send("a"), id(n)));
        lanes.join(Lane::Send("b"), id(10));
        let through: Vec<_> = std::iter::from_fn(|| lanes.next(Instant::now())).collect();
        assert!(through.contains(&(Lane::Send("b"), id(10))));
    }

    #[test]
    fn results_are_fetched_before_new_polls() {
        let mut lanes = Lanes::new(Duration::ZERO);
        lanes.join(Lane::Poll, id(1));
        lanes.join(Lane::Fetch, id(2));
        assert_eq!(lanes.next(Instant::now()), Some((Lane::Fetch, id(2))));
    }

    #[test]
    fn polls_keep_their_gap_however_many_wait() {
        let mut lanes = Lanes::new(Duration::from_millis(200));
        (0..9).for_each(|n| lanes.join(Lane::Poll, id(n)));
        let begun = Instant::now();
        assert!(lanes.next(begun).is_some());
        assert_eq!(lanes.next(begun + Duration::from_millis(199)), None);
        assert_eq!(lanes.opens_at(), Some(begun + Duration::from_millis(200)));
        assert!(lanes.next(begun + Duration::from_millis(200)).is_some());
    }
}
