//! Doing again what the journal says was done.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::SystemTime;

use rusqlite::Connection;

use crate::model::{TaskEvent, Trouble};

use super::clip_row;
use super::error::Fault;
use super::journal::{Journal, Kind, Line};
use super::row::Row;
use super::{store, task_row};

/// What a replay brought.
#[derive(Debug, Default)]
pub(super) struct Replayed {
    /// Tasks that were not in the database.
    pub inserted: BTreeSet<String>,
}

/// Applies every line from `offset` on. The same lines applied twice leave the same rows.
pub(super) fn replay(db: &Connection, journal: &Journal, offset: u64, clips: &Path) -> Result<Replayed, Fault> {
    let mut replayed = Replayed::default();
    journal.read_from(offset, |line| apply(db, &line, clips, &mut replayed))?;
    Ok(replayed)
}

/// Cancels wishes of these ids that were never sent. When a library is put together again nobody can tell whether
/// the user still waits for them, or has asked anew: sending them could charge twice.
pub(super) fn cancel_unsent<'a>(db: &Connection, ids: impl IntoIterator<Item = &'a str>) -> Result<usize, Fault> {
    let mut cancelled = 0;
    for id in ids {
        let Some((seq, row)) = store::task(db, id)? else {
            continue;
        };
        let mut task = task_row::read(&row)?;
        // Only a state before sending has this arrow.
        if let Ok(life) = task.life.on(TaskEvent::CancelAsked) {
            task.life = life;
            task.trouble = Some(Trouble::new("library-unsent"));
            task.ended_at_millis = Some(now_millis());
            store::update_task(db, seq, &row, &task_row::write(&task))?;
            cancelled += 1;
        }
    }
    Ok(cancelled)
}

fn apply(db: &Connection, line: &Line, clips: &Path, replayed: &mut Replayed) -> Result<(), Fault> {
    let found = store::task(db, &line.task)?;
    let mut row = match &found {
        Some((_, row)) => row.clone(),
        None => Row::from_json(task_row::COLUMNS, &line.set),
    };
    // The first line of a task that is here already says nothing new.
    if found.is_some() && line.kind != Kind::Intent {
        row.take(&line.set);
    }
    // A line that only tells a change is no use without its task; the next whole one brings it.
    let Some(task) = task_row::read(&row).ok().filter(|task| *task.id.0 == *line.task) else {
        return Ok(());
    };
    // Written from the task, not from the line: what the line may lack is made good.
    let row = task_row::write(&task);
    let seq = match found {
        Some((seq, before)) => store::update_task(db, seq, &before, &row).map(|()| seq)?,
        None => {
            replayed.inserted.insert(line.task.clone());
            store::insert_task(db, &task, &row)?
        }
    };
    apply_clip(db, line, clips, seq, task.created_at_millis)
}

fn apply_clip(db: &Connection, line: &Line, clips: &Path, seq: i64, created_at_millis: i64) -> Result<(), Fault> {
    if line.clip.is_empty() {
        return Ok(());
    }
    let mut row = store::clip(db, seq)?.unwrap_or_else(|| Row::from_json(clip_row::COLUMNS, &line.clip));
    row.take(&line.clip);
    match clip_row::read(&row, clips) {
        Ok((clip, marks)) => store::put_clip(db, seq, &clip_row::write(&clip, clips, created_at_millis, marks)),
        Err(_) => Ok(()),
    }
}

fn now_millis() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
