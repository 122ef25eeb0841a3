//! The vendor's desk: every request comes here whole and leaves as a [`Reply`]. Blocking; the server does the waiting.

use std::collections::HashMap;
use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tempfile::NamedTempFile;

use super::dialect::{Call, DIALECTS, Dialect, Quirk, Refusal, Results, Status};
use super::fault::{self, Fault, Kind, Stage};
use super::files;
use super::ledger::Lines;
use super::reply::{Heard, Reply};
use super::store::Store;
use super::task::{End, Link, Moment, Pace, Task};
use super::time::now_ms;
use super::uploads::{HELD, STORE, Uploads};

const FILES: &str = "/practice/files/";
const ODD_WORD: &str = "reticulating";

#[derive(Debug)]
pub struct Desk {
    pub(super) store: Store,
    pub(super) ledger: Lines,
    pub(super) requests: Lines,
    pub(super) uploaded: Lines,
    pub(super) uploads: Uploads,
    pub(super) tasks: Mutex<HashMap<String, Task>>,
    pub(super) faults: Mutex<Vec<Fault>>,
    /// How often each fault of a prompt has struck, by the hash of the request it stood in.
    pub(super) struck: Mutex<HashMap<u64, u32>>,
    /// Ids to draw.
    pub(super) queue: Sender<String>,
    pub(super) pace: Pace,
    pub(super) link_life: Duration,
    pub(super) url: String,
}

impl Desk {
    pub fn answer(&self, heard: &Heard) -> Reply {
        if heard.path == "/practice/faults" {
            return self.control(heard);
        }
        if let Some(rest) = heard.path.strip_prefix(FILES) {
            return self.download(heard, rest);
        }
        if heard.path.starts_with(HELD) {
            return self.held(heard);
        }
        if heard.path.starts_with(STORE) {
            return self.put(heard);
        }
        let found = DIALECTS.iter().find_map(|dialect| Some((*dialect, dialect.call(heard)?)));
        let Some((dialect, call)) = found else {
            return Reply::of(404, "text/plain", "no such path");
        };
        match call {
            Call::Refused(refusal) => dialect.refused(&refusal),
            Call::Submit { endpoint } => self.submit(dialect, &endpoint, heard),
            Call::Poll { .. } if !dialect.is_signed(heard) => dialect.refused(&unsigned()),
            Call::Aside(aside) => self.aside(dialect, aside, heard),
            Call::Poll { endpoint, id } => self.poll(dialect, &endpoint, &id),
        }
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn task(&self, id: &str) -> Option<Task> {
        lock(&self.tasks).get(id).cloned()
    }

    pub fn ask(&self, fault: Fault) {
        lock(&self.faults).push(fault);
    }

    /// A film is ready, or could not be made.
    pub fn drawn(&self, id: &str, drawn: Result<NamedTempFile, String>) {
        let kept = drawn.and_then(|file| self.store.keep_clip(id, file).map_err(|error| error.to_string()));
        let at_ms = now_ms();
        let end = match kept {
            Ok(()) => End::Rendered { at_ms },
            Err(why) => End::Failed { at_ms, why },
        };
        self.change(id, |task| task.end = Some(end));
        self.store.drop_inputs(id);
        match self.store.prune() {
            Ok(lost) => lost.iter().for_each(|id| self.change(id, |task| task.link = Some(Link::dead()))),
            Err(error) => tracing::warn!(%error, "old practice clips could not be deleted"),
        }
    }

    fn poll(&self, dialect: &dyn Dialect, endpoint: &str, id: &str) -> Reply {
        let now = now_ms();
        let mut tasks = lock(&self.tasks);
        let Some(task) = tasks.get_mut(id).filter(|task| task.endpoint == endpoint) else {
            return dialect.refused(&Refusal::new(404, "Task not found"));
        };
        let strike = self.strike(task, Stage::Poll).map(|fault| fault.kind);
        match strike {
            Some(Kind::Poll500) => {
                return dialect.refused(&Refusal::new(500, "Internal server error (practice fault)"));
            }
            Some(Kind::Poll404) => return dialect.refused(&Refusal::new(404, "Task not found (practice fault)")),
            Some(Kind::Poll500In200) => {
                return dialect.refused(&Refusal::new(500, "Internal server error (practice fault)").inside_200());
            }
            Some(Kind::PollHtml) => return Reply::html(200),
            Some(_) | None => {}
        }
        let odd_word = (strike == Some(Kind::UnknownStatus)).then_some(ODD_WORD);
        let moment = task.moment(now, self.pace);
        let is_told = moment == Moment::Completed && odd_word.is_none();
        let shape = if is_told { self.strike(task, Stage::CompletedPoll).map(|fault| fault.kind) } else { None };
        let link = (is_told && shape != Some(Kind::NoLink)).then(|| self.link(task, now));
        let results = match (&link, shape) {
            (None, _) => Results::Missing,
            (Some(_), Some(Kind::EmptyList)) => Results::Empty,
            (Some((address, expires_at_ms)), _) => Results::At { link: address, expires_at_ms: *expires_at_ms },
        };
        let quirk = match (strike, shape) {
            (_, Some(Kind::UrlAsText)) => Quirk::UrlAsText,
            (_, Some(Kind::UrlAsList)) => Quirk::UrlAsList,
            (Some(Kind::Fraction), _) => Quirk::Fraction,
            (Some(_) | None, Some(_) | None) => Quirk::None,
        };
        let (updated_at_ms, percent) = (task.updated_at_ms(now), task.percent(now, self.pace));
        let status = Status { moment: &moment, updated_at_ms, percent, odd_word, results, quirk };
        dialect.progress(task, &status)
    }

    /// The address of the result on today's port and its end; a dead one is replaced, unless it was the last.
    fn link(&self, task: &mut Task, now: u64) -> (String, u64) {
        let (token, expires_at_ms) = match &task.link {
            Some(link) if link.is_alive(now) || link.is_last => (link.token.clone(), link.expires_at_ms),
            Some(_) | None => {
                let life = u64::try_from(self.link_life.as_millis()).unwrap_or(u64::MAX);
                let link = Link::new(now.saturating_add(life));
                let named = (link.token.clone(), link.expires_at_ms);
                task.link = Some(link);
                self.save(task);
                named
            }
        };
        (format!("{}{FILES}{}/{token}/result_000.mp4", self.url, task.id), expires_at_ms)
    }

    fn download(&self, heard: &Heard, rest: &str) -> Reply {
        // A signed link and a key at once is refused by the stores that vendors use; a key has no business here.
        if heard.headers.contains_key("authorization") || heard.headers.contains_key("x-api-key") {
            return storage_error(400, "InvalidArgument", "Only one auth mechanism allowed");
        }
        if !matches!(heard.method.as_str(), "GET" | "HEAD") {
            return storage_error(405, "MethodNotAllowed", "The method is not allowed");
        }
        let mut parts = rest.split('/');
        let (id, token) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let mut tasks = lock(&self.tasks);
        let Some(task) = tasks.get_mut(id) else { return no_such_key() };
        let now = now_ms();
        if !task.link.as_ref().is_some_and(|link| link.token == token && link.is_alive(now)) {
            return expired();
        }
        let strike = if heard.method == "GET" { self.strike(task, Stage::Download) } else { None };
        let strike = strike.map(|fault| fault.kind);
        if let Some(reply) = self.dead_link(task, strike) {
            return reply;
        }
        let path = self.store.clip(id);
        let Ok(facts) = std::fs::metadata(&path) else { return no_such_key() };
        let len = if strike == Some(Kind::DownloadTruncated) { facts.len() / 2 } else { facts.len() };
        let file = files::Finished { path, len, etag: format!("\"{id}-{len}\"") };
        match strike {
            Some(Kind::DownloadHtml) => Reply::html(200),
            Some(Kind::DownloadCut) => files::hand_out(file, heard).cut_in_half(),
            Some(_) | None => files::hand_out(file, heard),
        }
    }

    fn dead_link(&self, task: &mut Task, strike: Option<Kind>) -> Option<Reply> {
        let (link, reply) = match strike? {
            Kind::Download404 => (None, no_such_key()),
            Kind::ExpiredLink => (None, expired()),
            Kind::ExpiredForever => (task.link.take().map(Link::killed), expired()),
            _ => return None,
        };
        task.link = link;
        self.save(task);
        Some(reply)
    }

    /// The fault that strikes this task now: its own first, then what was asked of everybody.
    fn strike(&self, task: &mut Task, stage: Stage) -> Option<Fault> {
        if let Some(fault) = fault::take(&mut task.faults, |fault| fault.is_at(stage)) {
            self.save(task);
            return Some(fault);
        }
        fault::take(&mut lock(&self.faults), |fault| fault.is_at(stage))
    }

    fn change(&self, id: &str, edit: impl FnOnce(&mut Task)) {
        if let Some(task) = lock(&self.tasks).get_mut(id) {
            edit(task);
            self.save(task);
        }
    }

    fn save(&self, task: &Task) {
        if let Err(error) = self.store.save(task) {
            tracing::warn!(%error, task = task.id, "a practice task could not be saved");
        }
    }
}

/// A worker that panicked left whole values behind: nothing here is half changed under a lock.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn unsigned() -> Refusal {
    Refusal::new(401, "Missing or invalid API key")
}

pub fn disk_trouble(dialect: &dyn Dialect, error: &io::Error) -> Reply {
    dialect.refused(&Refusal::new(500, format!("The practice vendor cannot write to its disk: {error}")))
}

fn expired() -> Reply {
    storage_error(403, "AccessDenied", "Request has expired")
}

fn no_such_key() -> Reply {
    storage_error(404, "NoSuchKey", "The specified key does not exist")
}

pub fn storage_error(status: u16, code: &str, message: &str) -> Reply {
    let head = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    let body = format!("{head}<Error><Code>{code}</Code><Message>{message}</Message></Error>");
    Reply::of(status, "application/xml", body)
}
