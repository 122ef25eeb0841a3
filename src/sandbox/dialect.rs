//! What a vendor's practice twin is made of: a file with its paths, its own tables and its shapes. Nothing here is
//! shared with the translators it judges.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::apimart::ApiMart;
use super::crun::Crun;
use super::mulerouter::MuleRouter;
use super::order::Judged;
use super::reply::{Heard, Reply};
use super::task::{Moment, Task};
use super::uploads::Uploads;

/// One line a dialect. Their paths do not collide: one address serves them all.
pub static DIALECTS: &[&dyn Dialect] = &[&MuleRouter, &ApiMart, &Crun];

pub trait Dialect: Sync {
    /// Stands in the ledger and in stored tasks.
    fn vendor(&self) -> &'static str;
    /// What this request asks for; `None` where the path is not this vendor's.
    fn call(&self, heard: &Heard) -> Option<Call>;
    fn is_signed(&self, heard: &Heard) -> bool;
    /// A name for a task, in the vendor's spelling. It names files too.
    fn new_id(&self) -> String;
    /// Judges a submit from this vendor's own tables.
    fn judge(&self, endpoint: &str, heard: &Heard, uploads: &Uploads) -> Result<Judged, Refusal>;
    /// The answer to an accepted submit.
    fn accepted(&self, task: &Task) -> Reply;
    /// The answer to a poll.
    fn progress(&self, task: &Task, status: &Status<'_>) -> Reply;
    /// A question or an upload: what costs nothing.
    fn aside(&self, aside: Aside, heard: &Heard, room: &Room<'_>) -> Result<Reply, Refusal>;
    /// The vendor's shape of a refusal.
    fn refused(&self, refusal: &Refusal) -> Reply;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    Submit { endpoint: String },
    Poll { endpoint: String, id: String },
    Aside(Aside),
    Refused(Refusal),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    Balance,
    AccountBalance,
    Models,
    /// The live table of one model's fields.
    Schema,
    Estimate,
    Upload,
}

/// What a question may look at.
#[derive(Debug)]
pub struct Room<'a> {
    pub uploads: &'a Uploads,
    /// The vendor's own charges so far.
    pub spent: Bill,
    pub strike: Option<super::fault::Kind>,
    pub now_ms: u64,
}

/// What something costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bill {
    /// Millionths of a US dollar.
    pub micro_usd: u64,
    /// Thousandths of the vendor's own credits, where it counts in them.
    pub milli_credits: Option<u64>,
}

/// What a poll is to say.
#[derive(Debug, Clone)]
pub struct Status<'a> {
    pub moment: &'a Moment,
    pub updated_at_ms: u64,
    /// How far it is, 0 to 100.
    pub percent: u8,
    /// A word instead of the vendor's own.
    pub odd_word: Option<&'a str>,
    pub results: Results<'a>,
    pub quirk: Quirk,
}

/// The addresses of what was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Results<'a> {
    /// Not yet, or under a fault.
    Missing,
    /// Under a fault: there, and empty.
    Empty,
    At {
        link: &'a str,
        expires_at_ms: u64,
    },
}

/// Another way to write the same, seen in one version of a vendor's pages or in its clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quirk {
    None,
    /// One address where a list is usual.
    UrlAsText,
    /// A list where one address is usual.
    UrlAsList,
    /// Progress from 0 to 1.
    Fraction,
}

/// A definite no, in HTTP terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    pub detail: Cow<'static, str>,
    pub retry_after_secs: Option<u64>,
    /// The same no inside an HTTP 200.
    pub envelope: Envelope,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Envelope {
    Own,
    Ok200,
}

impl Refusal {
    pub fn new(status: u16, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { status, detail: detail.into(), retry_after_secs: None, envelope: Envelope::Own }
    }

    /// A bad parameter.
    pub fn bad(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, detail)
    }

    #[must_use]
    pub fn retry_after(mut self, secs: u64) -> Self {
        self.retry_after_secs = Some(secs);
        self
    }

    #[must_use]
    pub fn inside_200(mut self) -> Self {
        self.envelope = Envelope::Ok200;
        self
    }

    /// The status its answer travels under.
    pub fn http(&self) -> u16 {
        match self.envelope {
            Envelope::Own => self.status,
            Envelope::Ok200 => 200,
        }
    }

    /// The answer, with its `Retry-After`.
    pub fn reply(&self, body: &serde_json::Value) -> Reply {
        let reply = Reply::json(self.http(), body);
        match self.retry_after_secs {
            Some(secs) => reply.with("retry-after", secs.to_string()),
            None => reply,
        }
    }
}
