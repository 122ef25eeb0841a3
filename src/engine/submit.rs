//! A person's wish, from the click to rows in the library: judged once more, asked about once, inserted at once.

use std::sync::Arc;

use crate::library::fingerprint;
use crate::model::image::ImageRef;
use crate::model::preflight::Submission;
use crate::model::price::Money;
use crate::model::task::{Life, MAX_WISHES};
use crate::model::{Draft, Row, Task, TaskId, Trouble};
use crate::vendors;

use super::event::{Event, Job, Verdict};
use super::live::Live;
use super::prepare::hashes;
use super::run::{Run, now_millis};
use super::snapshot::QuestionAbout;
use super::start::Audience;
use super::{failpoint, judge};

/// The same request this soon after the last one is asked about.
const SAME_AGAIN_MILLIS: i64 = 60_000;

/// Wishes on their way into the library.
#[derive(Debug, Clone)]
pub struct Order {
    pub batch: u64,
    pub draft: Arc<Draft>,
    pub row: &'static Row,
    pub count: u32,
    pub is_practice: bool,
    /// `None` until it is judged.
    pub submission: Option<Submission>,
    /// Its pictures were looked at, or nobody minds that they changed.
    pub is_looked_at: bool,
    /// The vendor was asked for its price, or nobody needs it.
    pub is_priced: bool,
    /// The person knows that the same was sent a moment ago.
    pub may_repeat: bool,
}

impl Run {
    pub fn submit(&mut self, batch: u64, submission: Submission, count: u32, practice: bool) {
        if !self.take_batch(batch) {
            return;
        }
        let Some(row) = self.offerings.row(submission.offering()) else {
            let unknown = Trouble::new("submit-unknown-offering").with("offering", submission.offering());
            return self.refuse(batch, unknown);
        };
        self.place(Order {
            batch,
            draft: Arc::clone(submission.draft()),
            row,
            count,
            is_practice: practice || self.options.practice,
            is_looked_at: submission.pictures().is_empty(),
            is_priced: false,
            submission: Some(submission),
            may_repeat: self.options.audience == Audience::Headless,
        });
    }

    /// An ended task once more, charged anew. Its pictures are the prepared ones that were sent.
    pub fn run_again(&mut self, batch: u64, id: &TaskId) {
        if !self.take_batch(batch) {
            return;
        }
        let task = match self.library.task(id) {
            Ok(Some(stored)) => stored.task,
            Ok(None) => return self.refuse(batch, Trouble::new("library-no-such-task").with("task", &*id.0)),
            Err(error) => return self.refuse(batch, Trouble::from(&error)),
        };
        let Some(row) = self.offerings.row(&task.offering) else {
            let unknown = Trouble::new("submit-unknown-offering").with("offering", &*task.offering);
            return self.refuse(batch, unknown);
        };
        let order = Order {
            batch,
            draft: Arc::clone(&task.draft),
            row,
            count: 1,
            is_practice: task.is_practice || self.options.practice,
            submission: None,
            is_looked_at: true,
            is_priced: false,
            may_repeat: true,
        };
        let pictures = self.library.pictures();
        self.jobs.spawn(Job::Judge { batch }, async move { judge::from_stored(order, task, pictures).await });
    }

    /// `false` for a number that was used: a double click, a key repeat.
    fn take_batch(&mut self, batch: u64) -> bool {
        let is_next = batch == self.next_batch;
        if is_next {
            self.next_batch += 1;
            self.screen.next_batch(self.next_batch);
        }
        is_next
    }

    /// One gate after the other; whichever has to wait brings the order back here.
    pub fn place(&mut self, order: Order) {
        if self.wants_price(&order) {
            return self.ask_price(order);
        }
        if let Some(trouble) = self.objection(&order) {
            return self.refuse(order.batch, trouble);
        }
        let Some(submission) = order.submission.clone() else { return };
        if !order.is_looked_at {
            return self.look_at_pictures(order);
        }
        if !order.may_repeat
            && let Some(seconds_ago) = self.same_again(&order, &submission)
        {
            let is_practice = order.is_practice;
            return self.ask(QuestionAbout::SameAgain { seconds_ago, is_practice }, order);
        }
        self.insert(&order, submission);
    }

    fn objection(&mut self, order: &Order) -> Option<Trouble> {
        let vendor = order.row.vendor;
        if !(1..=MAX_WISHES).contains(&order.count) {
            return Some(Trouble::new("submit-count").with("count", order.count).with("max", MAX_WISHES));
        }
        let is_keyless = self.accounts.is_practice(vendor) && !self.accounts.is_looking(vendor);
        if !order.is_practice && is_keyless {
            let name = vendors::by_id(vendor).map_or(vendor, vendors::Vendor::name);
            return Some(Trouble::new("submit-no-key").with("vendor", name));
        }
        if let Err(trouble) = self.accounts.origin(vendor, order.is_practice) {
            return Some(trouble);
        }
        if order.is_practice {
            return None;
        }
        self.over_cap(self.price_of(&order.draft, order.row), order.count, order.row)
    }

    fn look_at_pictures(&mut self, order: Order) {
        let look = judge::Look {
            known: self.images.stamps_of(&order.draft),
            pictures: self.library.pictures(),
            asks: self.options.audience == Audience::Window,
        };
        self.jobs.spawn(Job::Judge { batch: order.batch }, look.run(order));
    }

    pub fn on_judged(&mut self, mut order: Order, verdict: Verdict) {
        match verdict {
            Verdict::Unchanged => {
                order.is_looked_at = true;
                self.place(order);
            }
            Verdict::Changed { image } => self.ask(QuestionAbout::PictureChanged { image }, order),
            Verdict::Clear { submission, seen } => {
                self.saw_pictures(seen);
                order.submission = Some(submission);
                order.is_looked_at = true;
                self.place(order);
            }
            Verdict::Refused { trouble, seen } => {
                self.saw_pictures(seen);
                self.refuse(order.batch, trouble);
            }
        }
    }

    fn saw_pictures(&mut self, seen: Vec<judge::Seen>) {
        for seen in seen {
            self.images.learn(seen.image, seen.stamp, seen.state);
        }
        self.screen.pictures_changed(&self.images);
    }

    /// The person said: go on.
    pub fn proceed(&mut self, about: &QuestionAbout, mut order: Order) {
        match about {
            QuestionAbout::SameAgain { .. } => {
                order.may_repeat = true;
                self.place(order);
            }
            // The new picture is measured, prepared and judged like any other.
            QuestionAbout::PictureChanged { .. } => {
                let pictures = self.library.pictures();
                self.jobs.spawn(Job::Judge { batch: order.batch }, judge::anew(order, pictures));
            }
            QuestionAbout::Unknown { .. } => {}
        }
    }

    fn ask(&mut self, about: QuestionAbout, order: Order) {
        self.questions.ask(about, order);
        self.screen.questions_changed(&self.questions);
    }

    fn same_again(&self, order: &Order, submission: &Submission) -> Option<u64> {
        let print = fingerprint(&order.draft, &hashes(submission), order.is_practice);
        let now = now_millis();
        match self.library.last_same_request(&print, now - SAME_AGAIN_MILLIS) {
            Ok(sent_at) => sent_at.map(|at| (now.saturating_sub(at).max(0) / 1_000).unsigned_abs()),
            Err(error) => {
                tracing::warn!(%error, "the last requests cannot be read");
                None
            }
        }
    }

    /// All wishes of a batch in one transaction, before the first is sent.
    fn insert(&mut self, order: &Order, submission: Submission) {
        let submission = Arc::new(submission);
        let origin = match self.accounts.origin(order.row.vendor, order.is_practice) {
            Ok(origin) => origin,
            Err(trouble) => return self.refuse(order.batch, trouble),
        };
        let estimate = self.price_of(submission.draft(), order.row);
        let tasks: Vec<Task> = (0..order.count).map(|_| wish(order, &submission, &origin, estimate)).collect();
        if let Err(error) = self.library.insert_tasks(&tasks) {
            self.library_failed(&error);
            return self.refuse(order.batch, Trouble::from(&error));
        }
        failpoint::pass("queued");
        if order.is_practice {
            self.accounts.forgive_sandbox();
        }
        for task in tasks {
            let id = task.id.clone();
            let live = Live { submission: Some(Arc::clone(&submission)), ..Live::new(task) };
            self.screen.task_inserted(&live.task);
            self.lives.insert(live);
            self.go_on(&id);
        }
    }

    /// Nothing was inserted, and a person hears why.
    pub fn refuse(&mut self, batch: u64, trouble: Trouble) {
        tracing::info!(batch, rule = trouble.rule, "submit not taken");
        self.screen.refused(trouble);
    }

    /// A picture the draft names has a new state.
    pub fn on_measured(&mut self, image: ImageRef, measured: Option<judge::Seen>) {
        match measured {
            Some(seen) => self.images.learn(seen.image, seen.stamp, seen.state),
            None => self.images.unchanged(&image),
        }
        self.screen.pictures_changed(&self.images);
    }

    pub fn measure(&mut self, image: ImageRef) {
        let Some(work) = self.images.measure(&image, self.library.pictures()) else { return };
        self.screen.pictures_changed(&self.images);
        self.jobs.spawn(Job::Measure(image.clone()), async move {
            let measured = work.await;
            Event::Measured { image, measured }
        });
    }
}

/// A new wish of an order.
pub fn wish(order: &Order, submission: &Submission, origin: &Arc<str>, estimate: Option<Money>) -> Task {
    Task {
        id: new_task_id(),
        batch: order.batch,
        created_at_millis: now_millis(),
        offering: order.row.id.into(),
        vendor: order.row.vendor.into(),
        origin: Arc::clone(origin),
        is_practice: order.is_practice,
        life: Life::new(),
        remote: None,
        endpoint: endpoint(order.row, submission),
        draft: Arc::clone(submission.draft()),
        pictures: hashes(submission),
        trouble: None,
        vendor_word: None,
        progress: None,
        uploaded: None,
        link: None,
        files: Vec::new(),
        estimate,
        billed: None,
        trace_id: None,
        sent_at_millis: None,
        ended_at_millis: None,
        retry_at_millis: None,
        resent_from: None,
        place: None,
    }
}

/// The same wish once more, for one whose outcome nobody knows.
pub fn wish_again(task: &Task, batch: u64) -> Task {
    Task {
        id: new_task_id(),
        batch,
        created_at_millis: now_millis(),
        life: Life::new(),
        remote: None,
        trouble: None,
        vendor_word: None,
        progress: None,
        uploaded: None,
        link: None,
        files: Vec::new(),
        billed: None,
        trace_id: None,
        sent_at_millis: None,
        ended_at_millis: None,
        retry_at_millis: None,
        resent_from: Some(task.id.clone()),
        place: None,
        ..task.clone()
    }
}

fn new_task_id() -> TaskId {
    TaskId(uuid::Uuid::now_v7().to_string().into())
}

/// The path of its submit, the same whatever address stands before it.
fn endpoint(row: &'static Row, submission: &Submission) -> Arc<str> {
    const ANYWHERE: &str = "https://vendor";
    let Some(vendor) = vendors::by_id(row.vendor) else { return "".into() };
    vendor.submit(&vendors::Job { row, base_url: ANYWHERE, submission }).endpoint(ANYWHERE).into()
}
