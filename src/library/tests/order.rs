//! What is durable before what, and what happens when the disk refuses.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::model::{Task, TaskState};

use super::super::write::Keep;
use super::super::{LibraryError, database, journal, store};
use super::{clip_of, done, id, open, running, sending, state_of, wish};

fn lines(dir: &Path) -> Vec<Value> {
    let text = fs::read_to_string(dir.join(journal::NAME)).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn kinds(dir: &Path) -> Vec<String> {
    lines(dir).iter().map(|line| line["kind"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_journal_tells_the_whole_life_of_a_wish() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    library.insert_tasks(&[wish(1)]).unwrap();
    library.update_task(&sending(&wish(1))).unwrap();
    library.update_task(&running(&wish(1))).unwrap();
    let task = done(&wish(1));
    library.save_clip(&task, &clip_of(&library, &task)).unwrap();
    library.set_trashed(&[id(1)], true).unwrap();
    assert_eq!(kinds(dir.path()), ["intent", "moved", "accepted", "saved", "trashed"]);
    let written = lines(dir.path());
    assert_eq!(written[0]["set"]["state"], "queued");
    assert_eq!(written[1]["set"]["state"], "sending");
    assert_eq!(written[2]["set"]["remote"], "remote-of-task-000001");
    // One good line is enough to follow a paid video.
    assert_eq!(written[2]["set"]["origin"], "https://api.acme.example");
    assert_eq!(written[3]["clip"]["codec"], "h264");
}

#[test]
fn progress_alone_is_no_line_but_comes_along_with_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    library.insert_tasks(&[wish(1)]).unwrap();
    let task = running(&wish(1));
    library.update_task(&task).unwrap();
    let busy = Task { progress: Some(40), vendor_word: Some("rendering".into()), ..task };
    library.update_tasks(std::slice::from_ref(&busy)).unwrap();
    library.update_task(&busy).unwrap();
    assert_eq!(kinds(dir.path()), ["intent", "accepted"]);
    let failed = super::after(&busy, &[crate::model::TaskEvent::VendorFailed]);
    library.update_task(&failed).unwrap();
    let last = lines(dir.path()).pop().unwrap();
    assert_eq!((&last["kind"], &last["set"]["vendor_word"]), (&"ended".into(), &"rendering".into()));
    assert_eq!(library.task(&id(1)).unwrap().unwrap().task, failed);
}

#[test]
fn a_line_is_durable_before_its_commit() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    library.insert_tasks(&[wish(1)]).unwrap();
    let other = rusqlite::Connection::open(&library.database_path).unwrap();
    other.busy_timeout(std::time::Duration::ZERO).unwrap();
    // Nobody else can write while a wish is being kept, and an outside reader sees it only after its line.
    let states: Vec<String> = other
        .prepare("SELECT state FROM tasks")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!((states, kinds(dir.path())), (vec!["queued".to_owned()], vec!["intent".to_owned()]));
    let settled: i64 = other.query_row("SELECT value FROM meta WHERE key = 'journal_bytes'", [], |r| r.get(0)).unwrap();
    assert_eq!(settled as u64, fs::metadata(dir.path().join(journal::NAME)).unwrap().len());
    assert_eq!(pragma(&library.db, "synchronous"), "3");
    assert_eq!(pragma(&library.db, "foreign_keys"), "1");
    assert_eq!(pragma(&library.db, "journal_mode"), "wal");
}

fn pragma(db: &rusqlite::Connection, name: &str) -> String {
    let value: rusqlite::types::Value = db.pragma_query_value(None, name, |row| row.get(0)).unwrap();
    match value {
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Text(text) => text,
        other => panic!("{other:?}"),
    }
}

/// Lets the tables grow no further, as a full disk does.
fn fill(library: &super::Library, is_full: bool) {
    let pages: i64 = library.db.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    let most = if is_full { pages } else { 1 << 30 };
    library.db.pragma_update(None, "max_page_count", most).unwrap();
}

fn long(number: i64) -> Task {
    super::prompted(number, &"snow ".repeat(9_000))
}

#[test]
fn on_a_full_disk_a_wish_is_refused_whole_and_later_taken() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    library.insert_tasks(&[wish(1)]).unwrap();
    fill(&library, true);
    let before = fs::read(dir.path().join(journal::NAME)).unwrap();
    let error = library.insert_tasks(&[wish(2), long(3)]).unwrap_err();
    assert!(matches!(error, LibraryError::DiskFull { .. }), "{error}");
    assert_eq!(fs::read(dir.path().join(journal::NAME)).unwrap(), before);
    assert_eq!(library.task(&id(2)).unwrap(), None);
    assert!(dir.path().join("ballast").exists(), "the ballast is for answers, not for wishes");
    fill(&library, false);
    library.insert_tasks(&[wish(2), long(3)]).unwrap();
    assert_eq!(library.counts().unwrap().under_way, 3);
}

#[test]
fn on_a_full_disk_an_answer_gets_the_ballasts_room() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    library.insert_tasks(&[wish(1)]).unwrap();
    fill(&library, true);
    let words = "fox ".repeat(9_000);
    let answer = Task { trace_id: Some(words.as_str().into()), ..running(&wish(1)) };
    assert!(matches!(library.update_task(&answer), Err(LibraryError::DiskFull { .. })));
    assert!(!dir.path().join("ballast").exists());
    fill(&library, false);
    library.update_task(&answer).unwrap();
    assert_eq!(library.task(&id(1)).unwrap().unwrap().task, answer);
    // A new wish is taken only with new ballast in place.
    library.insert_tasks(&[wish(2)]).unwrap();
    assert!(dir.path().join("ballast").exists());
}

#[test]
fn an_answer_whose_commit_failed_is_caught_up_before_the_next_write() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    library.insert_tasks(&[wish(1)]).unwrap();
    // The line is durable, the commit is not: what a disk that fills up in between leaves.
    let answer = running(&wish(1));
    let change = super::super::task_row::write(&answer);
    let line = super::super::tasks::line(journal::Kind::Accepted, &answer, change.to_json());
    assert!(library.journal.append(&journal::text(&[line])).is_ok());
    library.is_behind = true;
    library.insert_tasks(&[wish(2)]).unwrap();
    assert_eq!(library.task(&id(1)).unwrap().unwrap().task, answer);
    assert_eq!(state_of(&library, &id(2)), TaskState::Queued);
    assert_eq!(library.read(database::settled).unwrap(), library.journal.len());
}

#[test]
fn after_a_failed_sync_nothing_is_written_any_more() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    library.insert_tasks(&[wish(1)]).unwrap();
    library.stopped = Some("input/output error".into());
    for error in [
        library.insert_tasks(&[wish(2)]).unwrap_err(),
        library.update_task(&sending(&wish(1))).unwrap_err(),
        library.set_last_opened("d1").unwrap_err(),
    ] {
        assert!(matches!(error, LibraryError::Stopped { .. }), "{error}");
    }
    // Looking is still allowed, and the next start begins afresh.
    assert_eq!(library.counts().unwrap().under_way, 1);
    drop(library);
    open(dir.path()).insert_tasks(&[wish(2)]).unwrap();
}

#[test]
fn a_body_that_fails_leaves_neither_row_nor_line() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    library.insert_tasks(&[wish(1)]).unwrap();
    for keep in [Keep::WholeOrNothing, Keep::LinesOutlive] {
        let error = library.write(keep, &|db, lines| {
            let task = sending(&wish(1));
            let row = super::super::task_row::write(&task);
            store::update_task(db, 1, &super::super::task_row::write(&wish(1)), &row)?;
            lines.push(super::super::tasks::line(journal::Kind::Moved, &task, row.to_json()));
            Err(LibraryError::NoSuchTask { id: "x".into() }.into())
        });
        assert!(error.is_err());
        assert_eq!(state_of(&library, &id(1)), TaskState::Queued);
        assert_eq!(kinds(dir.path()), ["intent"]);
    }
}

#[cfg(unix)]
#[test]
fn a_library_that_cannot_be_written_says_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let sealed = dir.path().join("sealed");
    fs::create_dir(&sealed).unwrap();
    fs::set_permissions(&sealed, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(sealed.join("probe"), b"").is_ok() {
        println!("left out: this user may write anywhere");
        return;
    }
    let error = super::Library::open(&sealed.join("library")).err().unwrap();
    assert!(matches!(error, LibraryError::ReadOnly { .. }), "{error}");
}

#[test]
fn every_trouble_of_the_library_has_words_for_its_facts() {
    let path = Path::new("/library").to_owned();
    let detail = || "short".to_owned();
    let io = || std::io::Error::other("odd");
    for error in [
        LibraryError::Owned { path: path.clone() },
        LibraryError::Newer { found: 9, known: 1, path: path.clone() },
        LibraryError::Older { found: 1, known: 9, path: path.clone() },
        LibraryError::DiskFull { path: path.clone() },
        LibraryError::ReadOnly { path: path.clone() },
        LibraryError::Damaged { detail: detail(), path: path.clone() },
        LibraryError::Stopped { detail: detail(), path: path.clone() },
        LibraryError::Database { path: path.clone(), source: rusqlite::Error::InvalidQuery },
        LibraryError::Io { path: path.clone(), source: io() },
        LibraryError::NoSuchTask { id: "/library".into() },
    ] {
        let trouble = crate::model::Trouble::from(&error);
        let catalogues = [
            include_str!("../../../assets/locale/en/library.ftl"),
            include_str!("../../../assets/locale/zh/library.ftl"),
        ];
        for catalogue in catalogues {
            let start = format!("{} = ", trouble.rule);
            let message = catalogue.lines().find(|line| line.starts_with(&start)).expect(&trouble.rule);
            for name in trouble.args.keys() {
                assert!(message.contains(&format!("${name}")), "{message} leaves {name} out");
            }
        }
    }
}
