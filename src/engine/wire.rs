//! "See the wire": the exact request of a draft or a task as text, and what the vendor answered. Never a key.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::library::{Exchange, ExchangeStep};
use crate::model::capabilities::ImageTransport;
use crate::model::image::{ImageRef, Prepared};
use crate::model::preflight::{Severity, Submission, clear};
use crate::model::{Draft, Row, Task, TaskId, Trouble};
use crate::vendors::{self, Job as Order, Request, UploadPicture, Vendor};

use super::event::{Event, Job};
use super::jobs::blocking;
use super::prepare::{judge_again, trouble_of};
use super::run::{Run, now_millis};
use super::transport::Came;

/// Whose wire it is.
#[derive(Debug, Clone, PartialEq)]
pub enum WireOf {
    Draft { draft: Arc<Draft>, offering: Arc<str> },
    Task(TaskId),
}

/// What goes over the wire, as a person reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Wire {
    pub of: WireOf,
    /// Uploads first, the order last; empty where the draft cannot be sent.
    pub requests: Vec<WireRequest>,
    /// Why there is no request.
    pub troubles: Vec<Trouble>,
    /// The task it is about, as it stood when this was made.
    pub task: Option<Arc<Task>>,
    /// What the vendor answered, the oldest first.
    pub answers: Vec<Exchange>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct WireRequest {
    pub kind: WireKind,
    /// `{method, url, headers, body}`, the key as `$KEY`, pictures by hash and weight.
    pub json: String,
    /// The same for a shell.
    pub curl: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WireKind {
    /// The first step of the k-th upload of so many.
    Upload {
        k: usize,
        of: usize,
    },
    Submit,
}

impl Run {
    /// Shows a wire, or puts it away.
    pub fn show_wire(&mut self, of: Option<WireOf>) {
        match of {
            None => self.screen.wire(None),
            Some(WireOf::Draft { draft, offering }) => {
                let wire = self.wire_of_draft(draft, offering);
                self.screen.wire(Some(Arc::new(wire)));
            }
            Some(WireOf::Task(id)) => self.show_wire_of_task(id),
        }
    }

    fn wire_of_draft(&self, draft: Arc<Draft>, offering: Arc<str>) -> Wire {
        let of = WireOf::Draft { draft: Arc::clone(&draft), offering: Arc::clone(&offering) };
        let wire = Wire { of, requests: Vec::new(), troubles: Vec::new(), task: None, answers: Vec::new() };
        let Some(row) = self.offerings.row(&offering) else {
            let unknown = Trouble::new("submit-unknown-offering").with("offering", &*offering);
            return Wire { troubles: vec![unknown], ..wire };
        };
        match clear(&draft, row, &self.images.facts) {
            Ok(submission) => Wire { requests: requests(row, &self.base_url(row.vendor), &submission), ..wire },
            Err(findings) => {
                let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
                Wire { troubles: errors.map(trouble_of).collect(), ..wire }
            }
        }
    }

    /// The request is made anew from what was kept of it: the draft and the prepared pictures.
    fn show_wire_of_task(&mut self, id: TaskId) {
        let Ok(Some(stored)) = self.library.task(&id) else { return };
        let task = Arc::new(stored.task);
        let answers = self.library.exchanges(&id).into_iter().map(laid_out).collect();
        let wire = Wire {
            of: WireOf::Task(id),
            requests: Vec::new(),
            troubles: Vec::new(),
            task: Some(task.clone()),
            answers,
        };
        let Some(row) = self.offerings.row(&task.offering) else {
            let unknown = Trouble::new("submit-unknown-offering").with("offering", &*task.offering);
            return self.screen.wire(Some(Arc::new(Wire { troubles: vec![unknown], ..wire })));
        };
        let base_url = if task.is_practice { self.base_url(row.vendor) } else { task.origin.to_string() };
        let pictures = self.library.pictures();
        self.jobs.spawn(Job::Other("wire"), async move {
            let judged = blocking(move || judge_again(&task, row, &pictures)).await;
            Event::Wire(Arc::new(match judged {
                Ok(submission) => Wire { requests: requests(row, &base_url, &submission), ..wire },
                Err(trouble) => Wire { troubles: vec![trouble], ..wire },
            }))
        });
    }

    /// Where the vendor's account points, for showing only.
    fn base_url(&self, vendor: &str) -> String {
        let cards = self.accounts.cards();
        cards.iter().find(|card| card.vendor == vendor).map(|card| card.base_url.clone()).unwrap_or_default()
    }

    /// Keeps what came of a submit.
    pub fn note_submit(&mut self, task: &Task, came: &Came, word: &str) {
        self.note(task, ExchangeStep::Submit, came, word);
    }

    /// Keeps a poll's answer where it says something new.
    pub fn note_poll(&mut self, task: &Task, came: &Came, word: &str) {
        let news = (came.status(), word.to_owned());
        let Some(live) = self.lives.get_mut(&task.id) else { return };
        if live.noted.as_ref() == Some(&news) {
            return;
        }
        live.noted = Some(news);
        self.note(task, ExchangeStep::Poll, came, word);
    }

    fn note(&self, task: &Task, step: ExchangeStep, came: &Came, word: &str) {
        let (word, trace, body) = match came {
            Came::NeverLeft { why } | Came::Lost { why } => (why.as_str(), None, String::new()),
            Came::Reply(reply) => {
                let text = String::from_utf8_lossy(&reply.body).into_owned();
                (word, reply.trace_id.clone(), text)
            }
        };
        // A vendor that echoes the key would put it on the disk.
        let body = self.accounts.door(task, false).map_or(body.clone(), |door| door.without_key(&body));
        let exchange =
            Exchange { at_millis: now_millis(), step, status: came.status(), word: word.to_owned(), trace, body };
        if let Err(error) = self.library.note_exchange(&task.id, exchange) {
            tracing::warn!(%error, task = %task.id, "an answer is not kept");
        }
    }
}

/// JSON in one line is no reading.
fn laid_out(answer: Exchange) -> Exchange {
    let value = serde_json::from_str::<serde_json::Value>(&answer.body);
    let pretty = value.and_then(|value| serde_json::to_string_pretty(&value));
    Exchange { body: pretty.unwrap_or(answer.body), ..answer }
}

/// Every request of a submission, in order.
fn requests(row: &'static Row, base_url: &str, submission: &Submission) -> Vec<WireRequest> {
    let Some(vendor) = vendors::by_id(row.vendor) else { return Vec::new() };
    let pictures = submission.pictures();
    let mut out = Vec::new();
    if row.caps.transport == ImageTransport::Upload {
        let each: BTreeMap<_, _> = pictures.values().map(|prepared| (prepared.sha256.clone(), prepared)).collect();
        let of = each.len();
        for (i, prepared) in each.into_values().enumerate() {
            if let Some(request) = vendor.upload(base_url, &UploadPicture::from(prepared)) {
                out.push(written(vendor, WireKind::Upload { k: i + 1, of }, &request, pictures));
            }
        }
    }
    let request = vendor.submit(&Order { row, base_url, submission });
    out.push(written(vendor, WireKind::Submit, &request, pictures));
    out
}

fn written(
    vendor: &dyn Vendor,
    kind: WireKind,
    request: &Request,
    pictures: &BTreeMap<ImageRef, Prepared>,
) -> WireRequest {
    let shown = vendors::describe(vendor, request, pictures, None);
    // A value made of texts and numbers has nothing that could fail.
    let json = serde_json::to_string_pretty(&shown).unwrap_or_default();
    WireRequest { kind, json, curl: vendors::curl(vendor, request, pictures) }
}
