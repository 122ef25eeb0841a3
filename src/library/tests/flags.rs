//! What a person thinks of a clip is kept as well as the clip.

use std::fs;

use crate::model::{Flag, TaskId};

use super::super::{Library, Shelf, StoredTask, database, journal};
use super::{finish, id, open, step_again, wish};

/// Three finished clips: the second is picked, the third rejected.
fn flagged(dir: &std::path::Path) -> Library {
    let mut library = open(dir);
    for number in 1..=3 {
        finish(&mut library, number);
    }
    library.set_flags(&[(id(2), Flag::Picked), (id(3), Flag::Rejected)]).unwrap();
    library
}

fn flags(library: &Library) -> Vec<(TaskId, Flag)> {
    let found = library.page("", 0, 10).unwrap().1;
    found.into_iter().map(|stored: StoredTask| (stored.task.id, stored.flag)).collect()
}

const WANTED: [Flag; 3] = [Flag::Rejected, Flag::Picked, Flag::Unflagged];

fn assert_kept(library: &Library) {
    let found: Vec<Flag> = flags(library).into_iter().map(|(_, flag)| flag).collect();
    assert_eq!(found, WANTED);
}

#[test]
fn a_flag_is_there_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    drop(flagged(dir.path()));
    assert_kept(&open(dir.path()));
}

#[test]
fn each_flag_has_a_shelf_of_its_own_and_a_search_on_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = flagged(dir.path());
    let on = |library: &Library, flag, search| -> Vec<TaskId> {
        let (total, found) = library.page_of(Shelf::Flagged(flag), search, 0, 10).unwrap();
        assert_eq!(total, found.len());
        found.into_iter().map(|stored| stored.task.id).collect()
    };
    assert_eq!(on(&library, Flag::Unflagged, ""), [id(1)]);
    assert_eq!(on(&library, Flag::Picked, ""), [id(2)]);
    assert_eq!(on(&library, Flag::Rejected, "take 3"), [id(3)]);
    assert_eq!(on(&library, Flag::Rejected, "take 2"), []);
    assert_eq!(library.page("", 0, 10).unwrap().0, 3, "all of them stand in the gallery");
    library.set_trashed(&[id(2)], true).unwrap();
    assert_eq!(on(&library, Flag::Picked, ""), []);
    library.set_trashed(&[id(2)], false).unwrap();
    assert_eq!(on(&library, Flag::Picked, ""), [id(2)], "a pick comes back from the trash as one");
}

#[test]
fn a_flag_is_taken_back_and_a_task_without_a_clip_has_none() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = flagged(dir.path());
    library.set_flags(&[(id(2), Flag::Unflagged), (id(3), Flag::Picked)]).unwrap();
    let found: Vec<Flag> = flags(&library).into_iter().map(|(_, flag)| flag).collect();
    assert_eq!(found, [Flag::Picked, Flag::Unflagged, Flag::Unflagged]);
    library.insert_tasks(&[wish(4)]).unwrap();
    library.set_flags(&[(id(4), Flag::Picked)]).unwrap();
    assert_eq!(library.task(&id(4)).unwrap().unwrap().flag, Flag::Unflagged);
    assert!(library.set_flags(&[(id(1), Flag::Picked), (id(9), Flag::Picked)]).is_err());
    assert_eq!(library.task(&id(1)).unwrap().unwrap().flag, Flag::Unflagged, "all of them or none");
}

#[test]
fn flags_are_rebuilt_from_the_journal_when_the_tables_are_lost() {
    let dir = tempfile::tempdir().unwrap();
    drop(flagged(dir.path()));
    for name in ["library.db", "library.db-wal", "library.db-shm"] {
        // Only the first is always there.
        let _ = fs::remove_file(dir.path().join(name));
    }
    let opened = Library::open(dir.path()).unwrap();
    assert!(!opened.troubles.is_empty());
    assert_kept(&opened.library);
}

#[test]
fn flags_are_in_a_journal_that_was_written_anew() {
    let dir = tempfile::tempdir().unwrap();
    drop(flagged(dir.path()));
    fs::write(dir.path().join(journal::NAME), "").unwrap();
    assert_kept(&open(dir.path()));
    fs::remove_file(dir.path().join(database::NAME)).unwrap();
    assert_kept(&Library::open(dir.path()).unwrap().library);
}

#[test]
fn clips_of_an_older_library_have_no_flag_and_can_be_given_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    finish(&mut library, 1);
    drop(library);
    step_again(dir.path(), "ADD COLUMN flag", "DROP INDEX clips_flagged; ALTER TABLE clips DROP COLUMN flag");
    let mut library = open(dir.path());
    assert_eq!(flags(&library), [(id(1), Flag::Unflagged)]);
    library.set_flags(&[(id(1), Flag::Picked)]).unwrap();
    drop(library);
    assert_eq!(flags(&open(dir.path())), [(id(1), Flag::Picked)]);
}
