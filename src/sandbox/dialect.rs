//! What a vendor's practice twin is made of: a file with its paths, its own tables and its shapes. Nothing here is
//! shared with the translators it judges.

use std::borrow::Cow;

use super::mulerouter::MuleRouter;
use super::order::{Judged, Order};
use super::reply::{Heard, Reply};
use super::task::{Moment, Task};

/// One line a dialect.
pub static DIALECTS: &[&dyn Dialect] = &[&MuleRouter];

pub trait Dialect: Sync {
    /// Stands in the ledger and in stored tasks.
    fn vendor(&self) -> &'static str;
    /// What this request asks for; `None` where the path is not this vendor's.
    fn call(&self, heard: &Heard) -> Option<Call>;
    fn is_signed(&self, heard: &Heard) -> bool;
    /// Judges a submit from this vendor's own tables.
    fn judge(&self, endpoint: &str, heard: &Heard) -> Result<Judged, Refusal>;
    /// Millionths of a US dollar a second.
    fn micro_usd_per_sec(&self, order: &Order) -> u64;
    /// The answer to an accepted submit.
    fn accepted(&self, task: &Task) -> Reply;
    /// The answer to a poll. `links` is empty until it is completed, and under a fault.
    fn progress(&self, task: &Task, status: &Status<'_>) -> Reply;
    /// The vendor's shape of a refusal.
    fn refused(&self, refusal: &Refusal) -> Reply;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    Submit { endpoint: String },
    Poll { endpoint: String, id: String },
    Refused(Refusal),
}

/// What a poll is to say.
#[derive(Debug, Clone)]
pub struct Status<'a> {
    pub moment: &'a Moment,
    pub updated_at_ms: u64,
    /// A word instead of the vendor's own.
    pub odd_word: Option<&'a str>,
    pub links: &'a [String],
}

/// A definite no, in HTTP terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    pub detail: Cow<'static, str>,
    pub retry_after_secs: Option<u64>,
}

impl Refusal {
    pub fn new(status: u16, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { status, detail: detail.into(), retry_after_secs: None }
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
}
