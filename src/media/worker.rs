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
use super::Pixels;
use super::decode::StripPicture;
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

/// A strip decodes the whole clip.
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

/// As `decode::strip`.
pub fn strip(path: &Path, count: usize, max_side: u32) -> Result<Vec<StripPicture>, Trouble> {
    ask(path, What::Strip { count, max_side }).map(|answer| answer.pictures)
}

fn ask(path: &Path, what: What) -> Result<Answer, Trouble> {
    let order = Order { what, path: path.to_owned() };
    match WORKER.get() {
        Some(worker) => worker.ask(&order),
        None => serve::answer(&order),
    }
}

fn facts_of(answer: Answer) -> Result<ClipFacts, Trouble> {
    answer.facts.ok_or_else(|| Trouble::new("clip-worker-odd"))
}

fn poster_of(mut answer: Answer) -> Result<Pixels, Trouble> {
    answer.pictures.pop().map(|picture| picture.pixels).ok_or_else(|| Trouble::new("clip-worker-odd"))
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

    fn ask(&self, order: &Order) -> Result<Answer, Trouble> {
        let patience = match order.what {
            What::Verify | What::Poster { .. } => self.patience,
            What::Strip { .. } => self.patience.max(LONG_PATIENCE),
        };
        if let Some(mut child) = self.take_idle() {
            match child.ask(order, patience) {
                Ok(answer) => return self.keep(child, answer),
                // It had ended for want of work, or this file ends processes: a fresh one will tell.
                Err(Gone::Ended) => tracing::info!("a worker has ended; another is started"),
                Err(Gone::Late) => return Err(Trouble::new("clip-worker-late")),
            }
        }
        for _ in 0..2 {
            let started = Child::start(&self.program);
            let mut child =
                started.map_err(|error| Trouble::new("clip-no-worker").with("detail", error.to_string()))?;
            match child.ask(order, patience) {
                Ok(answer) => return self.keep(child, answer),
                Err(Gone::Ended) => tracing::warn!("a worker ended over {}", order.path.display()),
                Err(Gone::Late) => return Err(Trouble::new("clip-worker-late")),
            }
        }
        // Only where a worker can work at all is it the file that ends them.
        match self.is_well() {
            true => Err(Trouble::new("clip-worker-ended")),
            false => Err(Trouble::new("clip-no-worker").with("detail", "it ends at once")),
        }
    }

    /// Whether a fresh process says what there is to say of a file that is no clip: this program.
    fn is_well(&self) -> bool {
        let order = Order { what: What::Verify, path: self.program.clone() };
        Child::start(&self.program).is_ok_and(|mut child| child.ask(&order, self.patience).is_ok())
    }

    fn take_idle(&self) -> Option<Child> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn keep(&self, child: Child, answer: Result<Answer, Trouble>) -> Result<Answer, Trouble> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MOST_IDLE {
            idle.push(child);
        }
        answer
    }
}
