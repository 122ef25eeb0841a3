//! Rows in and out of the tables, for one transaction or one look.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params, params_from_iter};

use crate::model::{Clip, Task};

use super::clip_row::Marks;
use super::error::Fault;
use super::row::Row;
use super::{StoredTask, clip_row, prompts, spending, story, task_row};

/// A task's row under its id, with its number in the tables.
pub(super) fn task(db: &Connection, id: &str) -> Result<Option<(i64, Row)>, Fault> {
    let mut find = db.prepare_cached(&format!("SELECT seq, {} FROM tasks WHERE id = ?1", task_columns("")))?;
    let found = find.query_row([id], |row| Ok((row.get(0)?, Row::read(task_row::COLUMNS, row, 1)?)));
    Ok(found.optional()?)
}

pub(super) fn insert_task(db: &Connection, task: &Task, row: &Row) -> Result<i64, Fault> {
    let marks = vec!["?"; task_row::COLUMNS.len() + 1].join(", ");
    let mut insert = db.prepare_cached(&format!("INSERT INTO tasks ({}, seal) VALUES ({marks})", task_columns("")))?;
    insert.execute(params_from_iter(sealed(row)))?;
    let seq = db.last_insert_rowid();
    let words = story::words(&task.draft);
    db.prepare_cached("INSERT INTO task_words (task, words) VALUES (?1, ?2)")?.execute(params![seq, words])?;
    db.prepare_cached("INSERT INTO task_search (rowid, words) VALUES (?1, ?2)")?.execute(params![seq, words])?;
    prompts::remember(db, seq, task)?;
    spending::insert(db, seq, task, row)?;
    Ok(seq)
}

/// Writes the columns that changed; untouched ones cost no page of their indices. The words for the search stay: a
/// wish's prompts never change.
pub(super) fn update_task(db: &Connection, seq: i64, before: &Row, now: &Row) -> Result<(), Fault> {
    let changes = now.changes(before);
    if changes.is_empty() {
        return Ok(());
    }
    let columns: String = changes.iter().map(|(column, _)| format!("{column} = ?, ")).collect();
    let values = changes.into_iter().map(|(_, value)| value.clone());
    let values = values.chain([Value::Integer(now.seal()), Value::Integer(seq)]);
    db.prepare_cached(&format!("UPDATE tasks SET {columns}seal = ? WHERE seq = ?"))?
        .execute(params_from_iter(values))?;
    spending::update(db, seq, before, now)
}

pub(super) fn clip(db: &Connection, seq: i64) -> Result<Option<Row>, Fault> {
    let sql = format!("SELECT {} FROM clips WHERE task = ?1", clip_row::COLUMNS.join(", "));
    let found = db.prepare_cached(&sql)?.query_row([seq], |row| Row::read(clip_row::COLUMNS, row, 0));
    Ok(found.optional()?)
}

pub(super) fn put_clip(db: &Connection, seq: i64, row: &Row) -> Result<(), Fault> {
    let marks = vec!["?"; clip_row::COLUMNS.len() + 2].join(", ");
    let sql = format!("INSERT OR REPLACE INTO clips ({}, seal, task) VALUES ({marks})", clip_row::COLUMNS.join(", "));
    db.prepare_cached(&sql)?.execute(params_from_iter(sealed(row).into_iter().chain([Value::Integer(seq)])))?;
    Ok(())
}

/// Tasks with their clips: `rest` is everything after the tables, `t` and `c`.
pub(super) fn select(db: &Connection, clips: &Path, rest: &str, args: &[Value]) -> Result<Vec<StoredTask>, Fault> {
    let clip_columns: Vec<String> = clip_row::COLUMNS.iter().map(|column| format!("c.{column}")).collect();
    let sql = format!(
        "SELECT {}, {} FROM tasks t LEFT JOIN clips c ON c.task = t.seq {rest}",
        task_columns("t."),
        clip_columns.join(", ")
    );
    let mut find = db.prepare_cached(&sql)?;
    let mut rows = find.query(params_from_iter(args))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let task = task_row::read(&Row::read(task_row::COLUMNS, row, 0)?)?;
        let clip = Row::read(clip_row::COLUMNS, row, task_row::COLUMNS.len())?;
        let clip = clip.opt_text("file")?.map(|_| clip_row::read(&clip, clips)).transpose()?;
        let (clip, marks) = clip.map_or((None, Marks::default()), |(clip, marks): (Clip, Marks)| (Some(clip), marks));
        found.push(StoredTask { task, clip, is_trashed: marks.is_trashed, flag: marks.flag });
    }
    Ok(found)
}

fn task_columns(table: &str) -> String {
    let columns: Vec<String> = task_row::COLUMNS.iter().map(|column| format!("{table}{column}")).collect();
    columns.join(", ")
}

fn sealed(row: &Row) -> Vec<Value> {
    row.values().iter().cloned().chain([Value::Integer(row.seal())]).collect()
}
