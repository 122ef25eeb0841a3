//! One owner, the newest version, and never a changed file that was refused.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use super::super::database::{self, MIGRATIONS, Migration};
use super::super::health::{self, Health};
use super::super::{Library, LibraryError, story};
use super::{finish, open, wish};

#[test]
fn a_second_owner_is_refused_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let mut library = open(dir.path());
    library.insert_tasks(&[wish(1)]).unwrap();
    let before = contents(dir.path());
    for _ in 0..3 {
        assert!(matches!(Library::open(dir.path()), Err(LibraryError::Owned { .. })));
    }
    assert_eq!(contents(dir.path()), before);
    drop(library);
    assert_eq!(open(dir.path()).counts().unwrap().under_way, 1);
}

#[test]
fn of_many_starts_at_once_one_owns_the_library() {
    let dir = tempfile::tempdir().unwrap();
    let gate = std::sync::Barrier::new(16);
    let opened: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16)
            .map(|_| {
                scope.spawn(|| {
                    gate.wait();
                    Library::open(dir.path()).map(|opened| opened.library)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(opened.iter().filter(|library| library.is_ok()).count(), 1);
    let refused = opened.iter().filter(|library| matches!(library, Err(LibraryError::Owned { .. }))).count();
    assert_eq!(refused, 15);
}

#[test]
fn a_newer_library_is_refused_and_stays_byte_for_byte() {
    let dir = tempfile::tempdir().unwrap();
    finish(&mut open(dir.path()), 1);
    let path = dir.path().join(database::NAME);
    let newer = Connection::open(&path).unwrap();
    newer.execute_batch("CREATE TABLE later (x); PRAGMA user_version = 99; UPDATE meta SET value = 99").unwrap();
    newer.close().unwrap();
    let before = contents(dir.path());
    match Library::open(dir.path()) {
        Err(LibraryError::Newer { found: 99, known, .. }) => assert_eq!(known, database::newest(MIGRATIONS)),
        other => panic!("{:?}", other.err()),
    }
    assert_eq!(contents(dir.path()), before);
    assert!(super::super::ReadOnlyLibrary::open(dir.path()).is_err());
    assert_eq!(contents(dir.path()), before);
}

#[test]
fn a_newer_library_keeps_even_its_unfolded_log() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path());
    let path = dir.path().join(database::NAME);
    let newer = Connection::open(&path).unwrap();
    newer
        .execute_batch("BEGIN; PRAGMA user_version = 99; UPDATE meta SET value = 99 WHERE key = 'version'; COMMIT")
        .unwrap();
    // The other program was killed: its log is not folded in.
    let copy = tempfile::tempdir().unwrap();
    for name in ["library.db", "library.db-wal"] {
        fs::copy(dir.path().join(name), copy.path().join(name)).unwrap();
    }
    drop(newer);
    let before = contents(copy.path());
    assert!(before.len() == 2 && !before[1].1.is_empty());
    assert!(matches!(Library::open(copy.path()), Err(LibraryError::Newer { found: 99, .. })));
    let after: Vec<_> =
        contents(copy.path()).into_iter().filter(|(name, _)| before.iter().any(|b| b.0 == *name)).collect();
    assert_eq!(after, before);
}

/// Two steps after the newest.
fn later() -> [Migration; 2] {
    let newest = database::newest(MIGRATIONS);
    [
        Migration { version: newest + 1, sql: "ALTER TABLE tasks ADD COLUMN later INTEGER" },
        Migration { version: newest + 2, sql: "CREATE TABLE later_members (name TEXT NOT NULL) STRICT" },
    ]
}

#[test]
fn a_copy_is_put_aside_before_every_step_of_an_existing_library() {
    let dir = tempfile::tempdir().unwrap();
    finish(&mut open(dir.path()), 1);
    let path = dir.path().join(database::NAME);
    let mut db = database::connect(&path).unwrap_or_else(|_| panic!("connects"));
    let [first, second] = later().map(|step| step.version);
    database::migrate(&mut db, &path, &later()).unwrap_or_else(|_| panic!("migrates"));
    drop(db);
    assert_eq!(health::examine(&path, second).unwrap(), Health::Sound);
    for version in [first - 1, first] {
        let copy = Connection::open(dir.path().join(format!("library.db.bak-{version}"))).unwrap();
        let found: (i64, i64) = copy
            .query_row("SELECT (SELECT user_version FROM pragma_user_version), count(*) FROM tasks", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        assert_eq!(found, (version, 1));
    }
}

#[test]
fn a_step_that_fails_leaves_the_version_before_it() {
    let dir = tempfile::tempdir().unwrap();
    finish(&mut open(dir.path()), 1);
    let path = dir.path().join(database::NAME);
    let version = database::newest(MIGRATIONS) + 1;
    let broken = &[Migration { version, sql: "CREATE TABLE half (x); INSERT INTO nowhere VALUES (1)" }];
    let mut db = database::connect(&path).unwrap_or_else(|_| panic!("connects"));
    assert!(database::migrate(&mut db, &path, broken).is_err());
    drop(db);
    assert_eq!(open(dir.path()).page("", 0, 1).unwrap().0, 1);
}

#[test]
fn an_old_library_with_drafts_of_any_length_can_be_opened() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(database::NAME);
    let mut db = database::connect(&path).unwrap_or_else(|_| panic!("connects"));
    database::migrate(&mut db, &path, &MIGRATIONS[..1]).unwrap_or_else(|_| panic!("begins"));
    let (most, big) = (u64::MAX, i64::MAX);
    let stories = [
        format!(r#"{{"cut":"one-shot","seconds":{most}}}"#),
        format!(r#"{{"cut":"by-hand","seconds":5,"shots":[{{"prompt":"a","seconds":{most}}}]}}"#),
        format!(r#"{{"cut":"by-hand","shots":[{{"prompt":"a","seconds":{big}}},{{"prompt":"b","seconds":{big}}}]}}"#),
        r#"{"cut":"by-hand","shots":[{"prompt":"a","seconds":3},{"prompt":"b","seconds":4}]}"#.to_owned(),
        r#"{"prompt":"a fox"}"#.to_owned(),
    ];
    for (number, text) in (0_i64..).zip(&stories) {
        let draft = "INSERT INTO drafts (id, heading, changed_at_millis, story, extra) VALUES (?1, '', ?1, ?2, '{}')";
        db.execute(draft, (number, text)).unwrap();
        let task = "INSERT INTO tasks (id, batch, created_at_millis, lane, state, upload_tries, send_tries, busy_tries,
                    download_tries, offering, vendor, origin, is_practice, endpoint, story, extra, pictures,
                    fingerprint, files, seal)
                    VALUES (?1, 1, ?1, 2, 'done', 0, 0, 0, 0, 'acme/one', 'acme', '', 0, '', ?2, '{}', '{}', '', '[]', 0)";
        db.execute(task, (number, text)).unwrap();
    }
    database::migrate(&mut db, &path, MIGRATIONS).unwrap_or_else(|_| panic!("migrates"));
    let seconds = |sql: &str| -> Vec<i64> {
        db.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let drafts = seconds("SELECT seconds FROM drafts ORDER BY rowid");
    assert_eq!(drafts, [1_000_000_000, 1_000_000_000, 2_000_000_000, 7, 5]);
    assert_eq!(seconds("SELECT seconds FROM spending ORDER BY at_millis"), [1_000_000_000, 5, 0, 0, 0]);
    // Their checksums were never written; the drafts have none.
    db.execute_batch("DELETE FROM spending; DELETE FROM prompts; DELETE FROM tasks").unwrap();
    drop(db);
    drop(open(dir.path()));
}

#[test]
fn a_new_library_has_its_folders_and_no_copies() {
    let dir = tempfile::tempdir().unwrap();
    let library = open(&dir.path().join("deep/library"));
    for folder in [library.practice_dir(), library.logs_dir(), library.clips_dir().to_owned()] {
        assert!(folder.is_dir());
    }
    let sha256 = library.put_picture(b"picture").unwrap();
    assert_eq!(fs::read(library.picture_path(&sha256)).unwrap(), b"picture");
    assert!(database::backups(&library.database_path, 9).is_empty());
    library.back_up().unwrap();
    assert_eq!(database::backups(&library.database_path, 9).len(), 1);
}

/// Every file of a library folder by name and hash, its lock and SQLite's shared memory aside.
fn contents(dir: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_file() && !name.ends_with("-shm") {
            found.push((name, story::hash(&fs::read(entry.path()).unwrap()).to_string()));
        }
    }
    found.sort();
    found
}
