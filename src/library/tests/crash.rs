//! A process that ends between two steps: what the next one finds.

use std::fs;
use std::path::{Path, PathBuf};

use crate::model::{Task, TaskState};

use super::super::{Library, database, journal};
use super::{id, open, running, sending, state_of, wish};

/// The files as a crash leaves them: the tables of one moment beside the journal of a later one.
fn crashed(database_from: &Path, journal_from: &Path) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (from, name) in [(database_from, database::NAME), (journal_from, journal::NAME)] {
        fs::copy(from.join(name), dir.path().join(name)).unwrap();
    }
    dir
}

fn copy_of(dir: &Path) -> (tempfile::TempDir, PathBuf) {
    let copy = crashed(dir, dir);
    let path = copy.path().to_owned();
    (copy, path)
}

#[test]
fn an_answer_that_reached_only_the_journal_is_taken_up_at_the_next_start() {
    let live = tempfile::tempdir().unwrap();
    let mut library = open(live.path());
    library.insert_tasks(&[wish(1)]).unwrap();
    library.update_task(&sending(&wish(1))).unwrap();
    drop(library);
    let (_copy, before) = copy_of(live.path());
    open(live.path()).update_task(&running(&wish(1))).unwrap();
    let dir = crashed(&before, live.path());
    let library = open(dir.path());
    assert_eq!(library.task(&id(1)).unwrap().unwrap().task, running(&wish(1)));
}

#[test]
fn a_wish_that_reached_only_the_journal_is_shown_and_not_sent() {
    let live = tempfile::tempdir().unwrap();
    drop(open(live.path()));
    let (_copy, before) = copy_of(live.path());
    open(live.path()).insert_tasks(&[wish(1), wish(2)]).unwrap();
    let dir = crashed(&before, live.path());
    let opened = Library::open(dir.path()).unwrap();
    let rules: Vec<_> = opened.troubles.iter().map(|trouble| trouble.rule.as_str()).collect();
    assert_eq!(rules, ["library-unsent-cancelled"]);
    assert_eq!(state_of(&opened.library, &id(2)), TaskState::Cancelled);
    drop(opened);
    assert_eq!(open(dir.path()).counts().unwrap().under_way, 0);
}

#[test]
fn a_damaged_log_takes_nothing_away_that_the_journal_knows() {
    let live = tempfile::tempdir().unwrap();
    drop(open(live.path()));
    let (_copy, before) = copy_of(live.path());
    let mut library = open(live.path());
    library.insert_tasks(&[wish(1)]).unwrap();
    library.update_task(&sending(&wish(1))).unwrap();
    library.update_task(&running(&wish(1))).unwrap();
    // The tables' log is lost whole; the wish was sent and has an id.
    let dir = crashed(&before, live.path());
    let library = open(dir.path());
    assert_eq!(library.task(&id(1)).unwrap().unwrap().task, running(&wish(1)));
}

#[test]
fn the_journal_cut_at_any_byte_still_opens() {
    let live = tempfile::tempdir().unwrap();
    drop(open(live.path()));
    let (_copy, before) = copy_of(live.path());
    let mut library = open(live.path());
    library.insert_tasks(&[wish(1)]).unwrap();
    library.update_task(&running(&wish(1))).unwrap();
    drop(library);
    let bytes = fs::read(live.path().join(journal::NAME)).unwrap();
    for cut in (0..=bytes.len()).step_by(97) {
        let dir = crashed(&before, live.path());
        fs::write(dir.path().join(journal::NAME), &bytes[..cut]).unwrap();
        let mut library = Library::open(dir.path()).unwrap().library;
        library.insert_tasks(&[wish(9)]).unwrap();
        drop(library);
        assert!(open(dir.path()).task(&id(9)).unwrap().is_some(), "cut at {cut}");
    }
}

#[test]
fn an_unknown_task_and_the_wish_in_its_place_change_together() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    let lost = super::after(&sending(&wish(1)), &[crate::model::TaskEvent::Lost]);
    library.insert_tasks(&[wish(1)]).unwrap();
    library.update_task(&lost).unwrap();
    let given_up = super::after(&lost, &[crate::model::TaskEvent::GaveUp]);
    let again = Task { resent_from: Some(id(1)), ..wish(2) };
    // The new wish has an id that is taken: neither happens, in the tables or in the journal.
    let taken = Task { id: id(1), ..again.clone() };
    let before = fs::read(dir.path().join(journal::NAME)).unwrap();
    assert!(library.replace_unknown(&given_up, &taken).is_err());
    assert_eq!(state_of(&library, &id(1)), TaskState::Unknown);
    assert_eq!(fs::read(dir.path().join(journal::NAME)).unwrap(), before);
    library.replace_unknown(&given_up, &again).unwrap();
    assert_eq!(state_of(&library, &id(1)), TaskState::GivenUp);
    assert_eq!(library.task(&id(2)).unwrap().unwrap().task, again);
}
