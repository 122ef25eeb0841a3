//! Putting a library together again: the damaged file set aside, the newest copy taken, the journal done again, and
//! what can still be read of the damaged file saved.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};

use crate::model::Trouble;

use super::database::{self, MIGRATIONS};
use super::error::{Fault, LibraryError, Result};
use super::health::{self, Health};
use super::journal::Journal;
use super::row::Row;
use super::{cast, drafts, files, replay, store, story, task_row};

/// Leaves a sound library where a damaged or missing one was. Says what there is to tell.
pub(super) fn restore(dir: &Path, journal: &Journal, clips: &Path) -> Result<Vec<Trouble>> {
    let path = dir.join(database::NAME);
    let aside = set_aside(dir, &path)?;
    let half = dir.join("library.db.half");
    let built = build(&path, &half, journal, clips, aside.as_deref()).map_err(|fault| fault.at(&half))?;
    files::rename_durably(&half, &path)?;
    Ok(built.troubles(aside.as_deref()))
}

struct Built {
    tasks: i64,
    drafts: i64,
    unsent: usize,
}

impl Built {
    fn troubles(&self, aside: Option<&Path>) -> Vec<Trouble> {
        let told = match aside {
            Some(file) => Trouble::new("library-restored").with("file", file.display().to_string()),
            None => Trouble::new("library-rebuilt"),
        };
        let mut troubles = vec![told.with("tasks", self.tasks).with("drafts", self.drafts)];
        if self.unsent > 0 {
            troubles.push(Trouble::new("library-unsent-cancelled").with("count", self.unsent));
        }
        troubles
    }
}

/// Renames the damaged file and its write-ahead log to a name of their own; `None` when there is no file.
fn set_aside(dir: &Path, path: &Path) -> Result<Option<PathBuf>> {
    if !fs::metadata(path).is_ok_and(|found| found.len() > 0) {
        return Ok(None);
    }
    let free = (1..).map(|n| dir.join(format!("library.damaged-{n}.db"))).find(|name| !name.exists());
    let to = free.unwrap_or_else(|| dir.join("library.damaged.db"));
    let log = database::beside(path, "-wal");
    if log.exists() {
        fs::rename(&log, database::beside(&to, "-wal")).map_err(LibraryError::io(&log))?;
    }
    // The index of the log; SQLite makes it again.
    let _ = fs::remove_file(database::beside(path, "-shm"));
    files::rename_durably(path, &to)?;
    Ok(Some(to))
}

fn build(path: &Path, half: &Path, journal: &Journal, clips: &Path, aside: Option<&Path>) -> Result<Built, Fault> {
    start_from_backup(path, half)?;
    let mut db = Connection::open(half)?;
    database::migrate(&mut db, half, MIGRATIONS)?;
    let step = db.transaction()?;
    // From the first line: the copy may be older than a journal that was written anew, and lines done twice do no
    // harm.
    replay::replay(&step, journal, 0, clips)?;
    if let Some(aside) = aside {
        salvage(&step, aside);
    }
    let unsent: Vec<String> = step
        .prepare("SELECT id FROM tasks WHERE state IN ('queued', 'uploading', 'waiting')")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let unsent = replay::cancel_unsent(&step, unsent.iter().map(String::as_str))?;
    database::set_settled(&step, journal.len())?;
    let count = |table: &str| step.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0));
    let built = Built { tasks: count("tasks")?, drafts: count("drafts")?, unsent };
    step.commit()?;
    db.close().map_err(|(_, error)| error)?;
    Ok(built)
}

/// Begins with the newest copy that is sound, else with nothing.
fn start_from_backup(path: &Path, half: &Path) -> Result<(), Fault> {
    let newest = database::newest(MIGRATIONS);
    for copy in database::backups(path, newest) {
        database::remove_database(half);
        fs::copy(&copy, half).map_err(LibraryError::io(half))?;
        if health::examine(half, newest)? == Health::Sound {
            return Ok(());
        }
    }
    database::remove_database(half);
    Ok(())
}

/// Saves what the journal does not keep, as far as the damaged file can be read. Nothing here may fail the rest.
fn salvage(db: &Connection, aside: &Path) {
    let Ok(damaged) = database::look(aside, OpenFlags::SQLITE_OPEN_READ_WRITE) else {
        return;
    };
    // What cannot be read is lost; the file stays beside the library.
    let _ = salvage_drafts(db, &damaged);
    let _ = salvage_tasks(db, &damaged);
    let _ = cast::salvage(db, &damaged);
    if let Ok(Some(id)) = database::meta::<String>(&damaged, "last_opened_draft") {
        let _ = database::set_meta(db, "last_opened_draft", id);
    }
}

fn salvage_drafts(db: &Connection, damaged: &Connection) -> Result<(), Fault> {
    let mut read = damaged.prepare("SELECT id, changed_at_millis, is_deleted, story, extra FROM drafts")?;
    let mut rows = read.query([])?;
    while let Some(row) = rows.next()? {
        let texts = [0, 3, 4].map(|at| row.get::<_, String>(at));
        let ([Ok(id), Ok(story), Ok(extra)], Ok(changed), Ok(is_deleted)) =
            (texts, row.get::<_, i64>(1), row.get::<_, bool>(2))
        else {
            continue;
        };
        let known = "SELECT changed_at_millis FROM drafts WHERE id = ?1";
        let known: Option<i64> = db.query_row(known, [&id], |row| row.get(0)).optional()?;
        if known.is_some_and(|known| known >= changed) {
            continue;
        }
        if let Ok(draft) = story::read(&story, &extra) {
            drafts::put(db, &id, &draft, changed)?;
            let sql = "UPDATE drafts SET is_deleted = ?2, deleted_at_millis = iif(?2, ?3, NULL) WHERE id = ?1";
            db.execute(sql, params![id, is_deleted, changed])?;
        }
    }
    Ok(())
}

/// Rows whose seal is whole are as good as the journal's; those the journal lacks are taken.
fn salvage_tasks(db: &Connection, damaged: &Connection) -> Result<(), Fault> {
    let listed = database::columns_of(damaged, "tasks", task_row::COLUMNS)?;
    let mut read = damaged.prepare(&format!("SELECT seal, {listed} FROM tasks"))?;
    let mut rows = read.query([])?;
    while let Some(found) = rows.next()? {
        let (Ok(seal), Ok(row)) = (found.get::<_, i64>(0), Row::read(task_row::COLUMNS, found, 1)) else {
            continue;
        };
        let Some(task) = task_row::read(&row).ok().filter(|_| row.seal() == seal) else {
            continue;
        };
        if store::task(db, &task.id.0)?.is_none() {
            store::insert_task(db, &task, &row)?;
        }
    }
    Ok(())
}
