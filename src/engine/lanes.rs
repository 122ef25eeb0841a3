//! How much happens at once: tasks stand in line for a lane, and a lane lets so many through.

use std::collections::{HashMap, VecDeque};

use crate::model::TaskId;

/// What a task stands in line for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Preparing and sending, one lane a vendor.
    Send(&'static str),
    Poll,
    Fetch,
}

impl Lane {
    /// How many at once. Together they keep the engine under a dozen sockets.
    pub fn width(self) -> usize {
        match self {
            Self::Send(_) => 3,
            Self::Poll => 4,
            Self::Fetch => 2,
        }
    }
}

#[derive(Default)]
pub struct Lanes {
    lanes: HashMap<Lane, Line>,
}

#[derive(Default)]
struct Line {
    waiting: VecDeque<TaskId>,
    at_work: usize,
}

impl Lanes {
    pub fn join(&mut self, lane: Lane, id: TaskId) {
        self.lanes.entry(lane).or_default().waiting.push_back(id);
    }

    /// The next task that may begin. It counts as at work until `left`.
    pub fn next(&mut self) -> Option<(Lane, TaskId)> {
        // Results that expire are fetched before new polls are made.
        let rank = |lane: &Lane| match lane {
            Lane::Fetch => 0,
            Lane::Send(_) => 1,
            Lane::Poll => 2,
        };
        let is_open = |(lane, line): &(&Lane, &mut Line)| line.at_work < lane.width() && !line.waiting.is_empty();
        let (lane, line) = self.lanes.iter_mut().filter(is_open).min_by_key(|(lane, _)| rank(lane))?;
        let id = line.waiting.pop_front()?;
        line.at_work += 1;
        Some((*lane, id))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: usize) -> TaskId {
        TaskId(format!("t{n}").into())
    }

    #[test]
    fn a_lane_lets_so_many_through_and_the_next_when_one_leaves() {
        let mut lanes = Lanes::default();
        for n in 0..5 {
            lanes.join(Lane::Send("a"), id(n));
        }
        let through: Vec<_> = std::iter::from_fn(|| lanes.next()).map(|(_, id)| id).collect();
        assert_eq!(through, [id(0), id(1), id(2)]);
        lanes.left(Lane::Send("a"));
        assert_eq!(lanes.next(), Some((Lane::Send("a"), id(3))));
        assert_eq!(lanes.next(), None);
    }

    #[test]
    fn one_vendors_line_does_not_hold_up_anothers() {
        let mut lanes = Lanes::default();
        (0..9).for_each(|n| lanes.join(Lane::Send("a"), id(n)));
        lanes.join(Lane::Send("b"), id(10));
        let through: Vec<_> = std::iter::from_fn(|| lanes.next()).collect();
        assert!(through.contains(&(Lane::Send("b"), id(10))));
    }

    #[test]
    fn results_are_fetched_before_new_polls() {
        let mut lanes = Lanes::default();
        lanes.join(Lane::Poll, id(1));
        lanes.join(Lane::Fetch, id(2));
        assert_eq!(lanes.next(), Some((Lane::Fetch, id(2))));
    }
}
