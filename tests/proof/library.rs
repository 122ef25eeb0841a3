//! The library's tables damaged on the disk, or written by a newer program: no paid task is lost, a person is told, and
//! what cannot be understood is left as it is.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use serde_json::Value;
use shotloom::library::Library;
use shotloom::model::task::{Life, TaskState};
use shotloom::model::{Draft, Task, TaskId};

use super::ground::Ground;
use super::judge::unsound;
use super::migration::blank;
use super::world::{Customer, Order, finish};
use super::{Outcome, Ran};

const PATIENCE: Duration = Duration::from_secs(60);
/// Nobody listens there: what runs is held, and a `resume` ends at once.
const NOBODY: &str = "http://127.0.0.1:9";
/// A `resume` of this library: some of its tasks are Unknown, which stands above everything.
const ENDS_WITH: Option<i32> = Some(3);
/// Every state in which money may have been spent.
const PAID: [TaskState; 4] = [TaskState::Running, TaskState::Failed, TaskState::Expired, TaskState::Unknown];

/// What a library must never lose: every task with its state and the vendor's id.
type Tasks = BTreeMap<String, (Value, Value)>;

/// Sixty paid tasks and a draft, as an owner that closed it left them.
fn furnish(dir: &Path) {
    let mut library = Library::open(dir).unwrap().library;
    let paid = |number: usize| {
        let state = PAID[number % PAID.len()];
        let remote = format!("remote-{number:06}");
        Task {
            id: TaskId(format!("task-{number:06}").into()),
            life: Life { state, ..Life::new() },
            remote: (state != TaskState::Unknown).then(|| remote.as_str().into()),
            ..blank(&format!("a fox crosses the snow, take {number}"))
        }
    };
    let tasks: Vec<Task> = (0..60).map(paid).collect();
    library.insert_tasks(&tasks).unwrap();
    let draft = Draft { prompt: "a lighthouse in a storm".into(), ..Draft::new("mulerouter/kling-v3") };
    library.save_draft("d1", &draft, 1).unwrap();
}

fn tasks(customer: &Customer) -> Tasks {
    let named = |task: &Value| task["id"].as_str().unwrap_or_default().to_owned();
    customer.tasks().iter().map(|task| (named(task), (task["state"].clone(), task["remote"].clone()))).collect()
}

fn with_files_of(ground: &Ground, model: &Path) -> Customer {
    let customer = Customer::of(&ground.binary, NOBODY);
    std::fs::create_dir(&customer.library).unwrap();
    for name in ["library.db", "journal.jsonl"] {
        std::fs::copy(model.join(name), customer.library.join(name)).unwrap();
    }
    customer
}

/// Seeded blows at the file of the tables.
pub fn mutated(ground: &Ground) -> Outcome {
    let model = tempfile::tempdir().unwrap();
    furnish(model.path());
    let sound = std::fs::read(model.path().join("library.db")).unwrap();
    let before = tasks(&with_files_of(ground, model.path()));
    assert_eq!(before.len(), 60, "the library has its tasks");
    let (model, sound, before) = (model.path(), &sound, &before);
    ground.side_by_side(2, ground.pick(8, 500, 5_000), |worker, share| {
        let (mut ran, mut restored) = (Ran::default(), 0);
        for nth in 0..share {
            ran.count += 1;
            let number = worker + 2 * nth;
            let customer = with_files_of(ground, model);
            let mut bytes = sound.clone();
            let blow = strike(&mut bytes, number, &mut ground.chance(1_000 + number));
            std::fs::write(customer.library.join("library.db"), &bytes).unwrap();
            restored += u64::from(outlives(&customer, &bytes, before, &format!("blow {number} ({blow})"), &mut ran));
        }
        ran.note(format!("{restored} of {share} were set aside and told of, the rest changed nothing"));
        if share >= 20 && restored == 0 {
            ran.fault("no blow was ever noticed");
        }
        ran
    })
}

/// A bit, some bytes, a page of noise, a hole of zeros, the end cut off, pages swapped, or something else altogether.
fn strike(bytes: &mut Vec<u8>, number: u64, chance: &mut fastrand::Rng) -> &'static str {
    const PAGE: usize = 4_096;
    let at = chance.usize(..bytes.len());
    let page = at / PAGE * PAGE;
    match number % 8 {
        0 => {
            bytes[at] ^= 1 << chance.u32(..8);
            "a bit"
        }
        1 => {
            (0..chance.usize(1..40)).for_each(|_| {
                let at = chance.usize(..bytes.len());
                bytes[at] = chance.u8(..);
            });
            "some bytes"
        }
        2 => {
            bytes[page..page + PAGE].iter_mut().for_each(|byte| *byte = chance.u8(..));
            "a page of noise"
        }
        3 => {
            bytes[at..].iter_mut().take(700).for_each(|byte| *byte = 0);
            "a hole"
        }
        4 => {
            bytes.truncate(at.max(1));
            "its end cut off"
        }
        5 => {
            let other = chance.usize(..bytes.len() / PAGE) * PAGE;
            let moved = bytes[page..page + PAGE].to_vec();
            bytes[other..other + PAGE].copy_from_slice(&moved);
            "a page in another's place"
        }
        6 => {
            bytes[at % 100] = chance.u8(..);
            "a byte of its header"
        }
        _ => {
            *bytes = b"<!doctype html>".repeat(chance.usize(1..300));
            "another file"
        }
    }
}

/// One start on a damaged file, and one more. Whether the file was set aside.
fn outlives(customer: &Customer, damaged: &[u8], before: &Tasks, blow: &str, ran: &mut Ran) -> bool {
    let run = customer.run(Order::Resume, PATIENCE);
    if run.code != ENDS_WITH || run.err.contains("panicked") {
        ran.fault(format!("{blow}: exit {:?}: {}{}", run.code, run.out, run.err));
    }
    let now = tasks(customer);
    if now != *before {
        let lost: Vec<_> = before.iter().filter(|(id, facts)| now.get(*id) != Some(facts)).collect();
        ran.fault(format!("{blow}: of {} tasks {} are lost or other: {lost:?}", before.len(), lost.len()));
    }
    ran.faults.extend(unsound(&customer.library).map(|why| format!("{blow}: {why}")));
    let aside = customer.library.join("library.damaged-1.db");
    let is_aside = aside.exists();
    if is_aside && !run.err.contains("library.damaged-1.db") {
        ran.fault(format!("{blow}: set aside, and nobody was told: {:?}", run.err));
    }
    if is_aside && std::fs::read(&aside).unwrap_or_default() != damaged {
        ran.fault(format!("{blow}: what was set aside is not the damaged file"));
    }
    // What was mended stays mended.
    let again = customer.run(Order::Resume, PATIENCE);
    if again.code != ENDS_WITH || customer.library.join("library.damaged-2.db").exists() || tasks(customer) != *before {
        ran.fault(format!("{blow}: the start after it: exit {:?}: {}", again.code, again.err));
    }
    is_aside
}

/// A library of a version that this program does not know.
pub fn newer(ground: &Ground) -> Outcome {
    let model = tempfile::tempdir().unwrap();
    furnish(model.path());
    ground.side_by_side(2, ground.pick(2, 20, 100), |worker, share| {
        let mut ran = Ran::default();
        for nth in 0..share {
            let customer = with_files_of(ground, model.path());
            let version = advance(&customer.library, 1 + (worker + 2 * nth).pow(3));
            let before = fingerprint(&customer.library);
            let story = customer.home.path().join("story.shot.json");
            let orders: [&[&str]; 4] = [
                &["generate", story.to_str().unwrap(), "--json"],
                &["resume", "--json"],
                &["tasks", "--json"],
                &["resolve", "task-000003", "--give-up"],
            ];
            for order in orders {
                ran.count += 1;
                let run = finish(customer.shotloom().args(order), PATIENCE);
                if run.code.is_none_or(|code| code == 0) || run.err.contains("panicked") {
                    ran.fault(format!("version {version}, {}: exit {:?}: {}", order[0], run.code, run.err));
                }
                if fingerprint(&customer.library) != before {
                    ran.fault(format!("version {version}: {} changed the library", order[0]));
                }
            }
        }
        ran
    })
}

/// Makes a library one of a later program; the version it is in then.
fn advance(library: &Path, by: u64) -> i64 {
    let db = Connection::open(library.join("library.db")).unwrap();
    let known: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let version = known + i64::try_from(by).unwrap();
    db.pragma_update(None, "user_version", version).unwrap();
    db.execute("UPDATE meta SET value = ?1 WHERE key = 'version'", [version]).unwrap();
    version
}

/// The files that hold what a person has, by name and content.
fn fingerprint(library: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(library).unwrap().flatten().map(|entry| entry.path());
    let kept = entries.filter(|path| path.is_file() && !path.to_string_lossy().ends_with("owner.lock"));
    let mut files: Vec<_> = kept.map(|path| (path.clone(), std::fs::read(&path).unwrap())).collect();
    files.sort();
    files
}
