//! What came back, and what it means (DESIGN §4). Pure: one table for submits, and the lesser ones for polls,
//! uploads and downloads.
//!
//! A submit that may have been charged is never sent again by itself: where the table doubts, it says `Unknown`.

use serde_json::Value;

use super::{Progress, Reply, Submitted, Vendor};
use crate::model::price::{Balance, Money};
use crate::model::schedule::bounded_retry_after_secs;
use crate::model::{Draft, Mode, TaskEvent, Trouble};

mod retry_after;

pub use retry_after::parse_retry_after;

/// What a request came to, as the transport saw it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wire<'a> {
    /// DNS failure, refused, TLS or proxy-CONNECT failure: no request byte left.
    NeverLeft,
    /// A timeout, reset, EOF or write error after any byte.
    Lost,
    /// A whole HTTP answer, or the part of its body that arrived.
    Reply(&'a Reply),
}

/// What a submit's answer means.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    Accepted {
        remote: String,
        word: Option<String>,
    },
    Rejected(Refusal),
    /// Sent again after this wait; the fifth time it is a no, with the refusal's words.
    Busy {
        retry_after_secs: u64,
        refusal: Refusal,
    },
    NotSent,
    /// It may have been charged: only a person decides.
    Unknown,
}

/// A definite no.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The code it rests on: the one inside the body where there is one, else the HTTP status.
    pub code: u16,
    /// The vendor's own words, where it had any.
    pub words: Option<String>,
}

/// The table: what a submit's answer means.
pub fn of_submit(vendor: &dyn Vendor, wire: Wire<'_>) -> Outcome {
    let reply = match wire {
        Wire::NeverLeft => return Outcome::NotSent,
        Wire::Lost => return Outcome::Unknown,
        Wire::Reply(reply) => reply,
    };
    if (300..400).contains(&reply.status) {
        // Never followed: a submit that is sent on is a second submit.
        return Outcome::Rejected(refusal(vendor, reply, reply.status));
    }
    let body = json(reply);
    let inner = body.as_ref().and_then(|body| vendor.inner_code(body)).map(|code| (code, Class::of(code)));
    let http = Class::of(reply.status);
    match (http, inner) {
        (Class::Doubtful, _) | (_, Some((_, Class::Doubtful))) => Outcome::Unknown,
        // Money that is used up does not come back by waiting.
        (Class::Busy, Some((402, _))) => Outcome::Rejected(refusal(vendor, reply, 402)),
        (Class::Busy, _) => busy(vendor, reply, reply.status),
        (_, Some((code, Class::Busy))) => busy(vendor, reply, code),
        (Class::Fine, Some((code, Class::No))) => Outcome::Rejected(refusal(vendor, reply, code)),
        // The vendor's own number says more than a bare 400 around it.
        (Class::No, Some((code, Class::No))) if reply.status == 400 => Outcome::Rejected(refusal(vendor, reply, code)),
        (Class::No, _) => Outcome::Rejected(refusal(vendor, reply, reply.status)),
        (Class::Fine, Some((_, Class::Fine)) | None) => submitted(vendor, reply, body.as_ref()),
    }
}

/// What a poll brought. Trouble is never a failure of the task: it is asked again later.
#[derive(Debug, Clone, PartialEq)]
pub enum PollAnswer {
    Progress(Progress),
    Trouble(PollTrouble),
}

/// Why a poll told nothing about the task.
#[derive(Debug, Clone, PartialEq)]
pub struct PollTrouble {
    /// 0 where no answer came.
    pub code: u16,
    pub words: Option<String>,
    /// How long the vendor asks to be left alone, within bounds; `None` where it does not say.
    pub retry_after_secs: Option<u64>,
}

/// Reads a poll. Any status but 2xx is trouble, an early 404 too; so is a body without a status we can read.
pub fn of_poll(vendor: &dyn Vendor, wire: Wire<'_>) -> PollAnswer {
    let reply = match wire {
        Wire::NeverLeft | Wire::Lost => {
            return PollAnswer::Trouble(PollTrouble { code: 0, words: None, retry_after_secs: None });
        }
        Wire::Reply(reply) => reply,
    };
    let body = json(reply).filter(|_| (200..300).contains(&reply.status));
    match body.as_ref().map(|body| vendor.read_progress(body)) {
        None | Some(Progress::Unreadable) => PollAnswer::Trouble(PollTrouble {
            code: body.and_then(|body| vendor.inner_code(&body)).unwrap_or(reply.status),
            words: words(vendor, reply),
            retry_after_secs: reply.retry_after_secs.map(|secs| bounded_retry_after_secs(Some(secs))),
        }),
        Some(progress) => PollAnswer::Progress(progress),
    }
}

/// What asking for the balance brought; it is also how a key is tried.
#[derive(Debug, Clone, PartialEq)]
pub enum BalanceAnswer {
    Balance(Balance),
    /// The vendor said no: the key, most likely.
    Refused(Refusal),
    /// It may pass: nothing is known of the key.
    Trouble(PollTrouble),
}

/// Reads a balance. A refusal may come inside HTTP 200.
pub fn of_balance(vendor: &dyn Vendor, wire: Wire<'_>) -> BalanceAnswer {
    let reply = match wire {
        Wire::NeverLeft | Wire::Lost => {
            return BalanceAnswer::Trouble(PollTrouble { code: 0, words: None, retry_after_secs: None });
        }
        Wire::Reply(reply) => reply,
    };
    let body = json(reply);
    let inner = body.as_ref().and_then(|body| vendor.inner_code(body)).unwrap_or(reply.status);
    let balance = body.as_ref().and_then(|body| vendor.read_balance(body));
    let said = words(vendor, reply);
    match (Class::of(reply.status), Class::of(inner), balance) {
        (Class::Fine, Class::Fine, Some(balance)) => BalanceAnswer::Balance(balance),
        (Class::Fine, Class::Fine, None) if said.is_some() => {
            BalanceAnswer::Refused(Refusal { code: reply.status, words: said })
        }
        (Class::No, _, _) => BalanceAnswer::Refused(Refusal { code: reply.status, words: said }),
        (Class::Fine, Class::No, _) => BalanceAnswer::Refused(Refusal { code: inner, words: said }),
        (Class::Fine, Class::Fine | Class::Busy | Class::Doubtful, _) | (Class::Busy | Class::Doubtful, _, _) => {
            BalanceAnswer::Trouble(PollTrouble {
                code: if Class::of(reply.status) == Class::Fine { inner } else { reply.status },
                words: said,
                retry_after_secs: reply.retry_after_secs.map(|secs| bounded_retry_after_secs(Some(secs))),
            })
        }
    }
}

/// Reads an estimate; `None` where there is no clear answer, which costs nothing but the figure.
pub fn of_estimate(vendor: &dyn Vendor, wire: Wire<'_>) -> Option<Money> {
    readable(wire).and_then(|body| vendor.read_estimate(&body))
}

/// Reads which modes a model takes today; `None` where there is no clear answer.
pub fn of_live_modes(vendor: &dyn Vendor, wire: Wire<'_>) -> Option<Vec<Mode>> {
    readable(wire).and_then(|body| vendor.read_live_modes(&body))
}

/// What a step of an upload brought.
#[derive(Debug, Clone, PartialEq)]
pub enum UploadAnswer {
    /// For `Vendor::read_upload`; `Null` where the body is no JSON, as after a PUT to a presigned address.
    Taken(Value),
    /// The picture was refused for good.
    Refused(Refusal),
    /// It may pass: tried again, since an upload costs nothing.
    Broke(Refusal),
}

/// Reads one step of an upload: a 4xx but 408, 425 and 429 is a no, any other trouble may pass.
pub fn of_upload(vendor: &dyn Vendor, wire: Wire<'_>) -> UploadAnswer {
    let reply = match wire {
        Wire::NeverLeft | Wire::Lost => return UploadAnswer::Broke(Refusal { code: 0, words: None }),
        Wire::Reply(reply) => reply,
    };
    let body = json(reply);
    let is_ok = (200..300).contains(&reply.status);
    let inner = body.as_ref().filter(|_| is_ok).and_then(|body| vendor.inner_code(body));
    match inner.unwrap_or(reply.status) {
        0 | 200..=299 => UploadAnswer::Taken(body.unwrap_or_default()),
        code @ (408 | 425 | 429) => UploadAnswer::Broke(refusal(vendor, reply, code)),
        code @ 400..=499 => UploadAnswer::Refused(refusal(vendor, reply, code)),
        code => UploadAnswer::Broke(refusal(vendor, reply, code)),
    }
}

/// What the head of a download says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DownloadAnswer {
    Bytes,
    /// The link is gone: a fresh one is polled for.
    LinkDied,
    /// It may pass.
    Broke,
}

pub fn of_download(status: u16) -> DownloadAnswer {
    match status {
        200 | 206 => DownloadAnswer::Bytes,
        403 | 404 | 410 => DownloadAnswer::LinkDied,
        _ => DownloadAnswer::Broke,
    }
}

impl Outcome {
    /// The event that carries it to the task.
    pub fn event(&self) -> TaskEvent {
        match self {
            Self::Accepted { .. } => TaskEvent::Accepted,
            Self::Rejected(_) => TaskEvent::Rejected,
            Self::Busy { .. } => TaskEvent::Busy,
            Self::NotSent => TaskEvent::NotSent,
            Self::Unknown => TaskEvent::Lost,
        }
    }

    /// What the card says when it was the last try: a busy vendor's own words, without a wait that will not come.
    pub fn last_trouble(&self) -> Option<Trouble> {
        match self {
            Self::Busy { refusal, .. } => Some(Trouble::from(refusal)),
            Self::Accepted { .. } | Self::Rejected(_) | Self::NotSent | Self::Unknown => self.trouble(),
        }
    }

    /// What the card says of it; `None` where there is nothing to say.
    pub fn trouble(&self) -> Option<Trouble> {
        match self {
            Self::Accepted { .. } => None,
            Self::Rejected(refusal) => Some(Trouble::from(refusal)),
            Self::Busy { retry_after_secs, refusal } => Some(
                Trouble { rule: "vendor-busy".to_owned(), ..Trouble::from(refusal) }.with("secs", *retry_after_secs),
            ),
            Self::NotSent => Some(Trouble::new("vendor-unreached")),
            Self::Unknown => Some(Trouble::new("vendor-answer-lost")),
        }
    }
}

impl Refusal {
    /// Whether it is about the request itself, and its words hold one of these, in lower case.
    pub fn speaks_of(&self, subjects: &[&str]) -> bool {
        let words = self.words.as_deref().unwrap_or_default().to_lowercase();
        matches!(self.code, 200 | 400 | 415 | 422) && subjects.iter().any(|subject| words.contains(subject))
    }
}

/// A refused submit as it is said: plainly, where it may rest on what the vendor's page leaves open.
pub fn explained(vendor: &dyn Vendor, refusal: &Refusal, endpoint: &str, draft: &Draft) -> Trouble {
    let trouble = Trouble::from(refusal);
    match vendor.doubt(refusal, endpoint, draft) {
        Some(rule) => Trouble { rule: rule.to_owned(), ..trouble },
        None => trouble,
    }
}

impl From<&Refusal> for Trouble {
    fn from(refusal: &Refusal) -> Self {
        let rule = match (refusal.code, &refusal.words) {
            (300..=399, _) => "vendor-moved",
            (401 | 403, _) => "vendor-key-refused",
            (402, _) => "vendor-no-balance",
            (_, Some(_)) => "vendor-refused",
            (_, None) => "vendor-refused-silently",
        };
        Self::new(rule).with("code", refusal.code).with("words", refusal.words.as_deref().unwrap_or_default())
    }
}

/// How a code is taken, be it HTTP's or one inside the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Fine,
    No,
    Busy,
    Doubtful,
}

impl Class {
    fn of(code: u16) -> Self {
        match code {
            // Vendors that number their own errors from one say 0 for "no error".
            0 | 200..=299 => Self::Fine,
            408 | 425 => Self::Doubtful,
            429 | 455 => Self::Busy,
            501 | 505 => Self::No,
            300..=499 => Self::No,
            // 5xx, and numbers that are no HTTP status: nothing there says that it was not charged.
            _ => Self::Doubtful,
        }
    }
}

fn submitted(vendor: &dyn Vendor, reply: &Reply, body: Option<&Value>) -> Outcome {
    let Some(body) = body else {
        return Outcome::Unknown;
    };
    match vendor.read_submitted(body) {
        Submitted::Id { remote, word } => Outcome::Accepted { remote, word },
        Submitted::Error { code, words } => {
            let refusal = Refusal { code: code.unwrap_or(reply.status), words: Some(clean(&words)) };
            match code.map(Class::of) {
                None | Some(Class::No) => Outcome::Rejected(refusal),
                Some(Class::Busy) => busy(vendor, reply, refusal.code),
                Some(Class::Fine | Class::Doubtful) => Outcome::Unknown,
            }
        }
        Submitted::Neither => Outcome::Unknown,
    }
}

fn busy(vendor: &dyn Vendor, reply: &Reply, code: u16) -> Outcome {
    let retry_after_secs = bounded_retry_after_secs(reply.retry_after_secs);
    Outcome::Busy { retry_after_secs, refusal: refusal(vendor, reply, code) }
}

fn refusal(vendor: &dyn Vendor, reply: &Reply, code: u16) -> Refusal {
    Refusal { code, words: words(vendor, reply) }
}

/// The vendor's words in a reply: those of its error object, else a plain text body. A page of HTML has none.
fn words(vendor: &dyn Vendor, reply: &Reply) -> Option<String> {
    let text = match json(reply) {
        Some(body) => vendor.words_of(&body)?,
        None => String::from_utf8(reply.body.clone()).ok().filter(|text| !text.trim_start().starts_with('<'))?,
    };
    Some(clean(&text)).filter(|text| !text.is_empty())
}

/// One line without control characters, short enough for a card; a terminal shows it too.
fn clean(words: &str) -> String {
    const MAX_CHARS: usize = 1_000;
    let line = words.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let line = line.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MAX_CHARS) {
        None => line,
        Some((at, _)) => format!("{}…", &line[..at]),
    }
}

/// The body of a good answer.
fn readable(wire: Wire<'_>) -> Option<Value> {
    match wire {
        Wire::NeverLeft | Wire::Lost => None,
        Wire::Reply(reply) => json(reply).filter(|_| Class::of(reply.status) == Class::Fine),
    }
}

fn json(reply: &Reply) -> Option<Value> {
    serde_json::from_slice(&reply.body).ok()
}

#[cfg(test)]
mod tests;
