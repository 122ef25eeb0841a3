//! `shotloom generate`: check, send once, follow, save.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;

use crate::engine::{Command, Engine};
use crate::model::image::PictureState;
use crate::model::preflight::{self, Submission};
use crate::model::{ImageRef, Trouble};

use super::storyboard::{self, Loaded};
use super::{Exit, check, follow, output};

/// Measuring a picture takes milliseconds; a minute means the disk is gone.
const MEASURING: Duration = Duration::from_secs(60);
/// From asking to the durable row.
const INSERTING: Duration = Duration::from_secs(60);

pub struct Wish<'a> {
    pub file: &'a Path,
    pub offering: Option<&'a str>,
    pub practice: bool,
    pub count: u32,
}

pub fn run(wish: &Wish<'_>, library: PathBuf, json: bool) -> Exit {
    let loaded = match storyboard::load(wish.file, wish.offering) {
        Ok(loaded) => loaded,
        Err(trouble) => {
            output::print_error(&trouble, json, json!({}));
            return Exit::Unreadable;
        }
    };
    // Judged before the library is touched: a refused draft leaves no trace.
    let (facts, _) = storyboard::measure(&loaded.draft);
    if let Err(findings) = preflight::clear(&loaded.draft, loaded.row, &facts) {
        if json {
            output::print_json(&json!({ "tasks": [], "findings": check::list(&findings) }));
        } else {
            output::print_findings(&findings);
        }
        return Exit::Refused;
    }
    match send(wish, &loaded, library) {
        Ok((engine, batch)) => follow::to_the_end(&engine, json, |task| task.batch == batch),
        Err(trouble) => {
            output::print_error(&trouble, json, json!({ "tasks": [] }));
            Exit::NotSent
        }
    }
}

/// Opens the library, finds the account and submits; the number of the batch.
fn send(wish: &Wish<'_>, loaded: &Loaded, library: PathBuf) -> Result<(Engine, u64), Trouble> {
    let engine = follow::open(library, wish.practice)?;
    let sent = has_account(&engine, loaded, wish.practice).and_then(|()| submit(&engine, wish, loaded));
    if sent.is_err() {
        follow::close(&engine);
    }
    sent.map(|batch| (engine, batch))
}

fn submit(engine: &Engine, wish: &Wish<'_>, loaded: &Loaded) -> Result<u64, Trouble> {
    let submission = measure(engine, loaded)?;
    let batch = engine.snapshot().next_batch;
    engine.send(Command::Submit {
        batch,
        submission: Box::new(submission),
        count: wish.count,
        practice: wish.practice,
    });
    let inserted = engine.wait(INSERTING, |snapshot| {
        let is_in = snapshot.followed.iter().any(|card| card.task.batch == batch);
        snapshot.submit_refused.clone().map(Err).or_else(|| is_in.then_some(Ok(())))
    });
    inserted.unwrap_or_else(|| Err(Trouble::new("cli-engine-silent")))?;
    Ok(batch)
}

/// Live needs a key; without one both remedies are said.
fn has_account(engine: &Engine, loaded: &Loaded, practice: bool) -> Result<(), Trouble> {
    if practice {
        return Ok(());
    }
    let snapshot = follow::accounts_settled(engine)?;
    let account = snapshot.accounts.iter().find(|account| account.vendor == loaded.row.vendor);
    match account {
        Some(account) if !account.is_practice => Ok(()),
        Some(account) => Err(account.trouble.clone().unwrap_or_else(|| {
            Trouble::new("cli-no-key")
                .with("vendor", account.name)
                .with("variable", format!("{}_API_KEY", account.vendor.to_uppercase()))
        })),
        None => Err(Trouble::new("cli-engine-silent")),
    }
}

/// The engine measures for itself: the prepared bytes must lie in its library before anything is sent.
fn measure(engine: &Engine, loaded: &Loaded) -> Result<Submission, Trouble> {
    let local: Vec<ImageRef> = loaded.draft.pictures().filter(|image| image.path().is_some()).cloned().collect();
    for image in &local {
        engine.send(Command::Measure(image.clone()));
    }
    let facts = engine.wait(MEASURING, |snapshot| {
        let is_known = |image: &ImageRef| match snapshot.facts.get(image) {
            Some(PictureState::Measured(_) | PictureState::Unusable(_)) => true,
            Some(PictureState::Measuring) | None => false,
        };
        local.iter().all(is_known).then(|| snapshot.facts.clone())
    });
    let facts = facts.ok_or_else(|| Trouble::new("cli-engine-silent"))?;
    preflight::clear(&loaded.draft, loaded.row, &facts).map_err(|_| Trouble::new("cli-pictures-changed"))
}
