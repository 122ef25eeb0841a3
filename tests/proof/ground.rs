//! What a row stands on: the binary, the seed, and how much is asked for.

use std::path::PathBuf;
use std::time::Duration;

use super::{Outcome, Ran};

/// How often a row puts its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Inside `cargo test`: under 20 seconds.
    Short,
    Full,
    Long,
}

pub struct Ground {
    /// What is started and killed, and the judge.
    pub binary: PathBuf,
    /// A debug build, where the named steps are.
    pub debug: Option<PathBuf>,
    pub seed: u64,
    pub size: Size,
    /// How long a target of the fuzzing rows is tried, where somebody said so.
    pub time_box: Option<Duration>,
}

impl Ground {
    pub fn pick<T>(&self, short: T, full: T, long: T) -> T {
        match self.size {
            Size::Short => short,
            Size::Full => full,
            Size::Long => long,
        }
    }

    /// The chance of worker number `n`: the same for the same seed.
    pub fn chance(&self, n: u64) -> fastrand::Rng {
        fastrand::Rng::with_seed(self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(n))
    }

    /// Deals `count` questions out to workers side by side; each gets its number and its share.
    pub fn side_by_side(&self, workers: u64, count: u64, work: impl Fn(u64, u64) -> Ran + Sync) -> Outcome {
        let workers = workers.clamp(1, count.max(1));
        let mut all = Ran::default();
        std::thread::scope(|scope| {
            let share = |n: u64| count / workers + u64::from(n < count % workers);
            let work = &work;
            let hands: Vec<_> = (0..workers).map(|n| scope.spawn(move || work(n, share(n)))).collect();
            for hand in hands {
                match hand.join() {
                    Ok(ran) => all.add(ran),
                    Err(panic) => all.fault(format!("a worker of the proof broke down: {}", said(&*panic))),
                }
            }
        });
        Outcome::Ran(all)
    }
}

/// What a panic said.
pub fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

/// Whether a program is on PATH.
pub fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}
