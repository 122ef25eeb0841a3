//! The worker's own side: orders in, answers out, until nobody asks any more.

use std::io::{BufReader, BufWriter, Read, Write};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use super::wire::{self, Answer, Order, What};
use crate::media::decode;
use crate::model::trouble::Trouble;

/// A worker that has nothing to do for so long gives its memory back.
const IDLE: Duration = Duration::from_secs(30);

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
    let mut answers = BufWriter::new(answers);
    loop {
        match inbox.recv_timeout(IDLE) {
            Ok(order) => {
                if wire::write_answer(&mut answers, &answer(&order)).is_err() {
                    return;
                }
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
        }
    }
}

pub fn answer(order: &Order) -> Result<Answer, Trouble> {
    let path = &order.path;
    let answer = match order.what {
        What::Verify => decode::verify(path).map(|facts| Answer { facts: Some(facts), ..Answer::default() }),
        What::Poster { max_side } => decode::strip(path, 1, max_side).map(of_pictures),
        What::Strip { count, max_side } => decode::strip(path, count, max_side).map(of_pictures),
    };
    answer.map_err(|error| Trouble::from(&error))
}

fn of_pictures(pictures: Vec<decode::StripPicture>) -> Answer {
    Answer { pictures, ..Answer::default() }
}

/// Memory for a 4K clip and no more, an hour of work, no file written, no core left behind; and it gives way to the
/// window.
#[cfg(target_os = "linux")]
fn be_small() {
    use rustix::process::{Resource, Rlimit, setpriority_process, setrlimit};
    let limits = [(Resource::As, 2 << 30), (Resource::Cpu, 3600), (Resource::Fsize, 0), (Resource::Core, 0)];
    for (resource, most) in limits {
        let most = Rlimit { current: Some(most), maximum: Some(most) };
        if let Err(error) = setrlimit(resource, most) {
            tracing::info!("no limit of {resource:?}: {error}");
        }
    }
    // Only a wish.
    let _ = setpriority_process(None, 5);
}
