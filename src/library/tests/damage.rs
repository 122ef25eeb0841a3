//! A damaged database loses no paid video.

use std::fs;
use std::path::Path;

use crate::model::{Draft, Task, TaskEvent, TaskId, TaskState};

use super::super::database::{self, MIGRATIONS};
use super::super::{Library, journal};
use super::{after, by_hand, clip_of, done, finish, id, open, running, sending, state_of, wish};

/// A library with a task in every kind of state; the vendor's ids it must never lose.
fn furnish(dir: &Path) -> Vec<(TaskId, String)> {
    let mut library = open(dir);
    let mut known = Vec::new();
    for number in 1..=4 {
        known.push(finish(&mut library, number));
    }
    let wishes: Vec<Task> = (5..=20).map(wish).collect();
    library.insert_tasks(&wishes).unwrap();
    for task in &wishes[..10] {
        library.update_task(&sending(task)).unwrap();
        let task = running(task);
        library.update_task(&task).unwrap();
        known.push(task);
    }
    library.update_task(&after(&sending(&wishes[10]), &[TaskEvent::Lost])).unwrap();
    library.set_trashed(&[id(1)], true).unwrap();
    library.save_draft("d1", &by_hand(&[("a boat", 5), ("the sea", 4)]), 1).unwrap();
    library.set_last_opened("d1").unwrap();
    known.into_iter().map(|task| (task.id.clone(), task.remote.unwrap().to_string())).collect()
}

fn assert_ids_are_there(library: &Library, known: &[(TaskId, String)], what: &str) {
    for (id, remote) in known {
        let stored = library.task(id).unwrap_or_else(|error| panic!("{what}: {error}"));
        let stored = stored.unwrap_or_else(|| panic!("{what}: {id} is lost"));
        assert_eq!(stored.task.remote.as_deref(), Some(&**remote), "{what}");
    }
}

#[test]
fn a_hundred_mutations_of_the_database_lose_no_id_and_no_draft_they_did_not_hit() {
    let model = tempfile::tempdir().unwrap();
    let known = furnish(model.path());
    let sound = fs::read(model.path().join(database::NAME)).unwrap();
    let mut restored = 0;
    for seed in 0..100 {
        let dir = tempfile::tempdir().unwrap();
        let mut bytes = sound.clone();
        mutate(&mut bytes, seed);
        fs::write(dir.path().join(database::NAME), &bytes).unwrap();
        fs::copy(model.path().join(journal::NAME), dir.path().join(journal::NAME)).unwrap();
        let what = format!("seed {seed}");
        let opened = Library::open(dir.path()).unwrap_or_else(|error| panic!("{what}: {error}"));
        restored += usize::from(!opened.troubles.is_empty());
        assert_ids_are_there(&opened.library, &known, &what);
        assert_eq!(opened.library.page("", 0, 10).unwrap().0, 3, "{what}");
        assert_eq!(opened.library.queue(99).unwrap().len(), 20, "{what}");
        opened.library.drafts().unwrap();
        drop(opened);
        // What was mended stays mended.
        assert_eq!(Library::open(dir.path()).unwrap().troubles, [], "{what}");
    }
    assert!((10..100).contains(&restored), "{restored} of 100 mutations were noticed");
}

#[test]
fn a_hit_log_of_a_crashed_process_loses_no_id() {
    let live = tempfile::tempdir().unwrap();
    drop(open(live.path()));
    let mut library = open(live.path());
    let wishes: Vec<Task> = (1..=9).map(wish).collect();
    library.insert_tasks(&wishes).unwrap();
    let mut known = Vec::new();
    for task in wishes.iter().map(running) {
        library.update_task(&task).unwrap();
        known.push((task.id.clone(), task.remote.unwrap().to_string()));
    }
    // The process is killed here: its log was never folded into the tables.
    let log = fs::read(live.path().join("library.db-wal")).unwrap();
    for seed in 0..30 {
        let dir = tempfile::tempdir().unwrap();
        for name in [database::NAME, journal::NAME] {
            fs::copy(live.path().join(name), dir.path().join(name)).unwrap();
        }
        let mut hit = log.clone();
        mutate(&mut hit, seed);
        fs::write(dir.path().join("library.db-wal"), hit).unwrap();
        let opened = Library::open(dir.path()).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert_ids_are_there(&opened.library, &known, &format!("seed {seed}"));
        assert_eq!(opened.library.counts().unwrap().under_way, 9, "seed {seed}");
    }
}

#[test]
fn a_table_that_is_not_as_it_was_defined_is_not_trusted() {
    let dir = tempfile::tempdir().unwrap();
    furnish(dir.path());
    let path = dir.path().join(database::NAME);
    let mut bytes = fs::read(&path).unwrap();
    let defined = b"CHECK (is_practice IN (0, 1))";
    // The text also stands in pages that are free by now.
    while let Some(at) = bytes.windows(defined.len()).position(|part| part == defined) {
        bytes[at + defined.len() - 3] = b'8';
    }
    fs::write(&path, bytes).unwrap();
    assert_eq!(Library::open(dir.path()).unwrap().troubles[0].rule, "library-restored");
}

/// One to forty bytes anywhere, a page of noise, a hole of zeros, or the end cut off.
fn mutate(bytes: &mut Vec<u8>, seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let at = random.usize(..bytes.len());
    match seed % 5 {
        0 => bytes[at] ^= 1 << random.u32(..8),
        1 => (0..random.usize(1..40)).for_each(|_| {
            let at = random.usize(..bytes.len());
            bytes[at] = random.u8(..);
        }),
        2 => bytes[at / 4_096 * 4_096..][..4_096].iter_mut().for_each(|byte| *byte = random.u8(..)),
        3 => bytes[at..].iter_mut().take(700).for_each(|byte| *byte = 0),
        _ => bytes.truncate(at.max(1)),
    }
}

#[test]
fn every_byte_of_the_header_may_be_hit() {
    let model = tempfile::tempdir().unwrap();
    let known = furnish(model.path());
    let sound = fs::read(model.path().join(database::NAME)).unwrap();
    for at in (0..100).filter(|at| at % 3 == 0 || (16..32).contains(at) || (56..72).contains(at)) {
        let dir = tempfile::tempdir().unwrap();
        let mut bytes = sound.clone();
        bytes[at] = bytes[at].wrapping_add(3);
        fs::write(dir.path().join(database::NAME), &bytes).unwrap();
        fs::copy(model.path().join(journal::NAME), dir.path().join(journal::NAME)).unwrap();
        let mut opened = Library::open(dir.path()).unwrap_or_else(|error| panic!("byte {at}: {error}"));
        assert_ids_are_there(&opened.library, &known, &format!("byte {at}"));
        opened.library.insert_tasks(&[wish(99)]).unwrap_or_else(|error| panic!("byte {at}: {error}"));
    }
}

#[test]
fn a_destroyed_database_is_rebuilt_from_the_journal() {
    let dir = tempfile::tempdir().unwrap();
    let known = furnish(dir.path());
    let before = open(dir.path()).queue(99).unwrap();
    fs::write(dir.path().join(database::NAME), b"nothing of a database is left here").unwrap();
    let opened = Library::open(dir.path()).unwrap();
    let rules: Vec<_> = opened.troubles.iter().map(|trouble| trouble.rule.as_str()).collect();
    assert_eq!(rules, ["library-restored", "library-unsent-cancelled"]);
    assert!(dir.path().join("library.damaged-1.db").exists());
    assert_ids_are_there(&opened.library, &known, "rebuilt");
    for stored in before {
        let now = opened.library.task(&stored.task.id).unwrap().unwrap();
        if stored.task.state() == TaskState::Queued {
            // Nobody can tell any more whether it is still wanted: it is not sent by itself.
            assert_eq!(now.task.state(), TaskState::Cancelled);
            assert_eq!(now.task.trouble.unwrap().rule, "library-unsent");
            assert_eq!(now.task.draft, stored.task.draft);
        } else {
            assert_eq!(now, stored);
        }
    }
}

#[test]
fn a_missing_database_is_rebuilt_and_a_task_that_was_sending_still_is() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    library.insert_tasks(&[wish(1)]).unwrap();
    library.update_task(&sending(&wish(1))).unwrap();
    drop(library);
    fs::remove_file(dir.path().join(database::NAME)).unwrap();
    let opened = Library::open(dir.path()).unwrap();
    assert_eq!(opened.troubles[0].rule, "library-rebuilt");
    // The engine makes it Unknown: a charge may have been made.
    assert_eq!(state_of(&opened.library, &id(1)), TaskState::Sending);
}

#[test]
fn drafts_are_saved_from_a_damaged_file_and_from_the_newest_copy() {
    let dir = tempfile::tempdir().unwrap();
    furnish(dir.path());
    let path = dir.path().join(database::NAME);
    {
        let mut library = open(dir.path());
        library.back_up().unwrap();
        library.save_draft("d2", &Draft::new("acme/two"), 5).unwrap();
    }
    // A broken row of the tasks: the drafts can still be read.
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute("UPDATE tasks SET remote = 'somebody else' WHERE id = 'task-000007'", []).unwrap();
    db.close().unwrap();
    let opened = Library::open(dir.path()).unwrap();
    assert_eq!(opened.troubles[0].rule, "library-restored");
    assert_eq!(opened.library.drafts().unwrap().len(), 2);
    assert_eq!(opened.library.last_opened_draft().unwrap().as_deref(), Some("d1"));
    assert_eq!(opened.library.task(&id(7)).unwrap().unwrap().task.remote.as_deref(), Some("remote-of-task-000007"));
    drop(opened);
    // Nothing can be read of the file: the copy still has the older draft.
    fs::write(&path, vec![7; 9_000]).unwrap();
    let opened = Library::open(dir.path()).unwrap();
    assert_eq!(opened.library.draft("d1").unwrap(), Some(by_hand(&[("a boat", 5), ("the sea", 4)])));
    assert_eq!(opened.library.draft("d2").unwrap(), None);
    assert!(dir.path().join("library.damaged-2.db").exists());
}

#[test]
fn a_damaged_copy_is_passed_over() {
    let dir = tempfile::tempdir().unwrap();
    let known = furnish(dir.path());
    let path = dir.path().join(database::NAME);
    let newest = database::newest(MIGRATIONS);
    fs::write(path.with_extension(format!("db.bak-{newest}")), vec![1; 5_000]).unwrap();
    fs::write(&path, b"gone").unwrap();
    let opened = Library::open(dir.path()).unwrap();
    assert_ids_are_there(&opened.library, &known, "without a copy");
}

#[test]
fn one_unreadable_journal_line_loses_no_id() {
    let model = tempfile::tempdir().unwrap();
    let mut library = open(model.path());
    library.insert_tasks(&[wish(1)]).unwrap();
    library.update_task(&sending(&wish(1))).unwrap();
    library.update_task(&running(&wish(1))).unwrap();
    let task = done(&wish(1));
    library.save_clip(&task, &clip_of(&library, &task)).unwrap();
    drop(library);
    let journal = fs::read_to_string(model.path().join(journal::NAME)).unwrap();
    let lines: Vec<&str> = journal.lines().collect();
    for lost in 0..lines.len() {
        let dir = tempfile::tempdir().unwrap();
        let mut left = lines.clone();
        left[lost] = "{\"v\":1,\"kind\":\"acc";
        fs::write(dir.path().join(journal::NAME), left.join("\n")).unwrap();
        let opened = Library::open(dir.path()).unwrap();
        let found = opened.library.task(&id(1)).unwrap().unwrap().task;
        let is_last_word_lost = lost == lines.len() - 1;
        assert_eq!(found.remote, task.remote, "line {lost}");
        assert_eq!(found.state() == TaskState::Done, !is_last_word_lost, "line {lost}");
    }
}

#[test]
fn a_lost_journal_is_written_anew_and_rebuilds_again() {
    let dir = tempfile::tempdir().unwrap();
    let known = furnish(dir.path());
    fs::remove_file(dir.path().join(journal::NAME)).unwrap();
    let shelf = open(dir.path()).page("", 0, 10).unwrap();
    fs::remove_file(dir.path().join(database::NAME)).unwrap();
    let opened = Library::open(dir.path()).unwrap();
    assert_ids_are_there(&opened.library, &known, "from the new journal");
    assert_eq!(opened.library.page("", 0, 10).unwrap(), shelf);
}
