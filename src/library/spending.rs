//! The purse's own table: one narrow row a live wish, written with its task and never apart from it.

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use crate::model::{Draft, Task, TaskState};

use super::error::Fault;
use super::row::Row;

/// Characters of a project's name.
const PROJECT_CHARS: usize = 80;
/// A video dearer than this is a slip of somebody's pen; sums of many stay numbers.
const MOST: i64 = 1_000_000_000_000;

/// Where a wish stands for the purse: the column `stage`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Wished for, not sent.
    InLine = 0,
    Sent = 1,
    /// Nobody knows whether it was charged: counted as spent.
    Unknown = 2,
    /// It failed at the vendor; what it cost, the vendor says or does not say.
    Failed = 3,
}

/// `None`: it cost nothing and will cost nothing.
fn stage(state: TaskState) -> Option<Stage> {
    match state {
        TaskState::Queued | TaskState::Uploading | TaskState::Waiting => Some(Stage::InLine),
        TaskState::Sending
        | TaskState::Running
        | TaskState::Ready
        | TaskState::Downloading
        | TaskState::Done
        | TaskState::Expired => Some(Stage::Sent),
        // Whoever gave it up still does not know.
        TaskState::Unknown | TaskState::GivenUp => Some(Stage::Unknown),
        TaskState::Failed => Some(Stage::Failed),
        TaskState::Rejected | TaskState::NotSent | TaskState::Cancelled => None,
    }
}

/// The columns that follow from what happens to a task.
const MOVING: [&str; 6] = ["at_millis", "stage", "estimate_usd", "estimate_credits", "billed_usd", "billed_credits"];

/// The columns of a task that those follow from.
const WATCHED: [&str; 6] = ["state", "sent_at_millis", "estimate_unit", "estimate", "billed_unit", "billed"];

/// A new task's row. Practice has none.
pub(super) fn insert(db: &Connection, seq: i64, task: &Task, row: &Row) -> Result<(), Fault> {
    let Some(values) = moving(row)? else { return Ok(()) };
    let columns = MOVING.join(", ");
    let sql = format!("INSERT INTO spending ({columns}, task, vendor, project, seconds) VALUES ({})", marks(10));
    let fixed = [
        Value::Integer(seq),
        Value::Text(task.vendor.to_string()),
        Value::Text(project(&task.draft)),
        Value::Integer(i64::try_from(task.draft.total().0).unwrap_or(i64::MAX).min(MOST)),
    ];
    db.prepare_cached(&sql)?.execute(params_from_iter(values.into_iter().chain(fixed)))?;
    Ok(())
}

/// What became of a task. Its vendor, its project and its length never change.
pub(super) fn update(db: &Connection, seq: i64, before: &Row, now: &Row) -> Result<(), Fault> {
    if !now.changes(before).iter().any(|(column, _)| WATCHED.contains(column)) {
        return Ok(());
    }
    match moving(now)? {
        Some(values) => {
            let columns = MOVING.map(|column| format!("{column} = ?")).join(", ");
            let sql = format!("UPDATE spending SET {columns} WHERE task = ?");
            let args = values.into_iter().chain([Value::Integer(seq)]);
            db.prepare_cached(&sql)?.execute(params_from_iter(args))?;
        }
        None => {
            db.prepare_cached("DELETE FROM spending WHERE task = ?1")?.execute(params![seq])?;
        }
    }
    Ok(())
}

/// What a draft's videos are counted under: its title, else the first line of its prompt.
pub fn project(draft: &Draft) -> String {
    let line = draft.heading().trim().lines().next().unwrap_or_default();
    line.trim().chars().take(PROJECT_CHARS).collect()
}

fn moving(row: &Row) -> Result<Option<[Value; 6]>, Fault> {
    let state = TaskState::from_word(row.text("state")?);
    let Some(stage) =
        state.and_then(stage).filter(|_| row.int("is_practice").is_ok_and(|is_practice| is_practice == 0))
    else {
        return Ok(None);
    };
    let at = match row.opt_int("sent_at_millis")? {
        Some(sent_at) if stage != Stage::InLine => sent_at,
        Some(_) | None => row.int("created_at_millis")?,
    };
    let [estimate_usd, estimate_credits] = amounts(row, "estimate_unit", "estimate")?;
    let [billed_usd, billed_credits] = amounts(row, "billed_unit", "billed")?;
    let stage = Value::Integer(stage as i64);
    Ok(Some([Value::Integer(at), stage, estimate_usd, estimate_credits, billed_usd, billed_credits]))
}

/// An amount as dollars and as credits; one of them at most is there.
fn amounts(row: &Row, unit: &str, amount: &str) -> Result<[Value; 2], Fault> {
    let Some(amount) = row.opt_int(amount)? else { return Ok([Value::Null, Value::Null]) };
    // Kept as unsigned numbers in signed columns: what looks negative is beyond all bounds.
    let amount = Value::Integer(if (0..=MOST).contains(&amount) { amount } else { MOST });
    Ok(match row.opt_text(unit)? {
        Some("micro-usd") => [amount, Value::Null],
        Some("milli-credits") => [Value::Null, amount],
        Some(_) | None => [Value::Null, Value::Null],
    })
}

fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}
