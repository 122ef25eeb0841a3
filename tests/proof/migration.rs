//! An old library is killed on its way to the newest version: it is the old one or a newer one, never between, with a
//! copy of every version it left.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use shotloom::library::Library;
use shotloom::model::task::{Life, TaskState};
use shotloom::model::{Draft, Task, TaskId};

use super::ground::Ground;
use super::judge::unsound;
use super::world::{Customer, Order};
use super::{Outcome, Ran};

const PATIENCE: Duration = Duration::from_secs(60);
/// The oldest library there is, as its own file says.
const OLDEST: &str = include_str!("../../src/library/migrations/0001_first.sql");

pub fn killed(ground: &Ground) -> Outcome {
    let wishes = ground.pick(300, 2_000, 2_000);
    let old = tempfile::tempdir().unwrap();
    age(old.path(), wishes);
    let kills = ground.pick(6, 100, 1_000);
    ground.side_by_side(2, kills, |worker, share| {
        let mut chance = ground.chance(600 + worker);
        let mut ran = Ran::default();
        let (mut seen, whole) = (Vec::new(), fresh(ground, old.path()).run(Order::Resume, PATIENCE).took);
        while ran.count < share {
            let customer = fresh(ground, old.path());
            let after = whole.mul_f64(chance.f64());
            if !customer.killed_after(Order::Resume, after) {
                continue;
            }
            ran.count += 1;
            let version = judge(&customer.library, wishes, &mut ran);
            seen.push(version);
            let run = customer.run(Order::Resume, PATIENCE);
            if run.code != Some(0) {
                ran.fault(format!("after a kill at {after:?}, in version {version}, it does not open: {}", run.err));
            }
            let newest = judge(&customer.library, wishes, &mut ran);
            if newest == 1 {
                ran.fault("it stays in the oldest version");
            }
        }
        seen.sort_unstable();
        let count = |version: &i64| seen.iter().filter(|other| *other == version).count();
        let mut versions = seen.clone();
        versions.dedup();
        let found: Vec<_> = versions.iter().map(|version| format!("{} × version {version}", count(version))).collect();
        ran.note(format!("killed in {}", found.join(", ")));
        ran
    })
}

/// A customer with a copy of the old library.
fn fresh(ground: &Ground, old: &Path) -> Customer {
    let customer = Customer::of(&ground.binary, "http://127.0.0.1:9");
    std::fs::create_dir(&customer.library).unwrap();
    for entry in std::fs::read_dir(old).unwrap().flatten().filter(|entry| entry.path().is_file()) {
        std::fs::copy(entry.path(), customer.library.join(entry.file_name())).unwrap();
    }
    customer
}

/// The version a library is in; it is whole, and so is a copy of every version before.
fn judge(library: &Path, wishes: i64, ran: &mut Ran) -> i64 {
    ran.faults.extend(unsound(library));
    let copy = tempfile::tempdir().unwrap();
    for name in ["library.db", "library.db-wal"] {
        if library.join(name).exists() {
            std::fs::copy(library.join(name), copy.path().join(name)).unwrap();
        }
    }
    let db = Connection::open(copy.path().join("library.db")).unwrap();
    let (version, noted, seal, tasks) = facts(&db);
    if version != noted || seal != schema_seal(&db) {
        ran.fault(format!("between versions: {version} by its header, {noted} by its notes"));
    }
    if tasks != wishes {
        ran.fault(format!("{tasks} of {wishes} wishes in version {version}"));
    }
    for before in 1..version {
        let put_aside = library.join(format!("library.db.bak-{before}"));
        let kept = Connection::open(&put_aside).ok().filter(|_| put_aside.exists()).map(|db| facts(&db));
        match kept {
            Some((kept, _, _, tasks)) if (kept, tasks) == (before, wishes) => {}
            _ => ran.fault(format!("in version {version}, and no whole copy of version {before}")),
        }
    }
    version
}

fn facts(db: &Connection) -> (i64, i64, i64, i64) {
    let number = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap_or(-1);
    (
        number("PRAGMA user_version"),
        number("SELECT value FROM meta WHERE key = 'version'"),
        number("SELECT value FROM meta WHERE key = 'schema_seal'"),
        number("SELECT count(*) FROM tasks"),
    )
}

/// The twin of the library's own checksum over its tables, written anew: FNV-1a of name, type and text, summed up.
fn schema_seal(db: &Connection) -> i64 {
    let sql = "SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'";
    let mut read = db.prepare(sql).unwrap();
    let rows = read.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
    let sum = rows.map(Result::unwrap).fold(0_u64, |sum, (name, sql)| {
        let bytes = name.bytes().chain([0, 3]).chain(sql.bytes());
        let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        sum.wrapping_add(bytes.fold(0xcbf2_9ce4_8422_2325, hash))
    });
    sum.cast_signed()
}

/// A library of the first version with so many ended wishes: today's, taken back to the columns of then. A task's own
/// checksum leaves empty columns out, so it holds for both.
fn age(old: &Path, wishes: i64) {
    let today = tempfile::tempdir().unwrap();
    {
        let mut library = Library::open(today.path()).unwrap().library;
        let tasks: Vec<Task> = (0..wishes).map(failed).collect();
        library.insert_tasks(&tasks).unwrap();
    }
    std::fs::copy(today.path().join("journal.jsonl"), old.join("journal.jsonl")).unwrap();
    let db = Connection::open(old.join("library.db")).unwrap();
    db.pragma_update(None, "journal_mode", "WAL").unwrap();
    db.execute_batch(OLDEST).unwrap();
    let named = "SELECT group_concat(name, ', ') FROM pragma_table_info('tasks')";
    let listed: String = db.query_row(named, [], |row| row.get(0)).unwrap();
    let from: PathBuf = today.path().join("library.db");
    db.execute("ATTACH ?1 AS today", [from.display().to_string()]).unwrap();
    db.execute_batch(&format!("INSERT INTO main.tasks ({listed}) SELECT {listed} FROM today.tasks; DETACH today"))
        .unwrap();
    db.pragma_update(None, "user_version", 1).unwrap();
    let journal = std::fs::metadata(old.join("journal.jsonl")).unwrap().len().cast_signed();
    for (key, value) in [("journal_bytes", journal), ("schema_seal", schema_seal(&db))] {
        db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)", (key, value)).unwrap();
    }
    drop(db);
    let db = Connection::open(old.join("library.db")).unwrap();
    let is_text = db.query_row("SELECT story FROM tasks", [], |row| Ok(matches!(row.get_ref(0)?, ValueRef::Text(_))));
    assert_eq!(is_text, Ok(true), "the old library has its wishes");
}

fn failed(number: i64) -> Task {
    let prompt = format!("a fox crosses the snow, take {number}");
    let remote = format!("remote-{number:06}");
    Task {
        id: TaskId(format!("task-{number:06}").into()),
        life: Life { state: TaskState::Failed, ..Life::new() },
        remote: Some(remote.as_str().into()),
        ..blank(&prompt)
    }
}

/// A wish of today, as the library keeps it.
pub fn blank(prompt: &str) -> Task {
    Task {
        id: TaskId("".into()),
        batch: 1,
        created_at_millis: 1_700_000_000_000,
        offering: "mulerouter/kling-v3".into(),
        vendor: "mulerouter".into(),
        origin: "https://api.example".into(),
        is_practice: false,
        life: Life::new(),
        remote: None,
        endpoint: "/vendors/klingai/v1/kling-v3/text-to-video/generation".into(),
        draft: Arc::new(Draft { prompt: prompt.into(), ..Draft::new("mulerouter/kling-v3") }),
        pictures: std::collections::BTreeMap::new(),
        trouble: None,
        vendor_word: None,
        progress: None,
        uploaded: None,
        link: None,
        files: Vec::new(),
        estimate: None,
        billed: None,
        trace_id: None,
        sent_at_millis: Some(1_700_000_000_000),
        ended_at_millis: None,
        retry_at_millis: None,
        resent_from: None,
        place: None,
    }
}
