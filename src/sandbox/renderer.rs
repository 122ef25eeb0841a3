//! Drawing the ordered videos: one at a time, on a thread of its own that yields to everything else.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Weak;
use std::sync::mpsc::Receiver;
use std::thread;

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::media::background::yield_to_everything_else;
use crate::media::render::{RenderOrder, RenderShot, render};

use super::desk::Desk;
use super::prompts;
use super::store::{Input, Store};
use super::task::Task;

/// Draws what the queue names until the desk, which holds its other end, is gone.
pub fn start(queue: Receiver<String>, desk: Weak<Desk>) -> io::Result<()> {
    let work = move || {
        yield_to_everything_else();
        for id in queue {
            draw(&id, &desk);
        }
    };
    thread::Builder::new().name("practice-render".to_owned()).spawn(work).map(drop)
}

// While it draws it holds nothing of the desk: a sandbox that is stopped does not wait for a film.
fn draw(id: &str, desk: &Weak<Desk>) {
    let job = desk.upgrade().and_then(|desk| {
        let task = desk.task(id).filter(Task::needs_rendering)?;
        Some(order(&task, desk.store()).and_then(|order| Ok((order, desk.store().new_clip()?))))
    });
    let drawn = match job {
        Some(Ok((order, out))) => draw_into(&order, out),
        Some(Err(error)) => Err(error.to_string()),
        None => return,
    };
    if let Some(desk) = desk.upgrade() {
        desk.drawn(id, drawn);
    }
}

fn draw_into(order: &RenderOrder, out: NamedTempFile) -> Result<NamedTempFile, String> {
    let attempt = catch_unwind(AssertUnwindSafe(|| render(order, out.path())));
    match attempt {
        Ok(Ok(())) => Ok(out),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("the renderer gave up".to_owned()),
    }
}

fn order(task: &Task, store: &Store) -> io::Result<RenderOrder> {
    let count = task.order.shots.len();
    let shot = |(i, shot): (usize, &super::order::Shot)| RenderShot {
        title: format!("{} / {count}", i + 1),
        text: prompts::readable(&shot.text),
        secs: shot.seconds,
    };
    Ok(RenderOrder {
        width: task.order.width,
        height: task.order.height,
        shots: task.order.shots.iter().enumerate().map(shot).collect(),
        first_picture: store.read_input(&task.id, Input::First)?,
        last_picture: store.read_input(&task.id, Input::Last)?,
        sound: task.order.sound,
        seed: seed(&task.id),
    })
}

/// The same task always looks the same.
fn seed(id: &str) -> u64 {
    let hash = Sha256::digest(id.as_bytes());
    hash.iter().take(8).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}
