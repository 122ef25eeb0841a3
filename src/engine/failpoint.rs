//! Steps at which a test may kill the process (`SHOTLOOM_STOP_AT`), and workers that panic once on request
//! (`SHOTLOOM_PANIC_IN`). Absent from release builds.

#[cfg(debug_assertions)]
mod asked {
    use std::collections::BTreeMap;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Mutex, OnceLock, PoisonError};

    fn variable(name: &'static str, cell: &'static OnceLock<Option<String>>) -> Option<&'static str> {
        cell.get_or_init(|| std::env::var(name).ok()).as_deref()
    }

    /// Stands still for ever where the test asked for this step, and says so on stderr.
    pub fn pass(step: &str) {
        static STOP_AT: OnceLock<Option<String>> = OnceLock::new();
        if variable("SHOTLOOM_STOP_AT", &STOP_AT) == Some(step) {
            eprintln!("standing at {step}");
            loop {
                std::thread::park();
            }
        }
    }

    /// Workers that are to panic once, and how many of each kind came by.
    static ARMED: Mutex<Vec<String>> = Mutex::new(Vec::new());
    static CAME_BY: Mutex<BTreeMap<&'static str, u64>> = Mutex::new(BTreeMap::new());

    /// The next worker of this kind in this process panics.
    pub fn arm(kind: &str) {
        ARMED.lock().unwrap_or_else(PoisonError::into_inner).push(kind.to_owned());
    }

    /// How many workers of this kind began.
    pub fn came_by(kind: &str) -> u64 {
        CAME_BY.lock().unwrap_or_else(PoisonError::into_inner).get(kind).copied().unwrap_or_default()
    }

    /// Panics the first time a worker of this kind comes by.
    #[expect(clippy::panic, reason = "it is what the test asked for")]
    pub fn worker(kind: &'static str) {
        static PANIC_IN: OnceLock<Option<String>> = OnceLock::new();
        static IS_READ: AtomicBool = AtomicBool::new(false);
        if !IS_READ.swap(true, Ordering::Relaxed)
            && let Some(asked) = variable("SHOTLOOM_PANIC_IN", &PANIC_IN)
        {
            arm(asked);
        }
        *CAME_BY.lock().unwrap_or_else(PoisonError::into_inner).entry(kind).or_default() += 1;
        let is_armed = {
            let mut armed = ARMED.lock().unwrap_or_else(PoisonError::into_inner);
            let at = armed.iter().position(|other| other == kind);
            at.map(|at| armed.swap_remove(at)).is_some()
        };
        if is_armed {
            panic!("a worker panicked on request: {kind}");
        }
    }
}

#[cfg(debug_assertions)]
pub use asked::{arm, came_by, pass, worker};

#[cfg(not(debug_assertions))]
pub fn pass(_step: &str) {}

#[cfg(not(debug_assertions))]
pub fn worker(_kind: &str) {}
