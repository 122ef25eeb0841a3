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
pub mod hostile;
pub mod judge;
pub mod library;
pub mod migration;
pub mod namespace;
pub mod parsers;
pub mod polls;
pub mod process;
pub mod process_facts;
pub mod scale;
pub mod secrets;
pub mod soak;
pub mod strace;
pub mod window;
pub mod wire;
pub mod workers;
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

const fn row(name: &'static str, what: &'static str, run: fn(&Ground) -> Outcome) -> Row {
    Row { name, what, run }
}

pub const ROWS: &[Row] = &[
    row("crash-steps", "SIGKILL at every named step (debug build)", crash::at_steps),
    row("crash-random", "SIGKILL at random times", crash::at_random),
    row("crash-syscalls", "SIGKILL inside a random system call, by strace", crash::in_syscalls),
    row("order", "disk before wire, name before done, as strace saw it", durability::in_order),
    row("failed-syncs", "fsync fails with EIO: never goes on as if saved", durability::failed_syncs),
    row("failed-writes", "a write to journal or tables fails with EIO: nothing lost", durability::failed_writes),
    row("wire-cuts", "a submit cut at any byte of request and answer is Unknown", wire::cuts),
    row("wire-answers", "5xx, HTML, cut JSON and silence after a charge are Unknown", wire::answers),
    row("wire-hangs", "a vendor that never answers is Unknown", wire::hangs),
    row("wire-refusals", "a definite no costs nothing and is not sent again", wire::refusals),
    row("download-cuts", "cut downloads end in the vendor's bytes, few fetched twice", downloads::cuts),
    row("download-damage", "what is no whole video is never done", downloads::damaged),
    row("download-expired", "a dead link is polled for once", downloads::expired),
    row("download-other", "a whole video other than ordered is done, and says so", downloads::other),
    row("disk-submit", "a full disk before the order: the vendor sees nothing", disk::before_submit),
    row("disk-answer", "a full disk between answer and commit: no id lost", disk::before_commit),
    row("disk-download", "a full disk during the download: pauses, goes on", disk::while_downloading),
    row("disk-away", "a read-only or vanished library", disk::away),
    row("polls-trouble", "minutes of trouble while polling: no task fails", polls::trouble),
    row("disk-short", "a write that ends short at any byte: nothing goes on as if saved", disk::short_writes),
    row("polls-nameless", "the vendor's name is not found for minutes", polls::nameless),
    row("panics", "a panic in any worker (debug build)", process::panics),
    row("workers", "a panic in every kind of worker a window has", workers::all),
    row("one-wish", "a double click and held keys at the window are one submit", window::one_wish),
    row("starts", "many starts at once: one owner", process::starts),
    row("clocks", "the clock a day off: no false expiry, no storm", process::clocks),
    row("suspends", "a sleep in the middle: no storm", process::suspends),
    row("migration", "migration killed: old or new, a copy of each", migration::killed),
    row("library-damaged", "seeded mutations of the tables: no paid id lost, set aside, told", library::mutated),
    row("library-newer", "a newer program's library is left as it is", library::newer),
    row("parsers", "fuzzed replies, storyboards and videos: 0 panics", parsers::fuzzed),
    row("urls-hostile", "addresses into the house, straight and by redirect: refused", hostile::addresses),
    row("urls-turned", "names that lead into the house, or are turned round", hostile::names),
    row("secrets", "the key over every fault at TRACE: 0 hits in any spelling", secrets::kept),
    row("core-dumps", "a crash leaves no memory in a file", process::core_dumps),
    row("scale-5", "10,000 running tasks at 5 polls a second", scale::at_five),
    row("scale-50", "10,000 running tasks at 50 polls a second", scale::at_fifty),
    row("polls-learnt", "polls a task, the first wait learnt", scale::polls),
    row("soak", "an hour of 50 tasks with 5 % faults: nothing grows", soak::soak),
];
