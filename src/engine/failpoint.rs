//! Steps at which a test may kill the process (`SHOTLOOM_STOP_AT`). Absent from release builds.

/// Stands still for ever where the test asked for this step, and says so on stderr.
#[cfg(debug_assertions)]
pub fn pass(step: &str) {
    if std::env::var("SHOTLOOM_STOP_AT").as_deref() == Ok(step) {
        eprintln!("standing at {step}");
        loop {
            std::thread::park();
        }
    }
}

#[cfg(not(debug_assertions))]
pub fn pass(_step: &str) {}
