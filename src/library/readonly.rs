//! A look at a library without owning it: `shotloom tasks`.

use std::ops::Range;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::model::TaskId;
use crate::model::ledger::Entry;

use super::database::{self, MIGRATIONS};
use super::error::{Fault, LibraryError, Result};
use super::ledger::{self, Mark};
use super::{Shelf, StoredTask, tasks};

/// No lock and no writes; it works while an owner lives. A missing library is an empty one.
pub struct ReadOnlyLibrary {
    db: Option<Connection>,
    path: PathBuf,
    clips: PathBuf,
}

impl ReadOnlyLibrary {
    pub fn open(dir: &Path) -> Result<Self> {
        let path = dir.join(database::NAME);
        let db = connect(&path).map_err(|fault| fault.at(&path))?;
        Ok(Self { db, path, clips: dir.join("clips") })
    }

    /// Every task, with or without a clip, the newest first.
    pub fn tasks(&self, search: &str) -> Result<Vec<StoredTask>> {
        self.read(|db| Ok(tasks::page(db, &self.clips, Shelf::All, search, (0, usize::MAX))?.1))
    }

    /// The ledger's tasks of a span of time, as `Library::entries` tells them.
    pub fn entries(&self, span: &Range<i64>, after: Option<Mark>, len: usize) -> Result<(Vec<Entry>, Option<Mark>)> {
        self.read(|db| ledger::entries(db, span, after, len))
    }

    pub fn task(&self, id: &TaskId) -> Result<Option<StoredTask>> {
        self.read(|db| tasks::one(db, &self.clips, id))
    }

    fn read<T: Default>(&self, look: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T> {
        self.db.as_ref().map_or_else(|| Ok(T::default()), |db| look(db).map_err(|fault| fault.at(&self.path)))
    }
}

fn connect(path: &Path) -> Result<Option<Connection>, Fault> {
    if !std::fs::metadata(path).is_ok_and(|found| found.len() > 0) {
        return Ok(None);
    }
    let db = database::look(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let (found, known) = (database::version(&db)?, database::newest(MIGRATIONS));
    match found {
        // Another window is just beginning it.
        0 => Ok(None),
        _ if found > known => Err(database::newer(found, known, path).into()),
        _ if found < known => Err(LibraryError::Older { found, known, path: path.to_owned() }.into()),
        _ => Ok(Some(db)),
    }
}
