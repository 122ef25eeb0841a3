//! Looks at clips nobody has looked at yet, in a process of its own: a crash, an abort or a memory blow-up there takes
//! neither the window nor the library down, and what hangs is ended.
//!
//! The process is `shotloom worker`: one for many files, a second where two are asked for at once. It ends by itself
//! when it has nothing to do. Where the program has not been named (tests, other binaries) the work is done here.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use self::child::{Child, Gone};
use self::wire::{Answer, Order, What};
use super::{Pixels, preview};
use crate::model::clip::ClipFacts;
use crate::model::trouble::Trouble;

mod child;
mod serve;
mod wire;

pub use serve::serve;

/// Processes kept for the next file.
const MOST_IDLE: usize = 2;

/// A first picture comes within a tenth of a second; a file that takes this long on a busy machine never ends. Longer
/// than an `ffmpeg` of the worker's is waited for, so that it is the worker who ends that one.
const PATIENCE: Duration = Duration::from_secs(30);

/// A tile may be the last frame of a clip that is decoded from its first.
const LONG_PATIENCE: Duration = Duration::from_secs(120);

/// Whoever looks at files out of process.
pub struct Worker {
    program: PathBuf,
    patience: Duration,
    idle: Mutex<Vec<Child>>,
}

static WORKER: OnceLock<Worker> = OnceLock::new();

/// From now on clips are looked at by `program worker`. Called once, by the binary that has this subcommand.
pub fn run_by(program: PathBuf) {
    // A second name would change nothing: the first is this very program.
    let _ = WORKER.set(Worker::new(program));
}

/// As `decode::verify`.
pub fn verify(path: &Path) -> Result<ClipFacts, Trouble> {
    facts_of(ask(path, What::Verify)?)
}

/// As `decode::poster`.
pub fn poster(path: &Path, max_side: u32) -> Result<Pixels, Trouble> {
    poster_of(ask(path, What::Poster { max_side })?)
}

/// As `preview::filmstrip_of`, for a thread that nobody waits for: the process gives way as its caller does, and is
/// asked for one tile after the other, so that it rests while `may_go_on` waits.
pub fn filmstrip(path: &Path, may_go_on: &dyn Fn() -> bool) -> Result<Option<Pixels>, Trouble> {
    match WORKER.get() {
        Some(worker) => worker.filmstrip(path, may_go_on),
        None => preview::filmstrip_of(path, may_go_on),
    }
}

fn ask(path: &Path, what: What) -> Result<Answer, Trouble> {
    let order = Order { what, path: path.to_owned() };
    match WORKER.get() {
        Some(worker) => worker.ask(&order),
        None => serve::Server::default().answer(&order),
    }
}

fn facts_of(answer: Answer) -> Result<ClipFacts, Trouble> {
    answer.facts.ok_or_else(|| Trouble::new("clip-worker-odd"))
}

fn poster_of(answer: Answer) -> Result<Pixels, Trouble> {
    answer.picture.ok_or_else(|| Trouble::new("clip-worker-odd"))
}

impl Worker {
    pub fn new(program: PathBuf) -> Self {
        Self { program, patience: PATIENCE, idle: Mutex::new(Vec::new()) }
    }

    /// As `new`, for a file that may take so long.
    pub fn with_patience(program: PathBuf, patience: Duration) -> Self {
        Self { patience, ..Self::new(program) }
    }

    /// As `decode::verify`.
    pub fn verify(&self, path: &Path) -> Result<ClipFacts, Trouble> {
        facts_of(self.ask(&Order { what: What::Verify, path: path.to_owned() })?)
    }

    /// As `decode::poster`.
    pub fn poster(&self, path: &Path, max_side: u32) -> Result<Pixels, Trouble> {
        poster_of(self.ask(&Order { what: What::Poster { max_side }, path: path.to_owned() })?)
    }

    /// As `worker::filmstrip`.
    pub fn filmstrip(&self, path: &Path, may_go_on: &dyn Fn() -> bool) -> Result<Option<Pixels>, Trouble> {
        // A process of its own: one that gives way could not be hurried again for a poster.
        let mut hand = Hand { worker: self, child: None };
        // An answer without a picture is a frame that is lost.
        let mut tile = |tile| {
            let order = Order { what: What::Tile { tile }, path: path.to_owned() };
            hand.ask(&order).map(|answer| answer.picture)
        };
        preview::laid_out(&mut tile, may_go_on)
    }

    fn ask(&self, order: &Order) -> Result<Answer, Trouble> {
        let mut hand = Hand { worker: self, child: self.take_idle() };
        let answer = hand.ask(order);
        hand.child.into_iter().for_each(|child| self.keep(child));
        answer
    }

    /// Whether a fresh process says what there is to say of a file that is no clip: this program.
    fn is_well(&self) -> bool {
        let order = Order { what: What::Verify, path: self.program.clone() };
        Child::start(&self.program).is_ok_and(|mut child| child.ask(&order, self.patience).is_ok())
    }

    fn take_idle(&self) -> Option<Child> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn keep(&self, child: Child) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MOST_IDLE {
            idle.push(child);
        }
    }
}

/// Somebody who asks one process as long as it lives, and another where it does not.
struct Hand<'a> {
    worker: &'a Worker,
    child: Option<Child>,
}

impl Hand<'_> {
    fn ask(&mut self, order: &Order) -> Result<Answer, Trouble> {
        let worker = self.worker;
        let patience = match order.what {
            What::Verify | What::Poster { .. } => worker.patience,
            What::Tile { .. } => worker.patience.max(LONG_PATIENCE),
        };
        if let Some(mut child) = self.child.take() {
            match child.ask(order, patience) {
                Ok(answer) => return self.hold(child, answer),
                // It had ended for want of work, or this file ends processes: a fresh one will tell.
                Err(Gone::Ended) => tracing::info!("a worker has ended; another is started"),
                Err(Gone::Late) => return Err(Trouble::new("clip-worker-late")),
            }
        }
        for _ in 0..2 {
            let started = Child::start(&worker.program);
            let mut child =
                started.map_err(|error| Trouble::new("clip-no-worker").with("detail", error.to_string()))?;
            match child.ask(order, patience) {
                Ok(answer) => return self.hold(child, answer),
                Err(Gone::Ended) => tracing::warn!("a worker ended over {}", order.path.display()),
                Err(Gone::Late) => return Err(Trouble::new("clip-worker-late")),
            }
        }
        // Only where a worker can work at all is it the file that ends them.
        match worker.is_well() {
            true => Err(Trouble::new("clip-worker-ended")),
            false => Err(Trouble::new("clip-no-worker").with("detail", "it ends at once")),
        }
    }

    fn hold(&mut self, child: Child, answer: Result<Answer, Trouble>) -> Result<Answer, Trouble> {
        self.child = Some(child);
        answer
    }
}
