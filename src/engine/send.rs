//! From the queue to the wire and back. `sending` is on disk before the first byte leaves, and the vendor's id before
//! anybody hears "accepted".

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use crate::model::capabilities::ImageTransport;
use crate::model::image::Sha256;
use crate::model::preflight::Submission;
use crate::model::schedule::retry_after_millis;
use crate::model::{Task, TaskEvent, TaskId, TaskState, Trouble};
use crate::vendors;
use crate::vendors::outcome::{Outcome, explained, of_submit};

use super::accounts::Door;
use super::event::{Event, Job};
use super::failpoint;
use super::lanes::Lane;
use super::line::lane_of;
use super::live::Doing;
use super::prepare::{Preparation, Prepared};
use super::run::{Run, chance, now_millis};
use super::tasks::Then;
use super::transport::{Came, Ready};
use super::uploads::{Lying, SPARE_MILLIS};

/// Requests that an upload makes at most: one for an address, one with the picture.
const UPLOAD_REQUESTS: usize = 2;

impl Run {
    /// A task's turn in its vendor's lane.
    pub fn begin_prepare(&mut self, id: &TaskId, door: Door) {
        let Some(task) = self.lives.task(id) else { return };
        let uploads_first =
            vendors::row(&task.offering).is_some_and(|row| row.caps.transport == ImageTransport::Upload);
        if uploads_first && task.state() == TaskState::Queued && !task.pictures.is_empty() {
            let Some(task) = self.moved(&task, TaskEvent::UploadBegan) else { return self.rest(id) };
            if !self.commit(task) {
                return self.rest(id);
            }
        }
        let uploads = if uploads_first { self.lying_at(id, &door) } else { BTreeMap::new() };
        if let (Some(lane), true) = (lane_of(&task), uploads_first) {
            let left = task.pictures.len().saturating_sub(uploads.len());
            self.lanes.asks(lane, left * UPLOAD_REQUESTS, Instant::now());
        }
        let job = self.lives.ticket();
        let Some(live) = self.lives.get_mut(id) else { return };
        let preparation = Preparation {
            task: Arc::clone(&live.task),
            job,
            row: self.offerings.row(&live.task.offering),
            door,
            submission: live.submission.clone(),
            uploads,
            session: self.uploads.clone(),
            pictures: self.library.pictures(),
            transport: self.transport.clone(),
            jobs: self.jobs.clone(),
        };
        let owner = id.clone();
        self.work(id, job, Job::Prepare { id: id.clone(), job }, async move {
            Event::Prepared { id: owner, job, prepared: preparation.run().await }
        });
    }

    pub fn on_uploading(&mut self, id: &TaskId, job: u64, done: u32, of: u32) {
        let Some(live) = self.lives.get_mut(id).filter(|live| live.is_at(job)) else { return };
        // Not worth a write: a crash goes back to the queue whatever the count.
        let task = Arc::make_mut(&mut live.task);
        task.uploaded = Some((done, of));
        let task = Arc::clone(&live.task);
        self.screen.show_task(&task, None, task.state());
    }

    /// What a crash makes us forget is uploaded again, and costs nothing.
    pub fn on_uploaded(&mut self, vendor: &'static str, origin: &str, sha256: &Sha256, lying: &Lying) {
        let (url, expires_at_millis) = (&lying.url, lying.expires_at_millis);
        if let Err(error) = self.library.keep_upload((vendor, origin), sha256, url, expires_at_millis, now_millis()) {
            tracing::warn!(%error, vendor, "an upload is not remembered");
        }
    }

    /// Where a task's pictures lie at its vendor and will lie for a while.
    fn lying_at(&self, id: &TaskId, door: &Door) -> BTreeMap<Sha256, String> {
        let Some(task) = self.lives.task(id) else { return BTreeMap::new() };
        let until = now_millis() + SPARE_MILLIS;
        let found = self.library.uploads(door.vendor.id(), &door.base_url, task.pictures.values(), until);
        found.unwrap_or_else(|error| {
            tracing::warn!(%error, "what lies at the vendor is not known");
            BTreeMap::new()
        })
    }

    /// A vendor that refuses an order may have lost its pictures: sent again, they go up anew.
    fn forget_uploads(&mut self, task: &Task, code: u16) {
        let is_about_money_or_key = matches!(code, 401..=403 | 429);
        let Some(vendor) = vendors::by_id(&task.vendor).filter(|_| !is_about_money_or_key) else { return };
        if task.pictures.is_empty() {
            return;
        }
        self.uploads.forget(vendor.id(), task.pictures.values());
        if let Err(error) = self.library.forget_uploads(vendor.id(), task.pictures.values()) {
            tracing::warn!(%error, "uploads are not forgotten");
        }
    }

    pub fn on_prepared(&mut self, id: &TaskId, job: u64, prepared: Prepared) {
        let Some(lane) = self.leave_work(id, job) else { return };
        match prepared {
            Prepared::Ready { submission, .. } if self.lanes.is_shut(lane) => {
                // It was paused meanwhile: what is uploaded stays up, and the task stands in line again.
                if let Some(live) = self.lives.get_mut(id) {
                    live.submission = Some(submission);
                }
                self.go_on(id);
            }
            Prepared::Ready { submission, ready } => {
                // The lane is kept until the answer is in.
                self.lanes.rejoin(lane);
                self.send(id, lane, submission, *ready);
            }
            Prepared::Refused(trouble) => {
                let Some(task) = self.lives.task(id) else { return };
                let trouble = self.note_refusal(&task, trouble);
                self.refuse_unsent(id, trouble);
            }
            Prepared::Broke(trouble) => self.upload_broke(id, trouble),
        }
    }

    /// Writes the intent, then lets the first byte leave.
    fn send(&mut self, id: &TaskId, lane: Lane, submission: Arc<Submission>, ready: Ready) {
        // An engine that is ending begins nothing that could cost money.
        let began = self.lives.task(id).filter(|_| self.options.follows);
        let began = began.and_then(|task| self.moved(&task, TaskEvent::SendBegan));
        let is_written = began.is_some_and(|mut task| {
            task.sent_at_millis = Some(now_millis());
            task.trouble = None;
            task.retry_at_millis = None;
            self.commit(task)
        });
        if !is_written {
            // Nothing left and nothing is owed: it goes back to its place and tries again later.
            self.lanes.left(lane);
            return self.rest(id);
        }
        let job = self.lives.ticket();
        if let Some(live) = self.lives.get_mut(id) {
            live.submission = Some(submission);
            live.doing = Doing::InLine(lane);
        }
        if let Some(task) = self.lives.task(id) {
            // Looked up now, so that nothing is read between the answer and its commit.
            self.usual_run(&task.offering);
        }
        let owner = id.clone();
        self.work(id, job, Job::Send { id: id.clone(), job }, async move {
            Event::Sent { id: owner, job, came: ready.send().await }
        });
    }

    pub fn on_sent(&mut self, id: &TaskId, job: u64, came: Came) {
        let Some(lane) = self.leave_work(id, job) else { return };
        let Some(task) = self.lives.task(id) else { return };
        let Some(vendor) = vendors::by_id(&task.vendor) else { return };
        failpoint::pass("answered");
        let outcome = of_submit(vendor, came.wire());
        let Some(mut next) = self.moved(&task, outcome.event()) else { return };
        log_outcome(&task, &came, &outcome);
        let is_tried_again = next.state() == TaskState::Waiting;
        next.trouble = if is_tried_again { outcome.trouble() } else { outcome.last_trouble() };
        if let (Some(proxy), Came::NeverLeft { why }) = (self.network.named_for(&task.origin), &came) {
            next.trouble = Some(Trouble::new("proxy-unreached").with("proxy", proxy).with("detail", why.as_str()));
        }
        if let Came::Reply(reply) = &came {
            next.trace_id = reply.trace_id.as_deref().map(Arc::from);
        }
        match &outcome {
            Outcome::Accepted { remote, word } => {
                next.remote = Some(remote.as_str().into());
                next.vendor_word = word.as_deref().map(Arc::from);
            }
            Outcome::Busy { .. } | Outcome::NotSent if !is_tried_again => {}
            Outcome::Busy { retry_after_secs, .. } => {
                let wait = self.options.pace.secs(*retry_after_secs);
                next.retry_at_millis = Some(now_millis() + millis(wait));
                // The others of its line would only hear the same, and spend their tries on it.
                self.lanes.leave_alone(lane, Instant::now() + wait);
            }
            Outcome::NotSent => {
                let wait = retry_after_millis(next.life.tries.sends, chance());
                next.retry_at_millis = Some(now_millis() + millis(self.options.pace.millis(wait)));
            }
            Outcome::Rejected(refusal) => {
                let refused = explained(vendor, refusal, &task.endpoint, &task.draft);
                next.trouble = Some(self.note_refusal(&task, refused));
                self.forget_uploads(&task, refusal.code);
            }
            Outcome::Unknown => {}
        }
        let then = match outcome.event() {
            TaskEvent::Accepted => Then::Sleep(self.first_poll_wait(&next)),
            _ => Then::GoOn,
        };
        let word = match &outcome {
            Outcome::Accepted { word, .. } => word.clone().unwrap_or_default(),
            Outcome::Rejected(_) | Outcome::Busy { .. } | Outcome::NotSent | Outcome::Unknown => {
                next.state().word().to_owned()
            }
        };
        self.commit_fact(next, None, then);
        // After the vendor's id is safe: what was said is only for reading.
        self.note_submit(&task, &came, &word);
    }

    /// The job that sent it broke down: bytes may have left, so nobody knows.
    pub fn on_send_broke(&mut self, id: &TaskId, job: u64) {
        self.on_sent(id, job, Came::Lost { why: "the worker broke down".to_owned() });
    }

    pub fn on_prepare_broke(&mut self, id: &TaskId, job: u64) {
        if self.leave_work(id, job).is_some() {
            self.upload_broke(id, Trouble::new("engine-worker-broke"));
        }
    }

    /// A wish that cannot be sent as it is ends without a byte.
    pub fn refuse_unsent(&mut self, id: &TaskId, trouble: Trouble) {
        let Some(task) = self.lives.task(id) else { return };
        let began = if task.state() == TaskState::Queued {
            self.moved(&task, TaskEvent::UploadBegan)
        } else {
            Some((*task).clone())
        };
        let refused = began.and_then(|task| self.moved(&task, TaskEvent::UploadRefused));
        if let Some(mut refused) = refused {
            refused.trouble = Some(trouble);
            self.commit_fact(refused, None, Then::GoOn);
        }
    }

    fn upload_broke(&mut self, id: &TaskId, trouble: Trouble) {
        let Some(task) = self.lives.task(id) else { return };
        let began = if task.state() == TaskState::Queued {
            self.moved(&task, TaskEvent::UploadBegan)
        } else {
            Some((*task).clone())
        };
        let Some(mut next) = began.and_then(|task| self.moved(&task, TaskEvent::UploadBroke)) else { return };
        let wait = retry_after_millis(next.life.tries.uploads, chance());
        next.trouble = Some(trouble);
        next.retry_at_millis = Some(now_millis() + millis(self.options.pace.millis(wait)));
        self.commit_fact(next, None, Then::GoOn);
    }
}

fn millis(wait: Duration) -> i64 {
    i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)
}

fn log_outcome(task: &Task, came: &Came, outcome: &Outcome) {
    let (status, why) = match came {
        Came::NeverLeft { why } => (0, why.as_str()),
        Came::Lost { why } => (0, why.as_str()),
        Came::Reply(reply) => (reply.status, ""),
    };
    let remote = match outcome {
        Outcome::Accepted { remote, .. } => remote.as_str(),
        Outcome::Rejected(_) | Outcome::Busy { .. } | Outcome::NotSent | Outcome::Unknown => "",
    };
    tracing::info!(task = %task.id, status, why, event = ?outcome.event(), remote, "submit answered");
}
