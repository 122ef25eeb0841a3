//! In which order things reach the disk and the wire, as the system saw it; and what happens when a sync fails.

use std::path::Path;
use std::time::Duration;

use super::ground::Ground;
use super::judge::judge;
use super::strace::{self, Call, Kind};
use super::world::{Customer, Order, Run, STORY, Vendor, finish};
use super::{Outcome, Ran};

const PATIENCE: Duration = Duration::from_secs(90);
const TRACE: &str = "trace=openat,write,pwrite64,writev,sendto,fsync,fdatasync,rename,renameat,renameat2,ftruncate";

/// Runs under strace and gives what the system saw.
fn watched(customer: &Customer, order: Order, options: &[&str]) -> (Run, Vec<Call>) {
    let log = tempfile::NamedTempFile::new().unwrap();
    let mut all: Vec<String> = ["-yy", "-s", "6000", "-e", TRACE].map(str::to_owned).into();
    all.extend(options.iter().map(|option| (*option).to_owned()));
    let run = finish(&mut strace::command(customer, order, log.path(), &all), PATIENCE);
    // The tracer ends a moment after the traced.
    std::thread::sleep(Duration::from_millis(200));
    (run, strace::calls(&String::from_utf8_lossy(&std::fs::read(log.path()).unwrap_or_default())))
}

pub fn in_order(ground: &Ground) -> Outcome {
    if let Some(why) = strace::is_missing() {
        return Outcome::NotRun(why);
    }
    let runs = ground.pick(1, 20, 100);
    ground.side_by_side(2, runs, |worker, share| {
        let mut ran = Ran::default();
        let mut checked = Checked::default();
        for nth in 0..share {
            let vendor = Vendor::start(&ground.binary, &[]);
            let customer = Customer::of(&ground.binary, &vendor.url);
            if (worker + nth) % 2 == 0 {
                let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/frames/dusk.png");
                let framed = format!(r#""first_frame":"{}","prompt""#, picture.display());
                let story = STORY.replace(r#""prompt""#, &framed);
                std::fs::write(customer.home.path().join("story.shot.json"), story).unwrap();
            }
            let (run, calls) = watched(&customer, Order::Generate, &[]);
            if run.code != Some(0) {
                ran.fault(format!("generate ended with {:?}: {}", run.code, run.err));
            }
            ran.count += 1;
            checked.submits(&calls, &mut ran);
            checked.answers(&calls, &mut ran);
            checked.downloads(&calls, &mut ran);
            checked.pictures(&calls, &mut ran);
        }
        ran.note(format!(
            "{} submits, {} answers, {} renames, {} pictures were watched",
            checked.submits, checked.answers, checked.renames, checked.pictures
        ));
        if [checked.submits, checked.answers, checked.renames].contains(&0) && share > 0 {
            ran.fault("strace saw no submit, no answer or no rename: nothing was checked");
        }
        ran
    })
}

#[derive(Default)]
struct Checked {
    submits: u64,
    answers: u64,
    renames: u64,
    pictures: u64,
}

impl Checked {
    /// Before the first byte of a submit: intent and `sending` are in the journal and in the tables, all synced.
    fn submits(&mut self, calls: &[Call], ran: &mut Ran) {
        for (at, _) in calls.iter().enumerate().filter(|(_, call)| call.sends("POST /")) {
            self.submits += 1;
            for word in ["\\\"kind\\\":\\\"intent\\\"", "\\\"sending\\\""] {
                if !calls[..at].iter().any(|call| call.writes("journal.jsonl") && call.text.contains(word)) {
                    ran.fault(format!("a submit left before the journal said {word}"));
                }
            }
            for file in ["journal.jsonl", "library.db"] {
                if let Some(why) = unsynced(calls, at, file) {
                    ran.fault(format!("a submit left while {file} was not synced: {why}"));
                }
            }
        }
    }

    /// Before anything is done with the vendor's id: it is in the journal and in the tables, synced.
    fn answers(&mut self, calls: &[Call], ran: &mut Ran) {
        let first_poll = calls.iter().position(|call| call.sends("GET /vendors/"));
        let Some(at) = first_poll else { return };
        self.answers += 1;
        if !calls[..at].iter().any(|call| call.writes("journal.jsonl") && call.text.contains("\\\"accepted\\\"")) {
            ran.fault("a task was polled before its id was in the journal");
        }
        for file in ["journal.jsonl", "library.db"] {
            if let Some(why) = unsynced(calls, at, file) {
                ran.fault(format!("a task was polled while {file} was not synced: {why}"));
            }
        }
    }

    /// A `.part` file is synced before it gets its name, and the folder before the task is done.
    fn downloads(&mut self, calls: &[Call], ran: &mut Ran) {
        let renames = calls.iter().enumerate().filter(|(_, call)| call.kind == Kind::Rename && call.is_good);
        for (at, _) in renames.filter(|(_, call)| call.text.contains(".part\"")) {
            self.renames += 1;
            if let Some(why) = unsynced(calls, at, ".part") {
                ran.fault(format!("a video got its name before it was synced: {why}"));
            }
            let done =
                calls[at..].iter().position(|call| call.writes("journal.jsonl") && call.text.contains("\\\"saved\\\""));
            let until = done.map_or(calls.len(), |done| at + done);
            let is_synced = calls[at..until].iter().any(|call| {
                call.kind == Kind::Sync && call.is_good && call.file.ends_with("/clips") && call.end <= until
            });
            if !is_synced {
                ran.fault("a task was done before its video's folder was synced");
            }
        }
    }

    /// Pictures are synced under their names before the wish that names them.
    fn pictures(&mut self, calls: &[Call], ran: &mut Ran) {
        let intent = calls.iter().position(|call| call.writes("journal.jsonl") && call.text.contains("\\\"intent\\\""));
        let named = |call: &Call| call.kind == Kind::Rename && call.text.contains("/pictures/");
        let intent = intent.unwrap_or_default();
        for (at, _) in calls[..intent].iter().enumerate().filter(|(_, call)| named(call)) {
            self.pictures += 1;
            let is_folder_synced = calls[at..intent]
                .iter()
                .any(|call| call.kind == Kind::Sync && call.is_good && call.file.ends_with("/pictures"));
            if !is_folder_synced || unsynced(calls, at, "/pictures/.shotloom-").is_some() {
                ran.fault("a wish was kept before its picture was synced");
            }
        }
    }
}

/// Why what was written to a file before call `at` is not known to be on the disk by then.
fn unsynced(calls: &[Call], at: usize, file: &str) -> Option<String> {
    let written = calls[..at].iter().rposition(|call| call.writes(file));
    let Some(written) = written else { return Some("nothing was written to it".to_owned()) };
    // Tables, their log and their index are files of their own: it is the one that was written that counts.
    let path = &calls[written].file;
    let syncs = || calls[written..at].iter().filter(|call| call.kind == Kind::Sync && call.file == *path);
    if syncs().any(|call| !call.is_good) {
        return Some("its sync failed".to_owned());
    }
    let is_synced = syncs().any(|call| call.end <= at);
    (!is_synced).then(|| "its last write was not followed by a sync".to_owned())
}

/// The n-th sync of every thread fails, or all from then on: nothing goes on as if it were saved, and the next start
/// finds everything that was charged.
pub fn failed_syncs(ground: &Ground) -> Outcome {
    if let Some(why) = strace::is_missing() {
        return Outcome::NotRun(why);
    }
    // Opening takes some thirty of them, a whole life some fifty.
    let all: Vec<(u64, &str)> = (1..=60).flat_map(|nth| ["", "+"].map(|rest| (nth, rest))).collect();
    let mut chance = ground.chance(7);
    let mut chosen = all;
    chance.shuffle(&mut chosen);
    chosen.truncate(ground.pick(4, usize::MAX, usize::MAX));
    let chosen = &chosen;
    ground.side_by_side(2, chosen.len() as u64, |worker, share| {
        let mut ran = Ran::default();
        let mut struck = 0;
        for nth in 0..share {
            let (when, rest) = chosen[usize::try_from(worker + 2 * nth).unwrap() % chosen.len()];
            ran.count += 1;
            struck += u64::from(fail_sync(ground, when, rest, &mut ran));
        }
        ran.note(format!("{struck} of {share} runs met a failed sync"));
        ran
    })
}

/// Whether a sync failed in this run.
fn fail_sync(ground: &Ground, when: u64, rest: &str, ran: &mut Ran) -> bool {
    let vendor = Vendor::start(&ground.binary, &[]);
    let customer = Customer::of(&ground.binary, &vendor.url);
    let inject = format!("inject=fsync,fdatasync:error=EIO:when={when}{rest}");
    let log = tempfile::NamedTempFile::new().unwrap();
    let options = ["-yy", "-s", "6000", "-e", TRACE, "-e", &inject].map(str::to_owned);
    let run = finish(&mut strace::command(&customer, Order::Generate, log.path(), &options), Duration::from_secs(15));
    std::thread::sleep(Duration::from_millis(200));
    let calls = strace::calls(&String::from_utf8_lossy(&std::fs::read(log.path()).unwrap_or_default()));
    let told = |what: String| format!("sync {when}{rest} failed: {what} (exit {:?}, {})", run.code, run.err.trim());
    let failed: Vec<usize> =
        (0..calls.len()).filter(|at| calls[*at].kind == Kind::Sync && !calls[*at].is_good).collect();
    for at in &failed {
        let file = &calls[*at].file;
        let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy();
        // The journal; the tables with either kind of log; but no copy that is put aside.
        let is_book = ["journal.jsonl", "library.db", "library.db-wal", "library.db-journal"].contains(&&*name);
        if is_book && calls[*at..].iter().any(|call| call.sends("POST /")) {
            ran.fault(told(format!("a submit left after {file} could not be synced")));
        }
    }
    Checked::default().submits(&calls, ran);
    Checked::default().downloads(&calls, ran);
    // The disk is well again: what was charged is there, and ends.
    let resumed = customer.run(Order::Resume, PATIENCE);
    if resumed.code.is_none() {
        ran.fault(told("resume did not end".to_owned()));
    }
    ran.faults.extend(judge(&vendor, &customer).faults.into_iter().map(told));
    !failed.is_empty()
}

/// The n-th write to the library's books fails with EIO, or all from then on.
pub fn failed_writes(ground: &Ground) -> Outcome {
    if let Some(why) = strace::is_missing() {
        return Outcome::NotRun(why);
    }
    const BOOKS: [&str; 4] = ["journal.jsonl", "library.db", "library.db-wal", "library.db-journal"];
    let count = ground.pick(4, 120, 1_000);
    ground.side_by_side(2, count, |worker, share| {
        let (mut ran, mut refused) = (Ran::default(), 0);
        for nth in 0..share {
            ran.count += 1;
            let mut chance = ground.chance(1_200 + worker + 2 * nth);
            let (when, rest) = (chance.u64(1..=40), if chance.bool() { "+" } else { "" });
            let vendor = Vendor::start(&ground.binary, &[]);
            let customer = Customer::of(&ground.binary, &vendor.url);
            // Half of them begin their library, half have one.
            if chance.bool() {
                customer.run(Order::Resume, PATIENCE);
            }
            let mut options: Vec<String> = BOOKS
                .iter()
                .flat_map(|name| ["-P".to_owned(), customer.library.join(name).display().to_string()])
                .collect();
            let inject = format!("inject=write,pwrite64,ftruncate:error=EIO:when={when}{rest}");
            options.extend(["-e".to_owned(), inject]);
            let log = tempfile::NamedTempFile::new().unwrap();
            let mut command = strace::command(&customer, Order::Generate, log.path(), &options);
            let run = finish(&mut command, Duration::from_secs(ground.pick(6, 12, 12)));
            std::thread::sleep(Duration::from_millis(200));
            let log = String::from_utf8_lossy(&std::fs::read(log.path()).unwrap_or_default()).into_owned();
            refused += u64::from(log.contains("(INJECTED)"));
            let told =
                |what: String| format!("write {when}{rest} failed: {what} (exit {:?}, {})", run.code, run.err.trim());
            if run.err.contains("panicked") {
                ran.fault(told("something panicked".to_owned()));
            }
            if customer.run(Order::Resume, PATIENCE).code.is_none() {
                ran.fault(told("resume did not end".to_owned()));
            }
            ran.faults.extend(judge(&vendor, &customer).faults.into_iter().map(told));
        }
        ran.note(format!("{refused} of {share} runs met a failed write"));
        if share > 10 && refused == 0 {
            ran.fault("no write ever failed: nothing was judged");
        }
        ran
    })
}
