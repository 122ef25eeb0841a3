//! Steps at which a test may kill the process (`SHOTLOOM_STOP_AT`), and workers that panic once on request
//! (`SHOTLOOM_PANIC_IN`). Absent from release builds.

#[cfg(debug_assertions)]
mod asked {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicBool, Ordering};

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

    /// Panics the first time a worker of this kind comes by.
    #[expect(clippy::panic, reason = "it is what the test asked for")]
    pub fn worker(kind: &str) {
        static PANIC_IN: OnceLock<Option<String>> = OnceLock::new();
        static IS_DONE: AtomicBool = AtomicBool::new(false);
        if variable("SHOTLOOM_PANIC_IN", &PANIC_IN) == Some(kind) && !IS_DONE.swap(true, Ordering::Relaxed) {
            panic!("a worker panicked on request: {kind}");
        }
    }
}

#[cfg(debug_assertions)]
pub use asked::{pass, worker};

#[cfg(not(debug_assertions))]
pub fn pass(_step: &str) {}

#[cfg(not(debug_assertions))]
pub fn worker(_kind: &str) {}
