//! The tasks the engine has in hand, and what it is doing for each right now.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::task::AbortHandle;
use tokio::time::Instant;

use crate::model::preflight::Submission;
use crate::model::{Clip, Task, TaskId};

use super::lanes::Lane;

/// A task in hand.
pub struct Live {
    pub task: Arc<Task>,
    pub clip: Option<Arc<Clip>>,
    pub doing: Doing,
    /// Kept while it may still be sent; after a restart it is judged anew from the prepared pictures.
    pub submission: Option<Arc<Submission>>,
    pub polls: u32,
    /// Polls in a row that told nothing.
    pub silent_polls: u32,
    /// Since when it is finished without a link.
    pub linkless_since: Option<Instant>,
    /// How often its link turned out dead.
    pub dead_links: u32,
    /// The next thing is a poll for a fresh link, though it is ready.
    pub wants_link: bool,
    /// The status and the word of the last poll that was kept for looking back.
    pub noted: Option<(Option<u16>, String)>,
}

/// What the engine does for a task right now. Exactly one thing.
pub enum Doing {
    Nothing,
    InLine(Lane),
    Working {
        lane: Lane,
        job: u64,
        abort: Option<AbortHandle>,
    },
    /// Until its timer with this ticket.
    Asleep {
        ticket: u64,
    },
    /// No way to its vendor now; tried again when an account changes.
    Held,
}

/// As many polls that told nothing, over several minutes: whether the task still runs there, nobody knows.
const OUT_OF_SIGHT_POLLS: u32 = 10;

impl Live {
    /// It waits for a person, or its vendor has long said nothing of it: it holds no place in its vendor's line.
    pub fn is_out_of_sight(&self) -> bool {
        matches!(self.doing, Doing::Held) || self.silent_polls >= OUT_OF_SIGHT_POLLS
    }

    pub fn new(task: Task) -> Self {
        Self {
            task: Arc::new(task),
            clip: None,
            doing: Doing::Nothing,
            submission: None,
            polls: 0,
            silent_polls: 0,
            linkless_since: None,
            dead_links: 0,
            wants_link: false,
            noted: None,
        }
    }

    /// It has passed the sending lane and holds a place in it.
    pub fn is_being_sent(&self) -> bool {
        matches!(self.doing, Doing::Working { lane: Lane::Send(..), .. })
    }

    /// Whether `job` is what it is doing: an answer to anything else is stale.
    pub fn is_at(&self, wanted: u64) -> bool {
        matches!(self.doing, Doing::Working { job, .. } if job == wanted)
    }
}

/// All of them by id, with the numbers that tell one piece of work from the next.
#[derive(Default)]
pub struct Lives {
    pub by_id: HashMap<TaskId, Live>,
    last_ticket: u64,
}

impl Lives {
    pub fn get(&self, id: &TaskId) -> Option<&Live> {
        self.by_id.get(id)
    }

    pub fn get_mut(&mut self, id: &TaskId) -> Option<&mut Live> {
        self.by_id.get_mut(id)
    }

    pub fn task(&self, id: &TaskId) -> Option<Arc<Task>> {
        self.by_id.get(id).map(|live| Arc::clone(&live.task))
    }

    pub fn insert(&mut self, live: Live) {
        self.by_id.insert(live.task.id.clone(), live);
    }

    pub fn ticket(&mut self) -> u64 {
        self.last_ticket += 1;
        self.last_ticket
    }

    /// Tasks that wait for an account.
    pub fn held(&self) -> Vec<TaskId> {
        let is_held = |live: &&Live| matches!(live.doing, Doing::Held);
        self.by_id.values().filter(is_held).map(|live| live.task.id.clone()).collect()
    }

    /// Submits on the wire this very moment.
    pub fn sending(&self) -> usize {
        let is_sending = |live: &&Live| live.task.state() == crate::model::TaskState::Sending;
        self.by_id.values().filter(is_sending).count()
    }
}
