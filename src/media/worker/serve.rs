//! The worker's own side: orders in, answers out, until nobody asks any more.

use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::wire::{self, Answer, Order, What};
use crate::media::clip::ClipError;
use crate::media::preview::Tiles;
use crate::media::{Pixels, decode};
use crate::model::trouble::Trouble;

/// A worker that has nothing to do for so long gives its memory back.
const IDLE: Duration = Duration::from_secs(30);

/// The window goes first.
#[cfg(target_os = "linux")]
const NICE: i32 = 5;

/// Serves one window until it closes the pipe, or asks nothing for a while.
pub fn serve(orders: impl Read + Send + 'static, answers: impl Write) {
    #[cfg(target_os = "linux")]
    be_small();
    let (sender, inbox) = channel();
    let listen = move || {
        let mut orders = BufReader::new(orders);
        while let Ok(Some(order)) = wire::read_order(&mut orders) {
            if sender.send(order).is_err() {
                return;
            }
        }
    };
    if std::thread::Builder::new().name("orders".to_owned()).spawn(listen).is_err() {
        return;
    }
    let (mut answers, mut server) = (BufWriter::new(answers), Server::default());
    loop {
        match inbox.recv_timeout(IDLE) {
            Ok((number, order)) => {
                if wire::write_answer(&mut answers, number, &server.answer(&order)).is_err() {
                    return;
                }
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// What is kept from one order to the next.
#[derive(Default)]
pub struct Server {
    /// The clip whose filmstrip is being made: it is decoded in one pass.
    open: Option<(PathBuf, Tiles)>,
}

impl Server {
    pub fn answer(&mut self, order: &Order) -> Result<Answer, Trouble> {
        let path = &order.path;
        let answer = match order.what {
            What::Verify => decode::verify(path).map(|facts| Answer { facts: Some(facts), picture: None }),
            What::Poster { max_side } => decode::poster(path, max_side).map(of_picture),
            What::Tile { tile } => self.tile(path, tile),
        };
        answer.map_err(|error| Trouble::from(&error))
    }

    fn tile(&mut self, path: &Path, tile: usize) -> Result<Answer, ClipError> {
        let mut tiles = match self.open.take().filter(|(open, _)| open == path) {
            Some((_, tiles)) => tiles,
            None => Tiles::open(path)?,
        };
        let picture = tiles.tile(tile)?;
        self.open = Some((path.to_owned(), tiles));
        Ok(Answer { facts: None, picture })
    }
}

fn of_picture(picture: Pixels) -> Answer {
    Answer { facts: None, picture: Some(picture) }
}

/// Memory for a 4K clip and no more, an hour of work, no file written, no core left behind; and it gives way to the
/// window.
#[cfg(target_os = "linux")]
fn be_small() {
    use rustix::process::{Resource, Rlimit, getpriority_process, setpriority_process, setrlimit};
    let limits = [(Resource::As, 2 << 30), (Resource::Cpu, 3600), (Resource::Fsize, 0), (Resource::Core, 0)];
    for (resource, most) in limits {
        let most = Rlimit { current: Some(most), maximum: Some(most) };
        if let Err(error) = setrlimit(resource, most) {
            tracing::info!("no limit of {resource:?}: {error}");
        }
    }
    // Only a wish; and whoever was started to be more patient still stays so.
    let now = getpriority_process(None).unwrap_or(0);
    let _ = setpriority_process(None, now.max(NICE));
}
