//! How a task moves: by the table, onto the disk, and only then before anybody's eyes.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::library::LibraryError;
use crate::model::schedule::RETRY_AFTER_SECS;
use crate::model::{Clip, Task, TaskEvent, TaskId, TaskState, Trouble};
use crate::vendors;

use super::accounts::{Door, Held};
use super::event::{Event, Job};
use super::failpoint;
use super::lanes::Lane;
use super::line::lane_of;
use super::live::{Doing, Live};
use super::run::{Run, now_millis};
use super::timers::Timer;

/// How long the disk is left alone after it refused a write.
const DISK_REST: Duration = Duration::from_secs(5);

/// What happened and is not on the disk yet: it is offered again until it is.
pub struct Unsaved {
    task: Task,
    clip: Option<Clip>,
    then: Then,
}

/// What a task may do now, with what it needs for it.
enum Way {
    Send(Door),
    Poll(Door),
    Fetch(bool),
}

/// What follows when a fact is on the disk.
#[derive(Debug, Clone, Copy)]
pub enum Then {
    GoOn,
    Sleep(Duration),
}

impl Run {
    /// The task after `event`; `None`, and a line in the log, where no arrow leads.
    pub fn moved(&self, task: &Task, event: TaskEvent) -> Option<Task> {
        match task.life.on(event) {
            Ok(life) => {
                let mut next = Task { life, ..task.clone() };
                if !life.state.is_under_way() && life.state != TaskState::Unknown {
                    next.ended_at_millis = Some(now_millis());
                }
                Some(next)
            }
            Err(no_arrow) => {
                tracing::error!(task = %task.id, %no_arrow, "an event without an arrow");
                None
            }
        }
    }

    /// Writes a task's next state, then shows it. `false`: the disk refused, and nothing happened.
    #[must_use]
    pub fn commit(&mut self, task: Task) -> bool {
        match self.library.update_task(&task) {
            Ok(()) => {
                self.landed(task, None);
                true
            }
            Err(error) => {
                self.library_failed(&error);
                false
            }
        }
    }

    /// The same for what has happened and must not be forgotten. While the disk refuses, the task stays as it was
    /// shown, and the write is offered again.
    pub fn commit_fact(&mut self, task: Task, clip: Option<Clip>, then: Then) {
        self.forget_unsaved(&task.id);
        if !self.try_fact(&task, clip.as_ref(), then) {
            if let Some(remote) = &task.remote {
                // The last resort is the log: an id that only memory knows is a paid video that can be lost.
                tracing::error!(task = %task.id, %remote, "not on the disk yet");
            }
            self.unsaved.push(Unsaved { task, clip, then });
            self.timers.set(self.options.pace.millis(1_000), Timer::Unsaved);
        }
    }

    /// Offers again what the disk did not take.
    pub fn save_unsaved(&mut self) {
        for unsaved in std::mem::take(&mut self.unsaved) {
            self.commit_fact(unsaved.task, unsaved.clip, unsaved.then);
        }
    }

    /// A person has settled the task, or something newer happened to it: what the disk did not take of it before must
    /// never come back over that.
    pub fn forget_unsaved(&mut self, id: &TaskId) {
        self.unsaved.retain(|unsaved| unsaved.task.id != *id);
    }

    /// What is not on the disk yet stands in line where the task does.
    pub fn place_unsaved(&mut self, id: &TaskId, place: Option<i64>) {
        for unsaved in self.unsaved.iter_mut().filter(|unsaved| unsaved.task.id == *id) {
            unsaved.task.place = place;
        }
    }

    fn try_fact(&mut self, task: &Task, clip: Option<&Clip>, then: Then) -> bool {
        let written = match clip {
            Some(clip) => self.library.save_clip(task, clip),
            None => self.library.update_task(task),
        };
        match written {
            Ok(()) => {
                self.landed(task.clone(), clip.cloned());
                match then {
                    Then::GoOn => self.go_on(&task.id),
                    Then::Sleep(wait) => self.sleep(&task.id, wait),
                }
                true
            }
            Err(error) => {
                self.library_failed(&error);
                false
            }
        }
    }

    /// A task's new state is on the disk.
    pub fn landed(&mut self, task: Task, clip: Option<Clip>) {
        self.disk_is_well();
        let id = task.id.clone();
        let before = self.lives.task(&id).map_or(task.state(), |before| before.state());
        let task = Arc::new(task);
        if let Some(live) = self.lives.get_mut(&id) {
            live.task = Arc::clone(&task);
            live.clip = clip.map(Arc::new).or_else(|| live.clip.take());
        }
        let clip = self.lives.get(&id).and_then(|live| live.clip.clone());
        if before != task.state() {
            tracing::info!(task = %id, state = task.state().word(), "task moved");
            self.entered(&task);
            self.note_end(&task, before);
        }
        self.screen.show_task(&task, clip.as_ref(), before);
    }

    /// What a new state brings with it.
    fn entered(&mut self, task: &Task) {
        let state = task.state();
        // The middle of a download has a step of its own.
        if state != TaskState::Downloading {
            failpoint::pass(state.word());
        }
        self.questions.task_moved(&task.id, state);
        self.screen.questions_changed(&self.questions);
        if state == TaskState::Unknown || !state.is_under_way() {
            self.announce(task);
        }
    }

    /// Does the next thing for a task, if it has one and nothing is in its way.
    pub fn go_on(&mut self, id: &TaskId) {
        let Some(live) = self.lives.get(id) else { return };
        if !self.options.follows || !matches!(live.doing, Doing::Nothing | Doing::Asleep { .. } | Doing::Held) {
            return;
        }
        if self.unsaved.iter().any(|unsaved| unsaved.task.id == *id) {
            return;
        }
        let task = Arc::clone(&live.task);
        let wants_link = live.wants_link;
        match task.state() {
            TaskState::Queued => self.line_up_to_send(id, &task),
            TaskState::Uploading => match waits_for(&task) {
                Some(wait) => self.sleep(id, wait),
                None => self.line_up_to_send(id, &task),
            },
            TaskState::Waiting => match waits_for(&task) {
                Some(wait) => self.sleep(id, wait),
                None => self.wait_over(id, &task),
            },
            TaskState::Running => self.line_up(id, poll_lane(&task), None),
            TaskState::Ready => self.line_up(id, if wants_link { poll_lane(&task) } else { Lane::Fetch }, None),
            // At work already, or over.
            TaskState::Sending
            | TaskState::Downloading
            | TaskState::Done
            | TaskState::Rejected
            | TaskState::NotSent
            | TaskState::Unknown
            | TaskState::Failed
            | TaskState::Expired
            | TaskState::Cancelled
            | TaskState::GivenUp => self.settle_task(id),
        }
    }

    fn wait_over(&mut self, id: &TaskId, task: &Task) {
        let Some(mut next) = self.moved(task, TaskEvent::WaitOver) else { return };
        next.retry_at_millis = None;
        if self.commit(next) { self.go_on(id) } else { self.rest(id) }
    }

    fn line_up_to_send(&mut self, id: &TaskId, task: &Task) {
        match lane_of(task) {
            Some(lane) => self.line_up(id, lane, task.place),
            None => self.hold(id, Held::Until(Trouble::new("held-unknown-vendor").with("vendor", &*task.vendor))),
        }
    }

    fn line_up(&mut self, id: &TaskId, lane: Lane, place: Option<i64>) {
        if let Some(live) = self.lives.get_mut(id) {
            live.doing = Doing::InLine(lane);
            self.lanes.join(lane, place, id.clone());
        }
    }

    /// Lets tasks through their lanes as far as there is room.
    pub fn pump(&mut self) {
        self.count_running();
        while let Some((lane, id)) = self.lanes.next(Instant::now()) {
            let is_next = |live: &&Live| matches!(live.doing, Doing::InLine(mine) if mine == lane);
            let task = self.lives.get(&id).filter(is_next).map(|live| Arc::clone(&live.task));
            let began = task.is_some_and(|task| {
                self.begin(lane, &id, &task);
                self.lives.get(&id).is_some_and(|live| matches!(live.doing, Doing::Working { .. }))
            });
            if !began {
                self.lanes.left(lane);
            }
        }
    }

    fn begin(&mut self, lane: Lane, id: &TaskId, task: &Task) {
        if let Some(held) = self.network.holds(task) {
            return self.hold(id, held);
        }
        let way = match lane {
            Lane::Send(vendor, _) if self.settings.is_paused(vendor) => Err(Held::Until(paused(vendor))),
            Lane::Send(..) => self.accounts.door(task, true).map(Way::Send),
            Lane::Poll(_) | Lane::PracticePoll => self.accounts.door(task, false).map(Way::Poll),
            Lane::Fetch => self.accounts.fetches_from_loopback(task).map(Way::Fetch),
        };
        let way = match way {
            Ok(way) => way,
            Err(held) => return self.hold(id, held),
        };
        // A poll that was refused is repeated; only an answer takes its sentence off the card.
        let is_refused_poll = matches!(way, Way::Poll(_))
            && task.trouble.as_ref().is_some_and(|trouble| trouble.rule == super::poll::KEY_REFUSED);
        if !is_refused_poll && !self.release(task) {
            return self.rest(id);
        }
        match way {
            Way::Send(door) => self.begin_prepare(id, door),
            Way::Poll(door) => self.begin_poll(id, &door),
            Way::Fetch(from_loopback) => self.begin_fetch(id, from_loopback),
        }
    }

    /// No way to its vendor now. Only what needs a person is said on the card.
    fn hold(&mut self, id: &TaskId, held: Held) {
        let Some(live) = self.lives.get_mut(id) else { return };
        live.doing = Doing::Held;
        let task = Arc::clone(&live.task);
        match held {
            Held::Soon if task.is_practice => self.wake_sandbox(),
            Held::Soon => {}
            Held::Until(trouble) if task.trouble.as_ref() == Some(&trouble) => {}
            Held::Until(trouble) => {
                // If the disk refuses, the card lacks its sentence; the task is held all the same.
                let _ = self.commit(Task { trouble: Some(trouble), ..(*task).clone() });
            }
        }
    }

    /// Takes the sentence of a task that was held off its card.
    fn release(&mut self, task: &Task) -> bool {
        if !super::accounts::is_held(task) {
            return true;
        }
        self.commit(Task { trouble: None, ..task.clone() })
    }

    /// Every held task looks for its door again.
    pub fn wake_held(&mut self) {
        for id in self.lives.held() {
            self.go_on(&id);
        }
    }

    /// Starts a job for a task that has left its line.
    pub fn work(&mut self, id: &TaskId, job: u64, kind: Job, work: impl Future<Output = Event> + Send + 'static) {
        let Some(live) = self.lives.get_mut(id) else { return };
        let Doing::InLine(lane) = live.doing else { return };
        let abort = self.jobs.spawn(kind, work);
        live.doing = Doing::Working { lane, job, abort: Some(abort) };
    }

    /// An answer came: the task is free again. `None` where the answer is not to what it is doing.
    pub fn leave_work(&mut self, id: &TaskId, job: u64) -> Option<Lane> {
        let live = self.lives.get_mut(id).filter(|live| live.is_at(job))?;
        let Doing::Working { lane, .. } = std::mem::replace(&mut live.doing, Doing::Nothing) else { return None };
        self.lanes.left(lane);
        Some(lane)
    }

    /// Drops whatever is being done for a task, which may still be cancelled.
    pub fn stop_work(&mut self, id: &TaskId) {
        let Some(live) = self.lives.get_mut(id) else { return };
        if let Doing::Working { lane, abort, .. } = std::mem::replace(&mut live.doing, Doing::Nothing) {
            if let Some(abort) = abort {
                abort.abort();
            }
            self.lanes.left(lane);
        }
    }

    pub fn sleep(&mut self, id: &TaskId, wait: Duration) {
        let ticket = self.lives.ticket();
        if let Some(live) = self.lives.get_mut(id) {
            live.doing = Doing::Asleep { ticket };
            self.timers.set(wait, Timer::Task { id: id.clone(), ticket });
        }
    }

    pub fn woke(&mut self, id: &TaskId, ticket: u64) {
        let is_mine = |live: &&Live| matches!(live.doing, Doing::Asleep { ticket: mine } if mine == ticket);
        if self.lives.get(id).filter(is_mine).is_some() {
            // Its own wait is over by the clock that counts; the stored one is for a restart.
            self.forget_wait(id);
            self.go_on(id);
        }
    }

    /// The disk refused: the task stays as it is for a while.
    pub fn rest(&mut self, id: &TaskId) {
        self.sleep(id, self.options.pace.millis(millis(DISK_REST)));
    }

    fn forget_wait(&mut self, id: &TaskId) {
        if let Some(live) = self.lives.get_mut(id).filter(|live| live.task.retry_at_millis.is_some()) {
            Arc::make_mut(&mut live.task).retry_at_millis = None;
        }
    }

    /// An ended task is the library's again; a headless session keeps it in sight.
    pub fn settle_task(&mut self, id: &TaskId) {
        let is_kept = self.screen.is_followed(id);
        let Some(live) = self.lives.get_mut(id) else { return };
        live.doing = Doing::Nothing;
        let is_over = !live.task.state().is_under_way() && live.task.state() != TaskState::Unknown;
        if is_over {
            live.submission = None;
            if !is_kept {
                self.lives.by_id.remove(id);
            }
        }
    }

    /// Said once, until the disk is well again.
    pub fn library_failed(&mut self, error: &LibraryError) {
        tracing::error!(%error, "library");
        let trouble = Trouble::from(error);
        if self.disk_trouble.as_ref().map(|told| &told.rule) != Some(&trouble.rule) {
            self.screen.notify_bad(trouble.clone());
            self.disk_trouble = Some(trouble);
        }
        if matches!(error, LibraryError::Stopped { .. }) {
            // What is on the disk is not known any more: nothing goes on as if it were saved. A new start reads it.
            self.options.follows = false;
            self.screen.closed(Trouble::from(error));
        }
    }

    fn disk_is_well(&mut self) {
        self.disk_trouble = None;
    }
}

fn poll_lane(task: &Task) -> Lane {
    match vendors::by_id(&task.vendor) {
        Some(vendor) if !task.is_practice => Lane::Poll(vendor.id()),
        Some(_) | None => Lane::PracticePoll,
    }
}

fn paused(vendor: &'static str) -> Trouble {
    let name = vendors::by_id(vendor).map_or(vendor, vendors::Vendor::name);
    Trouble::new("held-paused").with("vendor", name)
}

/// How long a task still has to wait. A stored time beyond all bounds is a clock that jumped.
fn waits_for(task: &Task) -> Option<Duration> {
    let left = task.retry_at_millis?.saturating_sub(now_millis());
    let longest = i64::try_from(*RETRY_AFTER_SECS.end()).unwrap_or(600) * 1_000;
    (left > 0).then(|| Duration::from_millis(left.min(longest).unsigned_abs()))
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
