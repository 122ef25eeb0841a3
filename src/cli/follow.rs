//! Following tasks to their end, for `generate` and `resume`.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::engine::snapshot::{Followed, KeyState, Phase, TaskCard, Tone};
use crate::engine::{self, Command, Engine, Snapshot, StartOptions};
use crate::model::{Task, TaskState, Trouble};

use super::{Exit, output};

const OPENING: Duration = Duration::from_secs(120);
const KEYRING: Duration = Duration::from_secs(10);
const CLOSING: Duration = Duration::from_secs(20);
/// A video takes minutes; a vendor's bad day takes hours. Only the user's Ctrl+C ends the waiting earlier.
const FOLLOWING: Duration = Duration::from_secs(7 * 24 * 3600);

/// Starts the engine on a library; a closed library is a sentence.
pub fn open(library: PathBuf, practice: bool) -> Result<Engine, Trouble> {
    start(StartOptions::headless(library, practice, output::language()))
}

/// The same with every task left as it stands: `resolve` settles and does not follow.
pub fn open_still(library: PathBuf) -> Result<Engine, Trouble> {
    start(StartOptions { follows: false, ..StartOptions::headless(library, false, output::language()) })
}

fn start(options: StartOptions) -> Result<Engine, Trouble> {
    let engine = engine::start(options, || {});
    let opened = engine.wait(OPENING, |snapshot| match &snapshot.phase {
        Phase::Starting => None,
        Phase::Open => Some(Ok(())),
        Phase::Closed(trouble) => Some(Err(trouble.clone())),
    });
    opened.unwrap_or_else(|| Err(Trouble::new("cli-engine-silent")))?;
    // A window shows it for some seconds: what befell the library before it could be opened.
    let told = engine.notices().into_iter().filter(|notice| notice.tone == Tone::Bad);
    told.for_each(|notice| output::print_notice(&notice.said));
    Ok(engine)
}

/// Everything durable, the library free for the next one.
pub fn close(engine: &Engine) {
    engine.send(Command::Quit);
    engine.wait_for_end(CLOSING);
}

/// Waits for the keyring's word, which has its own time-out.
pub fn accounts_settled(engine: &Engine) -> Result<Arc<Snapshot>, Trouble> {
    engine.wait(KEYRING, |snapshot| {
        let is_settled = snapshot.accounts.iter().all(|account| account.key != KeyState::Looking);
        (is_settled && !snapshot.accounts.is_empty()).then_some(())
    });
    Ok(engine.snapshot())
}

/// `shotloom resume`: every unfinished task of the library.
pub fn resume(library: PathBuf, json: bool) -> Exit {
    let engine = match open(library, false) {
        Ok(engine) => engine,
        Err(trouble) => {
            output::print_error(&trouble, json, json!({ "tasks": [] }));
            return Exit::NotSent;
        }
    };
    to_the_end(&engine, json, |_| true)
}

/// Waits until every chosen task has ended or is held, prints them, and closes the engine.
pub fn to_the_end(engine: &Engine, json: bool, is_ours: impl Fn(&Task) -> bool) -> Exit {
    let mut now = Followed::default();
    let broke = loop {
        let before = std::mem::take(&mut now);
        let looked = engine.wait(FOLLOWING, |snapshot| match &snapshot.phase {
            Phase::Closed(trouble) => Some(Err(trouble.clone())),
            Phase::Starting | Phase::Open => {
                now = snapshot.followed.clone();
                let is_over = now.iter().filter(|card| is_ours(&card.task)).all(is_settled);
                (is_over || progress(&before, &now, &is_ours).next().is_some()).then_some(Ok(is_over))
            }
        });
        if !json {
            // Not on stdout: that is for what came of it.
            progress(&before, &now, &is_ours).for_each(|card| output::print_progress(&card.task));
        }
        match looked {
            Some(Ok(true)) => break None,
            Some(Ok(false)) => {}
            // It broke down: what was seen last is all there is to tell.
            Some(Err(trouble)) => {
                now = if now.is_empty() { before } else { now };
                break Some(trouble);
            }
            None => break Some(Trouble::new("cli-engine-silent")),
        }
    };
    let cards: Vec<&TaskCard> = now.iter().filter(|card| is_ours(&card.task)).collect();
    print_cards(&cards, broke.as_ref(), json);
    close(engine);
    let exit = verdict(cards.iter().map(|card| card.task.state()));
    if broke.is_some() && exit != Exit::Unknown { Exit::NotSent } else { exit }
}

fn is_settled(card: &TaskCard) -> bool {
    !card.task.state().is_under_way() || card.is_held
}

/// Our cards under way that say something else than before.
fn progress<'a>(
    before: &'a Followed,
    now: &'a Followed,
    is_ours: &'a impl Fn(&Task) -> bool,
) -> impl Iterator<Item = &'a TaskCard> {
    let changed = now.since(before).filter(move |(card, earlier)| {
        let is_other = |earlier: &TaskCard| {
            (card.task.state(), &card.task.trouble) != (earlier.task.state(), &earlier.task.trouble)
        };
        !is_settled(card) && is_ours(&card.task) && earlier.is_none_or(is_other)
    });
    changed.map(|(card, _)| card)
}

fn print_cards(cards: &[&TaskCard], broke: Option<&Trouble>, json: bool) {
    if !json {
        for card in cards {
            output::print_task(&card.task, card.clip.as_deref());
        }
    }
    let list: Vec<Value> = cards.iter().map(|card| output::task_json(&card.task, card.clip.as_deref())).collect();
    match broke {
        Some(trouble) => output::print_error(trouble, json, json!({ "tasks": list })),
        None if json => output::print_json(&json!({ "tasks": list })),
        None => {}
    }
}

/// Several tasks: 3 over 4 over 1 over 0.
fn verdict(states: impl Iterator<Item = TaskState>) -> Exit {
    let code = |state| match state {
        TaskState::Done => Exit::Fine,
        // Nobody is held while sending: the engine broke down over it.
        TaskState::Unknown | TaskState::Sending => Exit::Unknown,
        TaskState::Rejected | TaskState::Failed | TaskState::Expired | TaskState::Cancelled | TaskState::GivenUp => {
            Exit::Refused
        }
        // Under way here means held: for want of a key, or by a changed address.
        TaskState::NotSent
        | TaskState::Queued
        | TaskState::Uploading
        | TaskState::Running
        | TaskState::Ready
        | TaskState::Downloading
        | TaskState::Waiting => Exit::NotSent,
    };
    let rank = |exit: &Exit| match exit {
        Exit::Fine => 0,
        Exit::Refused | Exit::Unreadable => 1,
        Exit::NotSent => 2,
        Exit::Unknown => 3,
    };
    states.map(code).max_by_key(rank).unwrap_or(Exit::Fine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_outcome_stands_above_everything() {
        let of = |states: &[TaskState]| verdict(states.iter().copied());
        assert_eq!(of(&[]), Exit::Fine);
        assert_eq!(of(&[TaskState::Done, TaskState::Done]), Exit::Fine);
        assert_eq!(of(&[TaskState::Done, TaskState::Failed]), Exit::Refused);
        assert_eq!(of(&[TaskState::Failed, TaskState::NotSent]), Exit::NotSent);
        assert_eq!(of(&[TaskState::NotSent, TaskState::Unknown, TaskState::Done]), Exit::Unknown);
    }
}
