//! Asking after a task. A poll costs nothing and decides nothing by failing: it is asked again, always at the address
//! the task was sent to.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::model::price::Money;
use crate::model::schedule::{
    LINKLESS_SECS, first_poll_after_millis, poll_after_millis, poll_failed_after_millis, practice_poll_after_millis,
    usual_millis,
};
use crate::model::{Task, TaskEvent, TaskId, TaskState, Trouble};
use crate::vendors::outcome::{PollAnswer, PollTrouble, of_poll};
use crate::vendors::{self, Progress, RemoteTask};

use super::accounts::Door;
use super::event::{Event, Job};
use super::lanes::Lane;
use super::run::{Run, chance};
use super::tasks::Then;
use super::transport::Came;

/// What a task carries from the moment its id was pasted until the vendor has confirmed it.
pub const FOUND_BY_HAND: &str = "found-by-hand";
/// On the card of a running task whose vendor takes the key no more.
pub const KEY_REFUSED: &str = "held-key-refused";

/// So many answers "no such task" in a row mean that a pasted id is wrong; a vendor's first ones may come too early.
const MISFOUND_POLLS: u32 = 4;

impl Run {
    pub fn begin_poll(&mut self, id: &TaskId, door: &Door) {
        let Some(task) = self.lives.task(id) else { return };
        let Some(remote) = task.remote.clone() else { return };
        let language = self.language().code();
        let remote_task = RemoteTask { base_url: &door.base_url, endpoint: &task.endpoint, remote: &remote, language };
        let request = door.vendor.poll(&remote_task);
        let (job, owner) = (self.lives.ticket(), id.clone());
        let (transport, door) = (self.transport.clone(), door.clone());
        self.work(id, job, Job::Poll { id: id.clone(), job }, async move {
            let came = match transport.poll(&door, &request).await {
                Ok(came) => came,
                Err(error) => Came::NeverLeft { why: error.to_string() },
            };
            Event::Polled { id: owner, job, came }
        });
    }

    pub fn on_polled(&mut self, id: &TaskId, job: u64, came: &Came) {
        if self.leave_work(id, job).is_none() {
            return;
        }
        let Some(task) = self.lives.task(id) else { return };
        let Some(vendor) = vendors::by_id(&task.vendor) else { return };
        if let Some(live) = self.lives.get_mut(id) {
            live.polls = live.polls.saturating_add(1);
        }
        match of_poll(vendor, came.wire()) {
            PollAnswer::Trouble(trouble) => {
                self.note_poll(&task, came, "");
                self.poll_told_nothing(id, &task, came, &trouble);
            }
            PollAnswer::Progress(progress) => {
                self.note_poll(&task, came, word_of(&progress));
                if let Some(live) = self.lives.get_mut(id) {
                    live.silent_polls = 0;
                }
                self.progressed(id, &task, progress);
            }
        }
    }

    fn progressed(&mut self, id: &TaskId, task: &Arc<Task>, progress: Progress) {
        match progress {
            Progress::Running { word, percent } => self.still_running(id, task, &word, percent),
            Progress::Finished { links, billed } => match links.into_iter().next() {
                Some(link) => self.finished(task, &link, billed),
                None => self.linkless(id, task, billed),
            },
            Progress::Failed { word, words, billed } => self.vendor_failed(id, task, &word, &words, billed),
            // `of_poll` has made it trouble already.
            Progress::Unreadable => self.poll_again(id),
        }
    }

    fn still_running(&mut self, id: &TaskId, task: &Task, word: &str, percent: Option<u8>) {
        let mut next = task.clone();
        next.vendor_word = Some(word.into());
        next.progress = percent;
        next.trouble = None;
        if next != *task && !self.commit(next) {
            // It is only news; the next poll brings it again.
            tracing::debug!(task = %id, "progress not written");
        }
        self.poll_again(id);
    }

    fn finished(&mut self, task: &Task, link: &str, billed: Option<Money>) {
        let Some(mut next) = self.moved(task, TaskEvent::Finished) else { return };
        next.link = Some(link.into());
        next.billed = billed.or(next.billed);
        next.progress = None;
        next.trouble = None;
        if let Some(live) = self.lives.get_mut(&task.id) {
            live.wants_link = false;
            live.linkless_since = None;
        }
        self.commit_fact(next, None, Then::GoOn);
    }

    /// Finished, and no link: vendors have been seen to bring it later.
    fn linkless(&mut self, id: &TaskId, task: &Task, billed: Option<Money>) {
        let patience = self.options.pace.secs(LINKLESS_SECS);
        if task.state() == TaskState::Ready {
            return self.no_fresh_link(id, task, None);
        }
        let Some(live) = self.lives.get_mut(id) else { return };
        let since = *live.linkless_since.get_or_insert_with(Instant::now);
        if since.elapsed() < patience {
            return self.poll_again(id);
        }
        live.linkless_since = None;
        let Some(mut next) = self.moved(task, TaskEvent::VendorFailed) else { return };
        next.billed = billed.or(next.billed);
        next.trouble = Some(Trouble::new("finished-without-link").with("remote", task.remote.as_deref().unwrap_or("")));
        self.commit_fact(next, None, Then::GoOn);
    }

    fn vendor_failed(&mut self, id: &TaskId, task: &Task, word: &str, words: &str, billed: Option<Money>) {
        let rule = if words.trim().is_empty() { "vendor-failed-silently" } else { "vendor-failed" };
        let trouble = Trouble::new(rule).with("word", word).with("words", words);
        if task.state() == TaskState::Ready {
            return self.no_fresh_link(id, task, Some(trouble));
        }
        let Some(mut next) = self.moved(task, TaskEvent::VendorFailed) else { return };
        next.vendor_word = Some(word.into());
        next.billed = billed.or(next.billed);
        next.progress = None;
        next.trouble = Some(trouble);
        self.commit_fact(next, None, Then::GoOn);
    }

    /// A fresh link was asked for and there is none: the old one is tried as long as it is not known to be dead.
    fn no_fresh_link(&mut self, id: &TaskId, task: &Task, trouble: Option<Trouble>) {
        let Some(live) = self.lives.get_mut(id) else { return };
        live.wants_link = false;
        if live.dead_links == 0 && task.link.is_some() {
            return self.go_on(id);
        }
        let Some(mut next) = self.moved(task, TaskEvent::LinkDied) else { return };
        next.trouble = trouble.or_else(|| Some(Trouble::new("download-link-dead")));
        self.commit_fact(next, None, Then::GoOn);
    }

    fn poll_told_nothing(&mut self, id: &TaskId, task: &Task, came: &Came, trouble: &PollTrouble) {
        let why = match came {
            Came::NeverLeft { why } | Came::Lost { why } => why.as_str(),
            Came::Reply(_) => "",
        };
        tracing::info!(task = %id, code = trouble.code, why, "poll told nothing");
        let is_by_hand = task.trouble.as_ref().is_some_and(|trouble| trouble.rule == FOUND_BY_HAND);
        if matches!(trouble.code, 401 | 403) {
            let said = Trouble::new(KEY_REFUSED).with("vendor", vendor_name(task));
            self.note_refusal(task, Trouble::new("vendor-key-refused"));
            if task.trouble.as_ref() != Some(&said) && !is_by_hand {
                let _ = self.commit(Task { trouble: Some(said), ..task.clone() });
            }
        }
        let Some(live) = self.lives.get_mut(id) else { return };
        live.silent_polls = live.silent_polls.saturating_add(1);
        if trouble.code == 404 && is_by_hand && live.silent_polls >= MISFOUND_POLLS {
            live.silent_polls = 0;
            return self.misfound(task);
        }
        let wait = poll_failed_after_millis(live.silent_polls, chance());
        let asked = trouble.retry_after_secs.map_or(0, |secs| secs.saturating_mul(1_000));
        if let Some(vendor) = vendors::by_id(&task.vendor).filter(|_| asked > 0 && !task.is_practice) {
            // What it asked of one task it asks of all: nobody polls it before.
            self.lanes.leave_alone(Lane::Poll(vendor.id()), Instant::now() + self.options.pace.millis(asked));
        }
        self.sleep(id, self.options.pace.millis(wait.max(asked)));
    }

    /// The id was mistyped, or belongs to another account: the task is as unknown as it was.
    fn misfound(&mut self, task: &Task) {
        let Some(next) = self.moved(task, TaskEvent::Misfound) else { return };
        let id = task.remote.as_deref().unwrap_or_default();
        let next = Task { trouble: Some(Trouble::new("found-nothing").with("id", id)), remote: None, ..next };
        self.commit_fact(next, None, Then::GoOn);
    }

    fn poll_again(&mut self, id: &TaskId) {
        let Some(live) = self.lives.get(id) else { return };
        let (task, polls) = (Arc::clone(&live.task), live.polls);
        let wait = if task.is_practice {
            practice_poll_after_millis(chance())
        } else {
            poll_after_millis(polls.saturating_sub(1), self.usual_run(&task.offering), chance())
        };
        self.sleep(id, self.options.pace.millis(wait));
    }

    /// When a running task is asked after for the first time.
    pub fn first_poll_wait(&mut self, task: &Task) -> Duration {
        let wait = if task.is_practice {
            practice_poll_after_millis(chance())
        } else {
            first_poll_after_millis(self.usual_run(&task.offering), chance())
        };
        self.options.pace.millis(wait)
    }

    /// How long an offering's videos usually take, as far as this library tells. Kept until another one is done.
    pub fn usual_run(&mut self, offering: &Arc<str>) -> Option<u64> {
        if let Some(known) = self.usual_runs.get(offering) {
            return *known;
        }
        let last = self.library.last_runs_millis(offering).unwrap_or_else(|error| {
            tracing::warn!(%error, "how long videos take is not known");
            Vec::new()
        });
        let usual = usual_millis(last);
        self.usual_runs.insert(Arc::clone(offering), usual);
        usual
    }

    pub fn on_poll_broke(&mut self, id: &TaskId, job: u64) {
        self.on_polled(id, job, &Came::NeverLeft { why: "the worker broke down".to_owned() });
    }
}

/// The vendor's word, or ours where an end has none.
fn word_of(progress: &Progress) -> &str {
    match progress {
        Progress::Running { word, .. } | Progress::Failed { word, .. } => word,
        Progress::Finished { links, .. } if links.is_empty() => "finished-without-link",
        Progress::Finished { .. } => "finished",
        Progress::Unreadable => "",
    }
}

fn vendor_name(task: &Task) -> &'static str {
    vendors::by_id(&task.vendor).map_or("", vendors::Vendor::name)
}
