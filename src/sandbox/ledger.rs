//! The bill: one line for every charge, on disk before the answer leaves, and one line for every submit seen.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

pub const LEDGER: &str = "ledger.jsonl";
pub const REQUESTS: &str = "requests.jsonl";
pub const UPLOADS: &str = "uploads.jsonl";

/// Money that would have been taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Charge {
    pub task: String,
    /// ISO 8601, UTC.
    pub time: String,
    pub vendor: String,
    /// The path it was submitted to.
    pub endpoint: String,
    pub seconds: u32,
    /// The vendor's word, `std` or `pro`.
    pub mode: String,
    pub sound: bool,
    /// Millionths of a US dollar.
    pub amount_micro_usd: u64,
    /// Thousandths of a credit, where the vendor counts in its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milli_credits: Option<u64>,
}

/// A submit that arrived, whatever became of it. Never holds a key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// ISO 8601, UTC.
    pub time: String,
    pub endpoint: String,
    pub bytes: usize,
    /// The task it became; `None` when it was refused or a fault came first.
    pub task: Option<String>,
    /// The fault that struck it.
    pub fault: Option<String>,
    /// Why it was refused.
    pub refused: Option<String>,
}

/// A step of an upload that arrived: it costs nothing. Never holds a key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Upload {
    /// ISO 8601, UTC.
    pub time: String,
    pub method: String,
    pub path: String,
    pub bytes: usize,
    /// The fault that struck it.
    pub fault: Option<String>,
    pub is_refused: bool,
}

/// A file that only grows, a JSON value a line.
#[derive(Debug)]
pub(super) struct Lines {
    file: Mutex<File>,
}

/// What would have been charged so far; empty where there is no ledger.
/// A line torn by a crash is left out: it was never answered.
pub fn charges(dir: &Path) -> Vec<Charge> {
    read(&dir.join(LEDGER))
}

/// Every submit that arrived.
pub fn submits(dir: &Path) -> Vec<Seen> {
    read(&dir.join(REQUESTS))
}

/// Every step of an upload that arrived.
pub fn uploads(dir: &Path) -> Vec<Upload> {
    read(&dir.join(UPLOADS))
}

fn read<T: for<'de> Deserialize<'de>>(path: &PathBuf) -> Vec<T> {
    let bytes = std::fs::read(path).unwrap_or_default();
    bytes.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

impl Lines {
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
        end_torn_line(&mut file)?;
        Ok(Self { file: Mutex::new(file) })
    }

    /// Appends one line. It is on disk when this returns.
    pub fn append_synced(&self, line: &impl Serialize) -> io::Result<()> {
        self.append(line)?.sync_all()
    }

    /// Appends one line, in order, without waiting for the disk.
    pub fn append(&self, line: &impl Serialize) -> io::Result<File> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&bytes)?;
        file.try_clone()
    }
}

/// A line cut off by a crash would swallow the next one.
fn end_torn_line(file: &mut File) -> io::Result<()> {
    if file.metadata()?.len() == 0 {
        return Ok(());
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    if last != [b'\n'] {
        file.write_all(b"\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn charge(task: &str) -> Charge {
        Charge {
            task: task.to_owned(),
            time: "2026-11-21T08:00:00Z".to_owned(),
            vendor: "mulerouter".to_owned(),
            endpoint: "/vendors/x".to_owned(),
            seconds: 5,
            mode: "pro".to_owned(),
            sound: true,
            amount_micro_usd: 840_000,
            milli_credits: None,
        }
    }

    #[test]
    fn charges_read_back_in_order() {
        let dir = tempfile::tempdir().unwrap();
        assert!(charges(dir.path()).is_empty());
        let lines = Lines::open(&dir.path().join(LEDGER)).unwrap();
        lines.append_synced(&charge("a")).unwrap();
        lines.append_synced(&charge("b")).unwrap();
        assert_eq!(charges(dir.path()), [charge("a"), charge("b")]);
    }

    #[test]
    fn a_torn_line_takes_no_other_with_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(LEDGER);
        Lines::open(&path).unwrap().append_synced(&charge("a")).unwrap();
        OpenOptions::new().append(true).open(&path).unwrap().write_all(br#"{"task":"tor"#).unwrap();
        Lines::open(&path).unwrap().append_synced(&charge("b")).unwrap();
        assert_eq!(charges(dir.path()), [charge("a"), charge("b")]);
    }
}
