//! How much happens at once: tasks stand in line for a lane, and a lane lets so many through.
//!
//! A vendor has its own lanes: how many of its tasks may run, how often it is asked and how long it wants to be left
//! alone hold up nobody else. The line before the lane that sends is a person's: it can be put in another order, and it
//! can be shut.

mod bucket;

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use crate::model::TaskId;
use crate::model::schedule::Rate;

use bucket::Bucket;

/// What a task stands in line for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Preparing and sending.
    Send(&'static str, Money),
    Poll(&'static str),
    /// The vendor inside has no limits to keep.
    PracticePoll,
    Fetch,
}

/// Whether an account costs anything: practice stands in lines of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Money {
    Live,
    Practice,
}

impl Money {
    pub fn of(is_practice: bool) -> Self {
        if is_practice { Self::Practice } else { Self::Live }
    }
}

impl Lane {
    /// How many at once, where nobody chose.
    fn usual_width(self) -> usize {
        match self {
            Self::Send(..) => usize::from(super::settings::AT_ONCE),
            Self::Poll(_) => 3,
            Self::PracticePoll | Self::Fetch => 2,
        }
    }

    /// The vendor whose limits it keeps. Practice has none.
    fn limited_by(self) -> Option<&'static str> {
        match self {
            Self::Send(vendor, Money::Live) | Self::Poll(vendor) => Some(vendor),
            Self::Send(_, Money::Practice) | Self::PracticePoll | Self::Fetch => None,
        }
    }
}

pub struct Lanes {
    lanes: HashMap<Lane, Line>,
    /// Requests of every live account.
    buckets: HashMap<&'static str, Bucket>,
    /// Between two polls of one vendor, however many of its tasks run.
    poll_gap: Duration,
}

struct Line {
    waiting: VecDeque<Waiting>,
    at_work: usize,
    /// Tasks that hold a place though they are not at work here: those that run at the vendor.
    held_places: usize,
    width: usize,
    is_shut: bool,
    /// The vendor asked to be left alone, or a poll was just made.
    opens_at: Option<Instant>,
}

/// By place, then by id: ids sort by the time of asking.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Waiting {
    place: i64,
    id: TaskId,
}

impl Lanes {
    pub fn new(poll_gap: Duration) -> Self {
        Self { lanes: HashMap::new(), buckets: HashMap::new(), poll_gap }
    }

    /// No more requests than this to a vendor. `pace` is how long the rate's span takes here.
    pub fn limit(&mut self, vendor: &'static str, rate: Rate, span: Duration) {
        let new = Bucket::new(rate.requests, span);
        // The same limit laid on again forgets no request that was made.
        if !self.buckets.get(vendor).is_some_and(|known| known.is_like(&new)) {
            self.buckets.insert(vendor, new);
        }
    }

    /// How many tasks may be between sent and ended.
    pub fn set_width(&mut self, lane: Lane, width: usize) {
        self.line(lane).width = width;
    }

    /// Nobody is let through until it is open again.
    pub fn shut(&mut self, lane: Lane, is_shut: bool) {
        self.line(lane).is_shut = is_shut;
    }

    pub fn is_shut(&self, lane: Lane) -> bool {
        self.lanes.get(&lane).is_some_and(|line| line.is_shut)
    }

    /// Nobody is let through before `at`.
    pub fn leave_alone(&mut self, lane: Lane, at: Instant) {
        let line = self.line(lane);
        line.opens_at = line.opens_at.max(Some(at));
    }

    /// Requests that a task makes beside the one it was let through for.
    pub fn asks(&mut self, lane: Lane, requests: usize, now: Instant) {
        let bucket = lane.limited_by().and_then(|vendor| self.buckets.get_mut(vendor));
        if let Some(bucket) = bucket {
            (0..requests).for_each(|_| bucket.take(now));
        }
    }

    /// Stands behind everybody of its place or a lower one. Only the lines before a vendor know places.
    pub fn join(&mut self, lane: Lane, place: Option<i64>, id: TaskId) {
        let line = self.line(lane);
        match lane {
            Lane::Send(..) => {
                let new = Waiting { place: place.unwrap_or(i64::MAX), id };
                let at = line.waiting.partition_point(|waiting| *waiting <= new);
                line.waiting.insert(at, new);
            }
            Lane::Poll(_) | Lane::PracticePoll | Lane::Fetch => {
                line.waiting.push_back(Waiting { place: 0, id });
            }
        }
    }

    /// Puts a line in another order.
    pub fn put_in_order(&mut self, lane: Lane, place_of: impl Fn(&TaskId) -> Option<i64>) {
        let line = self.line(lane);
        for waiting in &mut line.waiting {
            waiting.place = place_of(&waiting.id).unwrap_or(i64::MAX);
        }
        line.waiting.make_contiguous().sort();
    }

    /// Whether anybody waits to send.
    pub fn has_senders(&self) -> bool {
        self.lanes.iter().any(|(lane, line)| matches!(lane, Lane::Send(..)) && !line.waiting.is_empty())
    }

    /// How many tasks run at each vendor now.
    pub fn hold_places(&mut self, held: &HashMap<Lane, usize>) {
        for (lane, line) in &mut self.lanes {
            line.held_places = held.get(lane).copied().unwrap_or_default();
        }
    }

    /// The next task that may begin. It counts as at work until `left`.
    pub fn next(&mut self, now: Instant) -> Option<(Lane, TaskId)> {
        // Results that expire are fetched before new polls are made.
        let rank = |lane: &Lane| match lane {
            Lane::Fetch => 0,
            Lane::Send(..) => 1,
            Lane::Poll(_) | Lane::PracticePoll => 2,
        };
        let is_open = |lane: &Lane, line: &Line| line.has_room() && self.opens_at_of(*lane, line) <= Some(now);
        let open = self.lanes.iter().filter(|(lane, line)| is_open(lane, line));
        let lane = open.map(|(lane, _)| *lane).min_by_key(rank)?;
        let line = self.lanes.get_mut(&lane)?;
        let id = line.waiting.pop_front()?.id;
        line.at_work += 1;
        if matches!(lane, Lane::Poll(_)) {
            line.opens_at = Some(now + self.poll_gap);
        }
        self.asks(lane, 1, now);
        Some((lane, id))
    }

    /// When somebody who only waits for time may begin.
    pub fn opens_at(&self) -> Option<Instant> {
        let lines = self.lanes.iter().filter(|(_, line)| line.has_room());
        lines.filter_map(|(lane, line)| self.opens_at_of(*lane, line)).min()
    }

    /// `None` is: at once.
    fn opens_at_of(&self, lane: Lane, line: &Line) -> Option<Instant> {
        let bucket = lane.limited_by().and_then(|vendor| self.buckets.get(vendor));
        line.opens_at.max(bucket.and_then(Bucket::opens_at))
    }

    /// A task that just left goes on with the next piece of the same work, before anybody else may.
    pub fn rejoin(&mut self, lane: Lane) {
        self.line(lane).at_work += 1;
    }

    /// A task that was at work is no longer.
    pub fn left(&mut self, lane: Lane) {
        if let Some(line) = self.lanes.get_mut(&lane) {
            line.at_work = line.at_work.saturating_sub(1);
        }
    }

    fn line(&mut self, lane: Lane) -> &mut Line {
        self.lanes.entry(lane).or_insert_with(|| Line {
            waiting: VecDeque::new(),
            at_work: 0,
            held_places: 0,
            width: lane.usual_width(),
            is_shut: false,
            opens_at: None,
        })
    }
}

impl Line {
    /// Somebody waits, and there is room.
    fn has_room(&self) -> bool {
        !self.is_shut && self.at_work + self.held_places < self.width && !self.waiting.is_empty()
    }
}

#[cfg(test)]
mod tests;
