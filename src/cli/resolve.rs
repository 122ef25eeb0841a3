//! `shotloom resolve`: what became of a task whose answer was lost. It does not follow.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;

use crate::engine::snapshot::Tone;
use crate::engine::{Choice, Command, Engine, reading};
use crate::model::{TaskId, TaskState, Trouble};

use super::{Exit, follow, output};

const SETTLING: Duration = Duration::from_secs(60);
/// How long to look for a new state before listening for a no.
const LISTENING: Duration = Duration::from_millis(100);

/// One of the three answers.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct How {
    /// It runs: the vendor's task id.
    #[arg(long, value_name = "REMOTE_ID")]
    found: Option<String>,
    /// It did not run: send it again with the next `resume`. It may be charged twice.
    #[arg(long)]
    resend: bool,
    /// Keep the record and ask no more.
    #[arg(long)]
    give_up: bool,
}

impl How {
    fn choice(&self) -> Choice {
        match (&self.found, self.resend) {
            (Some(remote), _) => Choice::Found(remote.clone()),
            (None, true) => Choice::SendAgain,
            (None, false) => Choice::GiveUp,
        }
    }
}

pub fn run(task: &str, how: &How, library: PathBuf) -> Exit {
    let no_such_task = || Trouble::new("cli-no-such-task").with("task", task);
    // Looking must not make a library where there is none.
    let settled = if library.exists() { settle(task, how.choice(), library) } else { Err(no_such_task()) };
    match settled {
        Ok(state) => {
            output::say(format_args!("{task}  {}", output::words().state(state)));
            Exit::Fine
        }
        Err(trouble) => {
            output::print_error(&trouble, false, json!({}));
            match trouble.rule.as_str() {
                "cli-no-such-task" | "library-no-such-task" | "resolve-id-unreadable" => Exit::Unreadable,
                "cli-not-unknown" | "task-not-unknown" => Exit::Refused,
                _ => Exit::NotSent,
            }
        }
    }
}

/// The library is opened first: an owner elsewhere stands above everything, and a row that a dying process left in
/// `sending` becomes unknown by it.
fn settle(task: &str, choice: Choice, library: PathBuf) -> Result<TaskState, Trouble> {
    let id = TaskId(task.into());
    let engine = follow::open_still(library.clone())?;
    let state = match reading::task(&library, &id) {
        Ok(Some(card)) if card.task.state() == TaskState::Unknown => {
            engine.send(Command::Resolve { task: id.clone(), choice });
            settled(&engine, &id)
        }
        Ok(Some(_)) => Err(Trouble::new("cli-not-unknown").with("task", task)),
        Ok(None) => Err(Trouble::new("cli-no-such-task").with("task", task)),
        Err(trouble) => Err(trouble),
    };
    follow::close(&engine);
    state
}

/// What it became, or why it stays: a no comes as a notice.
fn settled(engine: &Engine, id: &TaskId) -> Result<TaskState, Trouble> {
    let deadline = Instant::now() + SETTLING;
    while Instant::now() < deadline {
        let state = engine.wait(LISTENING, |snapshot| {
            let card = snapshot.queue.iter().find(|card| card.task.id == *id)?;
            (card.task.state() != TaskState::Unknown).then_some(card.task.state())
        });
        if let Some(state) = state {
            return Ok(state);
        }
        if let Some(refusal) = engine.notices().into_iter().find(|notice| notice.tone == Tone::Bad) {
            return Err(refusal.said);
        }
    }
    Err(Trouble::new("cli-engine-silent"))
}
