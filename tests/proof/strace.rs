//! The binary under strace: what it asks of the system and in which order, with faults at chosen calls.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use super::ground::has;
use super::world::{Customer, Order};

/// Why it cannot be used here.
pub fn is_missing() -> Option<String> {
    if !has("strace") {
        return Some("strace is not on PATH".to_owned());
    }
    let tried = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).output();
    let is_let = tried.is_ok_and(|tried| tried.status.success());
    (!is_let).then(|| "this system does not let strace trace".to_owned())
}

/// The binary as the direct child, with strace beside it writing to `log`.
pub fn command(customer: &Customer, order: Order, log: &Path, options: &[String]) -> Command {
    let mut command = Command::new("strace");
    command.args(["-D", "-f", "-qq", "--seccomp-bpf", "-o"]).arg(log).args(options);
    command.arg("--").arg(&customer.binary).args(customer.arguments(order));
    customer.settle(&mut command);
    command
}

/// How often the busiest thread made each call, from a log of strace.
pub fn counts(log: &str) -> BTreeMap<String, u64> {
    let mut by_thread: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for line in log.lines() {
        let Some((thread, rest)) = line.split_once(char::is_whitespace) else { continue };
        let Some((call, _)) = rest.trim_start().split_once('(') else { continue };
        if !call.is_empty() && call.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            *by_thread.entry((thread, call)).or_default() += 1;
        }
    }
    let mut most = BTreeMap::new();
    for ((_, call), count) in by_thread {
        let known: &mut u64 = most.entry(call.to_owned()).or_default();
        *known = count.max(*known);
    }
    most
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Write,
    Send,
    Sync,
    Rename,
    Other,
}

/// One call, in the order of their beginnings.
#[derive(Debug, Clone)]
pub struct Call {
    pub kind: Kind,
    /// The file of its descriptor, as `-yy` names it.
    pub file: String,
    /// Its arguments as strace writes them.
    pub text: String,
    /// Calls that began before it ended.
    pub end: usize,
    pub is_good: bool,
}

impl Call {
    pub fn writes(&self, file: &str) -> bool {
        self.kind == Kind::Write && self.file.contains(file)
    }

    /// A socket is written to, beginning with these words.
    pub fn sends(&self, words: &str) -> bool {
        self.kind == Kind::Send && self.text.contains(&format!("\"{words}"))
    }
}

/// Reads a log written with `-f -yy`.
pub fn calls(log: &str) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    // What each thread has begun and not ended.
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    for line in log.lines() {
        let Some((thread, rest)) = line.split_once(char::is_whitespace) else { continue };
        let rest = rest.trim_start();
        if rest.starts_with("<... ") {
            if let Some(at) = open.remove(thread) {
                calls[at].end = calls.len();
                calls[at].is_good = is_good(rest);
            }
            continue;
        }
        let Some((name, arguments)) = rest.split_once('(') else { continue };
        let file = arguments.split_once('<').and_then(|(_, file)| file.split_once('>')).map_or("", |(file, _)| file);
        let is_socket = file.starts_with("TCP") || file.starts_with("socket:");
        let kind = match name {
            "write" | "pwrite64" | "writev" | "ftruncate" if !is_socket => Kind::Write,
            "write" | "writev" | "sendto" => Kind::Send,
            "fsync" | "fdatasync" => Kind::Sync,
            "rename" | "renameat" | "renameat2" => Kind::Rename,
            _ => Kind::Other,
        };
        let is_open = rest.ends_with("<unfinished ...>");
        if is_open {
            open.insert(thread, calls.len());
        }
        calls.push(Call {
            kind,
            file: file.to_owned(),
            text: arguments.to_owned(),
            end: if is_open { usize::MAX } else { calls.len() },
            is_good: !is_open && is_good(rest),
        });
    }
    calls
}

fn is_good(line: &str) -> bool {
    line.rsplit_once(" = ").is_some_and(|(_, came)| !came.starts_with('-') && !came.starts_with('?'))
}
