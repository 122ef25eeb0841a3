//! The one way anything is written: rows, then journal lines, then the commit, in an order that loses nothing.

use rusqlite::{Connection, TransactionBehavior};

use super::error::{Fault, LibraryError, Result};
use super::journal::{self, Line, Unwritten};
use super::{Library, database, replay};

/// What a write leaves behind when its commit fails after its lines are durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// Nothing: a wish that is not in the library must not be in the journal.
    WholeOrNothing,
    /// The lines: an answer that cost money is never taken back. The database catches up later, and the ballast is
    /// given up for it.
    LinesOutlive,
}

type Body<'a> = dyn Fn(&Connection, &mut Vec<Line>) -> Result<(), Fault> + 'a;

impl Library {
    /// Runs `body` in one transaction and makes its journal lines durable before the commit.
    pub(super) fn write(&mut self, keep: Keep, body: &Body<'_>) -> Result<()> {
        self.with_room(keep, &|library| library.catch_up())?;
        self.with_room(keep, &|library| {
            // The second try finds the lines in the journal when only the commit found no room.
            if library.is_behind { library.catch_up() } else { library.attempt(keep, body) }
        })
    }

    pub(super) fn read<T>(&self, look: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T> {
        look(&self.db).map_err(|fault| fault.at(&self.database_path))
    }

    /// Tries again in the room the ballast took, where that is allowed.
    fn with_room(&mut self, keep: Keep, step: &dyn Fn(&mut Self) -> Result<()>) -> Result<()> {
        let first = step(self);
        let is_full = matches!(first, Err(LibraryError::DiskFull { .. })) && self.stopped.is_none();
        if is_full && keep == Keep::LinesOutlive && self.ballast.release() { step(self) } else { first }
    }

    /// Brings lines into the database that were durable when its commit failed.
    fn catch_up(&mut self) -> Result<()> {
        if let Some(detail) = &self.stopped {
            return Err(LibraryError::Stopped { detail: detail.clone(), path: self.dir.clone() });
        }
        if !self.is_behind {
            return Ok(());
        }
        let (journal, clips) = (&self.journal, &self.clips);
        let mut replay = || -> std::result::Result<(), Fault> {
            let step = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            replay::replay(&step, journal, database::settled(&step)?, clips)?;
            database::set_settled(&step, journal.len())?;
            Ok(step.commit()?)
        };
        if let Err(fault) = replay() {
            let is_unsure = fault.is_failed_sync();
            let error = fault.at(&self.database_path);
            return Err(if is_unsure { self.stop(&error.to_string()) } else { error });
        }
        self.is_behind = false;
        self.counts.set(None);
        Ok(())
    }

    fn attempt(&mut self, keep: Keep, body: &Body<'_>) -> Result<()> {
        let path = self.database_path.clone();
        let before = self.journal.len();
        let step = self.db.transaction_with_behavior(TransactionBehavior::Immediate);
        let step = step.map_err(|error| Fault::Sql(error).at(&path))?;
        let mut lines = Vec::new();
        body(&step, &mut lines).map_err(|fault| fault.at(&path))?;
        let text = journal::text(&lines);
        if !text.is_empty() {
            self.counts.set(None);
            database::set_settled(&step, before + text.len() as u64).map_err(|fault| fault.at(&path))?;
            match self.journal.append(&text) {
                Ok(()) => {}
                Err(Unwritten::Clean(error)) => return Err(error),
                Err(Unwritten::Unsure(error)) => {
                    drop(step);
                    return Err(self.stop(&error.to_string()));
                }
            }
        }
        let Err(fault) = step.commit().map_err(Fault::Sql) else { return Ok(()) };
        if fault.is_failed_sync() {
            return Err(self.stop(&fault.at(&path).to_string()));
        }
        self.settle_failed_commit(keep, before, !text.is_empty(), fault)
    }

    fn settle_failed_commit(&mut self, keep: Keep, before: u64, has_lines: bool, fault: Fault) -> Result<()> {
        match keep {
            Keep::LinesOutlive => self.is_behind = has_lines,
            Keep::WholeOrNothing if has_lines => {
                if let Err(worse) = self.journal.truncate(before) {
                    return Err(self.stop(&worse.to_string()));
                }
            }
            Keep::WholeOrNothing => {}
        }
        Err(fault.at(&self.database_path))
    }

    /// Nothing is written any more until the library is opened again.
    fn stop(&mut self, detail: &str) -> LibraryError {
        self.stopped = Some(detail.to_owned());
        LibraryError::Stopped { detail: detail.to_owned(), path: self.dir.clone() }
    }
}
