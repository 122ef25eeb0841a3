//! Wishes: kept before they are sent, and after everything that happens to them.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::Map;

use crate::model::{Flag, Task, TaskId};

use super::error::{Fault, LibraryError, Result};
use super::journal::{Kind, Line};
use super::row::{self, Row};
use super::search::Search;
use super::write::Keep;
use super::{Library, Shelf, StoredCounts, StoredTask, database, store, story, task_row};

impl Library {
    /// Keeps wishes: all of them or none. They are durable, in the database and in the journal, when it returns, and
    /// there is room for their answers.
    pub fn insert_tasks(&mut self, tasks: &[Task]) -> Result<()> {
        self.ballast.ensure()?;
        self.write(Keep::WholeOrNothing, &|db, lines| tasks.iter().try_for_each(|task| insert(db, task, lines)))
    }

    /// Keeps what became of a task. A change of its state, its id at the vendor, its bill or its files is in the
    /// journal too.
    pub fn update_task(&mut self, task: &Task) -> Result<()> {
        self.update_tasks(std::slice::from_ref(task))
    }

    /// The same for several tasks, in one transaction.
    pub fn update_tasks(&mut self, tasks: &[Task]) -> Result<()> {
        self.write(Keep::LinesOutlive, &|db, lines| {
            tasks.iter().try_for_each(|task| {
                let (_, line) = update(db, task)?;
                lines.extend(line);
                Ok(())
            })
        })
    }

    /// Gives an unknown task up and keeps the wish that is sent in its place: both or neither.
    pub fn replace_unknown(&mut self, given_up: &Task, new_wish: &Task) -> Result<()> {
        self.ballast.ensure()?;
        self.write(Keep::WholeOrNothing, &|db, lines| {
            let (_, line) = update(db, given_up)?;
            lines.extend(line);
            insert(db, new_wish, lines)
        })
    }

    pub fn task(&self, id: &TaskId) -> Result<Option<StoredTask>> {
        self.read(|db| one(db, &self.clips, id))
    }

    /// Every task that is under way or unknown, the oldest first.
    pub fn unfinished(&self) -> Result<Vec<Task>> {
        self.read(|db| {
            // The plus keeps the database from walking every ended task for the sake of the order.
            let found = store::select(db, &self.clips, "WHERE t.lane < 2 ORDER BY +t.seq", &[])?;
            Ok(found.into_iter().map(|stored| stored.task).collect())
        })
    }

    /// Unknown ones first, then those at work, the newest first, then those in line as they will be sent, then the
    /// newest that ended.
    pub fn queue(&self, limit: usize) -> Result<Vec<StoredTask>> {
        const PARTS: [&str; 4] = [
            "WHERE t.lane = 0 ORDER BY t.created_at_millis DESC, t.seq DESC LIMIT ?",
            "WHERE t.lane = 1 AND t.state <> 'queued' ORDER BY t.created_at_millis DESC, t.seq DESC LIMIT ?",
            "WHERE t.state = 'queued' ORDER BY t.place IS NULL, t.place, t.id LIMIT ?",
            "WHERE t.lane = 2 ORDER BY t.created_at_millis DESC, t.seq DESC LIMIT ?",
        ];
        self.read(|db| {
            let mut found = Vec::new();
            for part in PARTS.into_iter().filter(|_| limit > 0) {
                let left = limit - found.len();
                found.extend(store::select(db, &self.clips, part, &[count_of(left)])?);
                if found.len() == limit {
                    break;
                }
            }
            Ok(found)
        })
    }

    pub fn counts(&self) -> Result<StoredCounts> {
        let sql = "SELECT (SELECT count(*) FROM tasks WHERE lane = 1), (SELECT count(*) FROM tasks WHERE lane = 0),
                   (SELECT count(*) FROM tasks WHERE state = 'done')";
        if let Some(counts) = self.counts.get() {
            return Ok(counts);
        }
        let counts = self.read(|db| {
            let found = db.prepare_cached(sql)?.query_row([], |row| {
                Ok(StoredCounts { under_way: size(row.get(0)?), unknown: size(row.get(1)?), done: size(row.get(2)?) })
            });
            Ok(found?)
        })?;
        self.counts.set(Some(counts));
        Ok(counts)
    }

    /// The gallery: finished clips that are not in the trash, the newest first. `first` and `len` are rows.
    pub fn page(&self, search: &str, first: usize, len: usize) -> Result<(usize, Vec<StoredTask>)> {
        self.page_of(Shelf::Clips, search, first, len)
    }

    /// How many tasks of a shelf match, and some of them, the newest first.
    pub fn page_of(&self, shelf: Shelf, search: &str, first: usize, len: usize) -> Result<(usize, Vec<StoredTask>)> {
        self.read(|db| page(db, &self.clips, shelf, search, (first, len)))
    }

    /// How long the newest live videos of an offering took, from sending to the saved file, in milliseconds.
    pub fn last_runs_millis(&self, offering: &str) -> Result<Vec<u64>> {
        // Only the newest rows are looked through: a library may be large, and this is asked at every submit.
        let sql = "SELECT took FROM (SELECT offering, state, is_practice, ended_at_millis - sent_at_millis AS took
                   FROM tasks ORDER BY seq DESC LIMIT 500)
                   WHERE offering = ?1 AND state = 'done' AND is_practice = 0 AND took > 0 LIMIT 20";
        self.read(|db| {
            let mut find = db.prepare_cached(sql)?;
            let found = find.query_map([offering], |row| row.get::<_, i64>(0))?;
            Ok(found.map(|took| Ok(took?.unsigned_abs())).collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The number of the next batch: one more than any before.
    pub fn next_batch(&self) -> Result<u64> {
        self.read(|db| {
            let newest: Option<i64> =
                db.prepare_cached("SELECT max(batch) FROM tasks")?.query_row([], |row| row.get(0))?;
            Ok(newest.map_or(1, |batch| batch.cast_unsigned().saturating_add(1)))
        })
    }

    /// When the same request was last made, not before `since_millis`, if it may still cost something.
    /// The fingerprint is `library::fingerprint`'s.
    pub fn last_same_request(&self, fingerprint: &str, since_millis: i64) -> Result<Option<i64>> {
        let sql = "SELECT created_at_millis FROM tasks WHERE fingerprint = ?1 AND created_at_millis >= ?2
                   AND state NOT IN ('rejected', 'not-sent', 'cancelled') ORDER BY created_at_millis DESC LIMIT 1";
        self.read(|db| {
            let found = db.prepare_cached(sql)?.query_row(params![fingerprint, since_millis], |row| row.get(0));
            Ok(found.optional()?)
        })
    }
}

pub(super) fn one(db: &Connection, clips: &Path, id: &TaskId) -> Result<Option<StoredTask>, Fault> {
    Ok(store::select(db, clips, "WHERE t.id = ?", &[Value::Text(id.to_string())])?.pop())
}

/// Rows `first` to `first + len` of what matches, and how many match.
pub(super) fn page(
    db: &Connection,
    clips: &Path,
    shelf: Shelf,
    search: &str,
    (first, len): (usize, usize),
) -> Result<(usize, Vec<StoredTask>), Fault> {
    let (table, seq, is_on_shelf) = match shelf {
        Shelf::Clips => ("clips", "task", "is_trashed = 0"),
        Shelf::Flagged(Flag::Unflagged) => ("clips", "task", "is_trashed = 0 AND flag IS NULL"),
        Shelf::Flagged(Flag::Picked) => ("clips", "task", "is_trashed = 0 AND flag = 'picked'"),
        Shelf::Flagged(Flag::Rejected) => ("clips", "task", "is_trashed = 0 AND flag = 'rejected'"),
        Shelf::All => ("tasks", "seq", "1"),
    };
    let (matches, args) = Search::parse(search).conditions(seq);
    let from = format!("FROM {table} WHERE {is_on_shelf}{matches}");
    let newest_first = format!("SELECT {seq} {from} ORDER BY created_at_millis DESC, {seq} DESC");
    // Numbers first, so that only the rows of the page are read.
    let (total, numbers) = if args.is_empty() {
        let count = db.prepare_cached(&format!("SELECT count(*) {from}"))?.query_row([], |row| row.get(0).map(size))?;
        (count, numbers(db, &format!("{newest_first} LIMIT ? OFFSET ?"), &[count_of(len), count_of(first)])?)
    } else {
        // A search walks all it finds anyway: once is enough.
        let all = numbers(db, &newest_first, &args)?;
        (all.len(), all.into_iter().skip(first).take(len).collect())
    };
    let rest = "JOIN json_each(?) page ON page.value = t.seq ORDER BY page.key";
    Ok((total, store::select(db, clips, rest, &[Value::Text(story::json(&numbers))])?))
}

fn numbers(db: &Connection, sql: &str, args: &[Value]) -> Result<Vec<i64>, Fault> {
    let mut find = db.prepare_cached(sql)?;
    let found = find.query_map(rusqlite::params_from_iter(args), |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Writes a task that is here already; its number, and a journal line if what changed is worth one.
pub(super) fn update(db: &Connection, task: &Task) -> Result<(i64, Option<Line>), Fault> {
    let Some((seq, before)) = store::task(db, &task.id.0)? else {
        return Err(LibraryError::NoSuchTask { id: task.id.to_string() }.into());
    };
    let now = task_row::write(task);
    if now == before {
        return Ok((seq, None));
    }
    store::update_task(db, seq, &before, &now)?;
    Ok((seq, line_of_change(task, &before, &now)))
}

fn insert(db: &Connection, task: &Task, lines: &mut Vec<Line>) -> Result<(), Fault> {
    let row = task_row::write(task);
    store::insert_task(db, task, &row)?;
    lines.push(line(Kind::Intent, task, row.to_json()));
    Ok(())
}

fn line_of_change(task: &Task, before: &Row, now: &Row) -> Option<Line> {
    let changes = now.changes(before).into_iter();
    let mut set: Map<_, _> = changes.map(|(column, value)| (column.to_owned(), row::to_json(value))).collect();
    if set.keys().all(|column| task_row::LIGHT.contains(&column.as_str())) {
        return None;
    }
    let kind = if set.contains_key("remote") {
        Kind::Accepted
    } else if task.state().is_under_way() {
        Kind::Moved
    } else {
        Kind::Ended
    };
    for (column, value) in now.to_json() {
        // Whatever changed without a line since the last one comes along; so does the vendor's id, for the day the
        // line that brought it cannot be read.
        let is_told_again = column == "remote" || task_row::LIGHT.contains(&column.as_str());
        if kind == Kind::Accepted || is_told_again {
            set.insert(column, value);
        }
    }
    Some(line(kind, task, set))
}

pub(super) fn line(kind: Kind, task: &Task, set: Map<String, serde_json::Value>) -> Line {
    let v = database::newest(database::MIGRATIONS);
    Line { v, kind, task: task.id.to_string(), set, clip: Map::new() }
}

fn count_of(number: usize) -> Value {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

fn size(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}
