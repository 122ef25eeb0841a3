//! The verdict: what the vendor's ledger says against what the library says.

use std::collections::HashSet;
use std::path::Path;

use serde_json::Value;

use super::world::{Customer, Vendor};

/// What stands on both sides, and where they disagree.
#[derive(Debug, Default)]
pub struct Verdict {
    pub wishes: usize,
    pub charges: usize,
    pub unknown: usize,
    pub done: usize,
    pub faults: Vec<String>,
}

/// Every charge has a task row with its id, or one Unknown that waits for the user; no wish was sent twice; what is
/// done is a whole video; the database is sound.
pub fn judge(vendor: &Vendor, customer: &Customer) -> Verdict {
    let tasks = customer.tasks();
    let charges = vendor.charges();
    let of = |state: &str| tasks.iter().filter(|task| task["state"] == state).count();
    let mut verdict = Verdict {
        wishes: tasks.len(),
        charges: charges.len(),
        unknown: of("unknown"),
        done: of("done"),
        faults: Vec::new(),
    };
    let mut remotes = HashSet::new();
    for task in &tasks {
        if let Some(remote) = task["remote"].as_str()
            && !remotes.insert(remote)
        {
            verdict.faults.push(format!("two tasks with the vendor's id {remote}"));
        }
    }
    let lost = charges.iter().filter(|charge| !remotes.contains(charge.task.as_str())).count();
    if lost > verdict.unknown {
        verdict.faults.push(format!("{lost} charges without a row, and only {} unknown", verdict.unknown));
    }
    if charges.len() > tasks.len() {
        verdict.faults.push(format!("{} charges for {} wishes", charges.len(), tasks.len()));
    }
    if vendor.submits() > tasks.len() {
        verdict.faults.push(format!("{} submits for {} wishes", vendor.submits(), tasks.len()));
    }
    verdict.faults.extend(tasks.iter().filter(|task| task["state"] == "done").filter_map(not_whole));
    verdict.faults.extend(unsound(&customer.library));
    verdict
}

/// Why a task's file is no whole video.
pub fn not_whole(task: &Value) -> Option<String> {
    let Some(file) = task["files"][0].as_str() else { return Some(format!("done without a file: {task}")) };
    let checked = shotloom::media::decode::verify(Path::new(file));
    checked.err().map(|error| format!("done, and its file is not whole: {error}"))
}

/// What SQLite finds wrong with a library, looked for on a copy.
pub fn unsound(library: &Path) -> Option<String> {
    let copy = tempfile::tempdir().unwrap();
    for name in ["library.db", "library.db-wal"] {
        let from = library.join(name);
        if from.exists() {
            std::fs::copy(&from, copy.path().join(name)).unwrap();
        }
    }
    if !copy.path().join("library.db").exists() {
        return None;
    }
    let db = rusqlite::Connection::open(copy.path().join("library.db")).unwrap();
    match db.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0)) {
        Ok(said) if said == "ok" => None,
        Ok(said) => Some(format!("the database is unsound: {said}")),
        Err(error) => Some(format!("the database cannot be read: {error}")),
    }
}
