//! A task as columns and back, exactly.

use std::sync::Arc;

use rusqlite::types::Value;

use crate::model::price::Money;
use crate::model::task::{Life, Tries};
use crate::model::{Arg, Task, TaskId, TaskState, Trouble};

use super::row::{Broken, Row, int, opt_int, opt_text, text};
use super::story;

pub(super) const COLUMNS: &[&str] = &[
    "id",
    "batch",
    "created_at_millis",
    "lane",
    "state",
    "upload_tries",
    "send_tries",
    "busy_tries",
    "download_tries",
    "offering",
    "vendor",
    "origin",
    "is_practice",
    "remote",
    "endpoint",
    "story",
    "extra",
    "pictures",
    "fingerprint",
    "trouble",
    "vendor_word",
    "progress",
    "uploaded",
    "to_upload",
    "link",
    "files",
    "estimate_unit",
    "estimate",
    "billed_unit",
    "billed",
    "trace_id",
    "sent_at_millis",
    "ended_at_millis",
    "retry_at_millis",
    "resent_from",
    "place",
];

/// Columns whose change alone is not worth a line of the journal: the vendor can be asked again.
pub(super) const LIGHT: &[&str] = &["vendor_word", "progress", "uploaded", "to_upload", "retry_at_millis", "place"];

pub(super) fn write(task: &Task) -> Row {
    let story = story::write(&task.draft);
    let tries = task.life.tries;
    let (estimate_unit, estimate) = money(task.estimate);
    let (billed_unit, billed) = money(task.billed);
    let values = vec![
        text(&task.id.0),
        // Whole numbers of 64 bits keep all of them: SQLite's are signed.
        int(task.batch.cast_signed()),
        int(task.created_at_millis),
        int(lane(task.state())),
        text(task.state().word()),
        int(tries.uploads),
        int(tries.sends),
        int(tries.busy),
        int(tries.downloads),
        text(&task.offering),
        text(&task.vendor),
        text(&task.origin),
        int(task.is_practice),
        opt_text(task.remote.as_deref()),
        text(&task.endpoint),
        Value::Text(story.json),
        Value::Text(story.extra),
        Value::Text(story::json(&task.pictures)),
        Value::Text(story::fingerprint(&task.draft, &task.pictures, task.is_practice)),
        opt_text(task.trouble.as_ref().map(trouble_json).as_deref()),
        opt_text(task.vendor_word.as_deref()),
        opt_int(task.progress),
        opt_int(task.uploaded.map(|(done, _)| done)),
        opt_int(task.uploaded.map(|(_, of)| of)),
        opt_text(task.link.as_deref()),
        Value::Text(story::json(&task.files.iter().map(|file| &**file).collect::<Vec<_>>())),
        estimate_unit,
        estimate,
        billed_unit,
        billed,
        opt_text(task.trace_id.as_deref()),
        opt_int(task.sent_at_millis),
        opt_int(task.ended_at_millis),
        opt_int(task.retry_at_millis),
        opt_text(task.resent_from.as_ref().map(|id| &*id.0)),
        opt_int(task.place),
    ];
    Row::new(COLUMNS, values)
}

pub(super) fn read(row: &Row) -> Result<Task, Broken> {
    let state = row.text("state")?;
    let state = TaskState::from_word(state).ok_or_else(|| Broken(format!("{state} is no state")))?;
    let tries = Tries {
        uploads: row.small("upload_tries")?,
        sends: row.small("send_tries")?,
        busy: row.small("busy_tries")?,
        downloads: row.small("download_tries")?,
    };
    let uploaded = row.opt_small("uploaded")?.zip(row.opt_small("to_upload")?);
    let files: Vec<String> = row.json("files")?.unwrap_or_default();
    Ok(Task {
        id: TaskId(row.text("id")?.into()),
        batch: row.int("batch")?.cast_unsigned(),
        created_at_millis: row.int("created_at_millis")?,
        offering: row.text("offering")?.into(),
        vendor: row.text("vendor")?.into(),
        origin: row.text("origin")?.into(),
        is_practice: row.int("is_practice")? != 0,
        life: Life { state, tries },
        remote: row.shared("remote")?,
        endpoint: row.text("endpoint")?.into(),
        draft: Arc::new(story::read(row.text("story")?, row.text("extra")?).map_err(Broken)?),
        pictures: row.json("pictures")?.unwrap_or_default(),
        trouble: row.json("trouble")?,
        vendor_word: row.shared("vendor_word")?,
        progress: row.opt_small("progress")?,
        uploaded,
        link: row.shared("link")?,
        files: files.into_iter().map(Arc::from).collect(),
        estimate: read_money(row, "estimate_unit", "estimate")?,
        billed: read_money(row, "billed_unit", "billed")?,
        trace_id: row.shared("trace_id")?,
        sent_at_millis: row.opt_int("sent_at_millis")?,
        ended_at_millis: row.opt_int("ended_at_millis")?,
        retry_at_millis: row.opt_int("retry_at_millis")?,
        resent_from: row.shared("resent_from")?.map(TaskId),
        place: row.opt_int("place")?,
    })
}

/// A trouble as JSON. A number that JSON cannot write stays readable as text.
pub(super) fn trouble_json(trouble: &Trouble) -> String {
    let mut trouble = trouble.clone();
    for arg in trouble.args.values_mut() {
        match arg {
            Arg::Number(number) if !number.is_finite() => *arg = Arg::Text(number.to_string()),
            Arg::Number(_) | Arg::Text(_) => {}
        }
    }
    story::json(&trouble)
}

/// The order of the queue: what waits for the user, what is under way, what has ended.
fn lane(state: TaskState) -> i64 {
    if state == TaskState::Unknown {
        return 0;
    }
    if state.is_under_way() { 1 } else { 2 }
}

fn money(money: Option<Money>) -> (Value, Value) {
    match money {
        None => (Value::Null, Value::Null),
        Some(Money::MicroUsd(amount)) => (text("micro-usd"), int(amount.cast_signed())),
        Some(Money::MilliCredits(amount)) => (text("milli-credits"), int(amount.cast_signed())),
    }
}

fn read_money(row: &Row, unit: &str, amount: &str) -> Result<Option<Money>, Broken> {
    let Some(word) = row.opt_text(unit)? else {
        return Ok(None);
    };
    let amount = row.int(amount)?.cast_unsigned();
    match word {
        "micro-usd" => Ok(Some(Money::MicroUsd(amount))),
        "milli-credits" => Ok(Some(Money::MilliCredits(amount))),
        other => Err(Broken(format!("{other} is no unit of money"))),
    }
}
