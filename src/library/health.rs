//! Whether a database file can be trusted, asked before anything is written to it.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::error::{Fault, LibraryError, Result};
use super::{clip_row, database, row, task_row};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Health {
    /// There is no library here yet.
    New,
    Sound,
    Newer {
        found: i64,
    },
    Damaged {
        detail: String,
    },
}

/// Looks at a database without changing it.
pub(super) fn examine(path: &Path, newest: i64) -> Result<Health> {
    let header = match read_header(path) {
        Ok(header) => header,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Health::New),
        Err(error) => return Err(LibraryError::io(path)(error)),
    };
    if header.is_empty() {
        return Ok(Health::New);
    }
    if !is_header_sane(&header) {
        return Ok(damaged("its first bytes are no database's"));
    }
    match judge(path, newest) {
        Ok(health) => Ok(health),
        Err(fault) if fault.is_outside() => Err(fault.at(path)),
        Err(fault) => Ok(damaged(fault.at(path).to_string())),
    }
}

fn damaged(detail: impl Into<String>) -> Health {
    Health::Damaged { detail: detail.into() }
}

fn read_header(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut header = Vec::new();
    File::open(path)?.take(100).read_to_end(&mut header)?;
    Ok(header)
}

/// The magic, and format versions that allow writing: a damaged one would look like a read-only file.
fn is_header_sane(header: &[u8]) -> bool {
    header.starts_with(b"SQLite format 3\0")
        && header.get(18..20).is_some_and(|v| v.iter().all(|v| (1..=2).contains(v)))
}

fn judge(path: &Path, newest: i64) -> Result<Health, Fault> {
    let db = database::look(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let found = database::version(&db)?;
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if found == 0 && tables == 0 {
        return Ok(Health::New);
    }
    let noted: Option<i64> = database::meta(&db, "version")?;
    if noted != Some(found) {
        return Ok(damaged(format!("its header says version {found}")));
    }
    if found > newest {
        return Ok(Health::Newer { found });
    }
    if database::meta(&db, "schema_seal")? != Some(database::schema_seal(&db)?) {
        return Ok(damaged("its tables are not what was defined"));
    }
    if let Some(detail) = complaint(&db)? {
        return Ok(damaged(detail));
    }
    check_seals(&db)?;
    Ok(Health::Sound)
}

/// What SQLite finds wrong with its own structures. `quick_check` would not do: only the full check compares an index
/// with its table, and a task that cannot be found by its id is as good as lost.
fn complaint(db: &Connection) -> Result<Option<String>, Fault> {
    let said: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    Ok((said != "ok").then_some(said))
}

/// What it cannot find: bytes changed inside a value.
fn check_seals(db: &Connection) -> Result<(), Fault> {
    for (table, columns) in [("tasks", task_row::COLUMNS), ("clips", clip_row::COLUMNS)] {
        let listed = database::columns_of(db, table, columns)?;
        let mut rows = db.prepare(&format!("SELECT {listed}, seal FROM {table}"))?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let values = (0..columns.len()).map(|at| row.get_ref(at)).collect::<rusqlite::Result<Vec<_>>>()?;
            if row::seal(columns.iter().copied().zip(values)) != row.get::<_, i64>(columns.len())? {
                return Err(Fault::Broken(format!("a row of {table} is not what was written")));
            }
        }
    }
    Ok(())
}
