//! `shotloom resolve`: what became of a task whose answer was lost. It does not follow.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use serde_json::json;

use crate::engine::{Choice, Command, reading};
use crate::model::{TaskId, TaskState, Trouble};

use super::{Exit, follow, output};

const SETTLING: Duration = Duration::from_secs(60);

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
    let id = TaskId(task.into());
    let state = match reading::task(&library, &id) {
        Ok(Some(card)) => card.task.state(),
        Ok(None) => return said(&Trouble::new("cli-no-such-task").with("task", task), Exit::Unreadable),
        Err(trouble) => return said(&trouble, Exit::NotSent),
    };
    // A row left in Sending by a process that died becomes Unknown when the engine opens the library.
    if state != TaskState::Unknown && state != TaskState::Sending {
        return said(&Trouble::new("cli-not-unknown").with("task", task), Exit::Refused);
    }
    match settle(id, how.choice(), library) {
        Ok(exit) => exit,
        Err(trouble) => said(&trouble, Exit::NotSent),
    }
}

fn settle(id: TaskId, choice: Choice, library: PathBuf) -> Result<Exit, Trouble> {
    let engine = follow::open_still(library)?;
    engine.send(Command::Resolve { task: id.clone(), choice });
    let state = engine.wait(SETTLING, |snapshot| {
        let card = snapshot.queue.iter().find(|card| card.task.id == id)?;
        (card.task.state() != TaskState::Unknown).then_some(card.task.state())
    });
    follow::close(&engine);
    let state = state.ok_or_else(|| Trouble::new("cli-engine-silent"))?;
    println!("{}  {}", id, output::words().state(state));
    Ok(Exit::Fine)
}

fn said(trouble: &Trouble, exit: Exit) -> Exit {
    output::print_error(trouble, false, json!({}));
    exit
}
