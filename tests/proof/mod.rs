//! Nobody pays twice, nothing paid is lost: the rows of the proof. Each is a question put to the real binary, with
//! `shotloom sandbox` in another process as judge, and gives what it counted and whatever went wrong.
//!
//! `benches/proof.rs` runs them one by one, in full; `tests/reliability.rs` runs each of them in short.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a proof that cannot go on stops loudly")]

pub mod between;
pub mod crash;
pub mod disk;
pub mod downloads;
pub mod durability;
pub mod ground;
pub mod judge;
pub mod migration;
pub mod polls;
pub mod process;
pub mod process_facts;
pub mod scale;
pub mod soak;
pub mod strace;
pub mod wire;
pub mod world;

use ground::Ground;

/// What a row came to.
pub enum Outcome {
    Ran(Ran),
    /// It cannot be shown here, and why.
    NotRun(String),
}

#[derive(Default)]
pub struct Ran {
    /// How often the question was put.
    pub count: u64,
    /// Every answer that broke a promise. Empty is what we want.
    pub faults: Vec<String>,
    /// What was measured on the way.
    pub notes: Vec<String>,
}

impl Ran {
    pub fn add(&mut self, other: Self) {
        self.count += other.count;
        self.faults.extend(other.faults);
        self.notes.extend(other.notes);
    }

    pub fn fault(&mut self, what: impl Into<String>) {
        self.faults.push(what.into());
    }

    pub fn note(&mut self, what: impl Into<String>) {
        self.notes.push(what.into());
    }
}

/// One line of the table.
pub struct Row {
    pub name: &'static str,
    /// What is promised, as it stands in the table.
    pub what: &'static str,
    pub run: fn(&Ground) -> Outcome,
}

pub const ROWS: &[Row] = &[
    Row { name: "crash-steps", what: "SIGKILL at every named step (debug build)", run: crash::at_steps },
    Row { name: "crash-random", what: "SIGKILL at random times", run: crash::at_random },
    Row { name: "crash-syscalls", what: "SIGKILL inside a random system call, by strace", run: crash::in_syscalls },
    Row { name: "order", what: "disk before wire, name before done, as strace saw it", run: durability::in_order },
    Row {
        name: "failed-syncs",
        what: "fsync fails with EIO: never goes on as if saved",
        run: durability::failed_syncs,
    },
    Row { name: "wire-cuts", what: "a submit cut at any byte of request and answer is Unknown", run: wire::cuts },
    Row {
        name: "wire-answers",
        what: "5xx, HTML, cut JSON and silence after a charge are Unknown",
        run: wire::answers,
    },
    Row { name: "wire-hangs", what: "a vendor that never answers is Unknown", run: wire::hangs },
    Row { name: "wire-refusals", what: "a definite no costs nothing and is not sent again", run: wire::refusals },
    Row {
        name: "download-cuts",
        what: "cut downloads end in the vendor's bytes, few fetched twice",
        run: downloads::cuts,
    },
    Row { name: "download-damage", what: "what is no whole video is never done", run: downloads::damaged },
    Row { name: "download-expired", what: "a dead link is polled for once", run: downloads::expired },
    Row {
        name: "disk-submit",
        what: "a full disk before the order: the vendor sees nothing",
        run: disk::before_submit,
    },
    Row { name: "disk-answer", what: "a full disk between answer and commit: no id lost", run: disk::before_commit },
    Row {
        name: "disk-download",
        what: "a full disk during the download: pauses, goes on",
        run: disk::while_downloading,
    },
    Row { name: "disk-away", what: "a read-only or vanished library", run: disk::away },
    Row { name: "polls-trouble", what: "minutes of trouble while polling: no task fails", run: polls::trouble },
    Row { name: "panics", what: "a panic in any worker (debug build)", run: process::panics },
    Row { name: "starts", what: "many starts at once: one owner", run: process::starts },
    Row { name: "clocks", what: "the clock a day off: no false expiry, no storm", run: process::clocks },
    Row { name: "suspends", what: "a sleep in the middle: no storm", run: process::suspends },
    Row { name: "migration", what: "migration killed: old or new, a copy of each", run: migration::killed },
    Row { name: "scale-5", what: "10,000 running tasks at 5 polls a second", run: scale::at_five },
    Row { name: "scale-50", what: "10,000 running tasks at 50 polls a second", run: scale::at_fifty },
    Row { name: "polls-learnt", what: "polls a task, the first wait learnt", run: scale::polls },
    Row { name: "soak", what: "an hour of 50 tasks with 5 % faults: nothing grows", run: soak::soak },
];
