//! The connection, the versions and the library's notes about itself.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, TransactionBehavior, params};

use super::error::{Fault, LibraryError};
use super::{files, row};

pub(super) const NAME: &str = "library.db";

/// One step from a version to the next. It runs in one transaction: the old version stands, or the new one.
pub(super) struct Migration {
    pub version: i64,
    pub sql: &'static str,
}

pub(super) const MIGRATIONS: &[Migration] = &[
    Migration { version: 1, sql: include_str!("migrations/0001_first.sql") },
    Migration { version: 2, sql: include_str!("migrations/0002_money.sql") },
    Migration { version: 3, sql: include_str!("migrations/0003_drafts_and_prompts.sql") },
    Migration { version: 4, sql: include_str!("migrations/0004_cast.sql") },
    Migration { version: 5, sql: include_str!("migrations/0005_uploads.sql") },
    Migration { version: 6, sql: include_str!("migrations/0006_flags.sql") },
    Migration { version: 7, sql: include_str!("migrations/0007_cast_pictures.sql") },
];

/// The newest version this program knows.
pub(super) fn newest(migrations: &[Migration]) -> i64 {
    migrations.last().map_or(0, |migration| migration.version)
}

/// Opens an existing file without changing it: closing does not even fold its write-ahead log in. `access` is what a
/// log beside it, which only SQLite can read, may be opened with.
pub(super) fn look(path: &Path, access: OpenFlags) -> Result<Connection, Fault> {
    let logs = || ["-wal", "-journal"].map(|log| beside(path, log)).into_iter().filter_map(|log| log.metadata().ok());
    let opened = if logs().next().is_some() {
        Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(Fault::from).and_then(ready)
    } else {
        open_immutable(path).and_then(ready)
    };
    match opened {
        // An empty log adds nothing to the file, and on a full disk it cannot be opened.
        Err(fault) if fault.is_outside() && logs().all(|log| log.len() == 0) => open_immutable(path).and_then(ready),
        opened => opened,
    }
}

/// Prepared, and read once: SQLite looks at a file no earlier.
fn ready(db: Connection) -> Result<Connection, Fault> {
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    prepare(&db)?;
    version(&db)?;
    Ok(db)
}

/// Without a log the file alone is the library, and opening it like this leaves nothing behind in the folder.
fn open_immutable(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let absolute = std::path::absolute(path).map_err(LibraryError::io(path))?;
    let Ok(mut uri) = url::Url::from_file_path(&absolute) else {
        return Ok(Connection::open_with_flags(path, flags)?);
    };
    uri.set_query(Some("immutable=1"));
    Ok(Connection::open_with_flags(uri.as_str(), flags | OpenFlags::SQLITE_OPEN_URI)?)
}

/// Opens the file for its owner; begins one where there is none.
pub(super) fn connect(path: &Path) -> Result<Connection, Fault> {
    let db = Connection::open(path)?;
    prepare(&db)?;
    // Every commit is on the disk when it returns. Beyond FULL only where a file system knows no shared memory and the
    // tables keep a rollback journal: its end is synced too, or a power cut would take the last commit back.
    db.pragma_update(None, "synchronous", "EXTRA")?;
    keep_journal(&db, "WAL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "journal_size_limit", 4 << 20)?;
    Ok(db)
}

/// Changes how commits are made. The change is a commit of its own, done by the last step: `pragma_update` takes only
/// the first one, and would not hear that the disk refused it.
fn keep_journal(db: &Connection, mode: &str) -> Result<(), Fault> {
    let mut change = db.prepare(&format!("PRAGMA journal_mode = {mode}"))?;
    let mut said = change.query([])?;
    while said.next()?.is_some() {}
    Ok(())
}

fn prepare(db: &Connection) -> Result<(), Fault> {
    db.busy_timeout(Duration::from_secs(5))?;
    // A damaged file must not run anything, and must not be believed.
    db.pragma_update(None, "trusted_schema", false)?;
    db.pragma_update(None, "cell_size_check", true)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(())
}

pub(super) fn version(db: &Connection) -> Result<i64, Fault> {
    Ok(db.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings a library to the newest version. Before each step of an existing one a copy is put aside.
pub(super) fn migrate(db: &mut Connection, path: &Path, migrations: &[Migration]) -> Result<(), Fault> {
    // One that begins here has nothing to put aside.
    let is_new = version(db)? == 0;
    for migration in migrations {
        let now = version(db)?;
        if migration.version <= now {
            continue;
        }
        if !is_new {
            back_up(db, path, now)?;
        }
        let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        step.execute_batch(migration.sql)?;
        step.pragma_update(None, "user_version", migration.version)?;
        set_meta(&step, "version", migration.version)?;
        set_meta(&step, "schema_seal", schema_seal(&step)?)?;
        step.commit()?;
    }
    Ok(())
}

/// A checksum over the definitions of all tables: SQLite believes a damaged one as long as it can be parsed.
pub(super) fn schema_seal(db: &Connection) -> Result<i64, Fault> {
    let sql = "SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'";
    let mut read = db.prepare(sql)?;
    let definitions = read.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let definitions = definitions.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(row::seal(definitions.iter().map(|(name, sql)| (name.as_str(), ValueRef::Text(sql.as_bytes())))))
}

/// The columns of a table as a list to select; NULL stands for one that this version of the table does not have yet.
pub(super) fn columns_of(db: &Connection, table: &str, columns: &[&str]) -> Result<String, Fault> {
    let mut here = db.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let here = here.query_map([table], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    let listed = columns.iter().map(|column| if here.iter().any(|name| name == column) { *column } else { "NULL" });
    Ok(listed.collect::<Vec<_>>().join(", "))
}

/// Copies the library to `library.db.bak-<version>`, whole or not at all.
pub(super) fn back_up(db: &Connection, path: &Path, version: i64) -> Result<(), Fault> {
    let to = backup_path(path, version);
    let half = to.with_extension(format!("bak-{version}.half"));
    remove_database(&half);
    let mut copy = Connection::open(&half)?;
    Backup::new(db, &mut copy)?.run_to_completion(1_024, Duration::ZERO, None)?;
    // One file, without a write-ahead log of its own.
    keep_journal(&copy, "DELETE")?;
    copy.close().map_err(|(_, error)| error)?;
    Ok(files::rename_durably(&half, &to)?)
}

/// The copies there are, the newest version first.
pub(super) fn backups(path: &Path, newest: i64) -> Vec<PathBuf> {
    (1..=newest).rev().map(|version| backup_path(path, version)).filter(|copy| copy.exists()).collect()
}

fn backup_path(path: &Path, version: i64) -> PathBuf {
    path.with_extension(format!("db.bak-{version}"))
}

/// The files SQLite keeps beside a database.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Removes a database of ours that is no use any more, if it is there.
pub(super) fn remove_database(path: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        // What is not there need not go.
        let _ = std::fs::remove_file(beside(path, suffix));
    }
}

pub(super) fn meta<T: rusqlite::types::FromSql>(db: &Connection, key: &str) -> Result<Option<T>, Fault> {
    let mut find = db.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
    Ok(find.query_row([key], |row| row.get(0)).optional()?)
}

pub(super) fn set_meta(db: &Connection, key: &str, value: impl rusqlite::ToSql) -> Result<(), Fault> {
    db.prepare_cached("INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2")?
        .execute(params![key, value])?;
    Ok(())
}

/// How far into the journal the database has come.
pub(super) fn settled(db: &Connection) -> Result<u64, Fault> {
    let bytes: Option<i64> = meta(db, "journal_bytes")?;
    Ok(bytes.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or_default())
}

pub(super) fn set_settled(db: &Connection, bytes: u64) -> Result<(), Fault> {
    set_meta(db, "journal_bytes", bytes.cast_signed())
}

pub(super) fn newer(found: i64, known: i64, path: &Path) -> LibraryError {
    LibraryError::Newer { found, known, path: path.to_owned() }
}
